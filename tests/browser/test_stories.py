"""One hour in a live room with everybody in it, and the morning after: the stories of peers 8.1, seen by all at once.

A participant, a guest with the code, a speaker with a link on a phone, two moderators, and the projector.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from community.live.models import Room
from community.notifications.models import Letter
from community.people.models import User
from events.models import SeriesPage, Speaker, TalkPage
from tests.events.making import make_talk

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
PROJECTOR = {"viewport": {"width": 1280, "height": 720}}


@dataclass(frozen=True)
class Hour:
    """A talk that began twenty minutes ago."""

    slug: str
    code: str

    @property
    def room(self) -> str:
        return f"/live/{self.slug}/"

    @property
    def page(self) -> str:
        return f"/talks/eu-clusters-talk/{self.slug}/"


def begin_talk(title: str) -> Hour:
    now, ona = timezone.now(), User.objects.get(email="moderator@example.org")
    moderator = Speaker(name=ona.display_name, user=ona, is_moderator=True)
    speakers = [Speaker(name="Tuuli Esimerkki", role="Manager"), moderator]
    series = SeriesPage.objects.get(slug="eu-clusters-talk")
    talk = make_talk(series, title, day=now.date(), questions_wait=True, speakers=speakers)
    hours = {"starts_at": now - timedelta(minutes=20), "ends_at": now + timedelta(minutes=40)}
    TalkPage.objects.filter(pk=talk.pk).update(**hours)
    rooms = Room.objects.filter(slug=talk.slug)
    rooms.update(opens_at=now - timedelta(minutes=30), closes_at=now + timedelta(minutes=50))
    return Hour(talk.slug, rooms.get().code)


def end_talk(slug: str) -> None:
    earlier = timezone.now() - timedelta(minutes=1)
    Room.objects.filter(slug=slug).update(closes_at=earlier)
    TalkPage.objects.filter(slug=slug).update(ends_at=earlier)


@pytest.fixture
def begin(do):
    """`begin("Who pays?")`: a talk of that title that is live now, whose questions wait for a moderator."""
    return partial(do, begin_talk)


@pytest.fixture
def come(new_visit, sign_in):
    """`come("participant", "/live/x/")`: somebody's page, connected where the page has a connection."""

    def enter(login: str, address: str, **options) -> Page:
        page = new_visit(**options).page
        if login:
            sign_in(page, f"{login}@example.org")
        page.goto(address)
        return connected(page)

    return enter


@pytest.fixture
def join(new_visit):
    """`join(hour, "Ilze")`: a guest who typed the code that the projector shows."""

    def enter(hour: Hour, name: str) -> Page:
        page = new_visit().page
        page.goto("/join/")
        page.get_by_label("Code").fill(f"{hour.code[:3].lower()} {hour.code[3:].lower()}")
        page.get_by_role("button", name="Go on").click()
        page.get_by_label("Your name").fill(name)
        page.get_by_role("button", name="Join the room").click()
        return connected(page)

    return enter


def connected(page: Page) -> Page:
    if page.locator("[data-connection]").count():
        expect(page.locator("[data-connection]")).to_have_text("Connected")
    return page


def ask(page: Page, question: str) -> None:
    page.get_by_role("textbox", name="Your question").fill(question)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_text(question).first).to_be_visible()


def on_desk(page: Page, question: str) -> Locator:
    return page.locator(".desk-row", has_text=question)


def on_phone(page: Page, question: str) -> Locator:
    return page.locator(".turn", has_text=question)


def in_room(page: Page, question: str) -> Locator:
    return page.locator("li.question", has_text=question)


def see(page: Page, question: str) -> Locator:
    """The question on a reader's page, where new ones wait until they are asked for."""
    news = page.get_by_role("button", name=re.compile("new, show"))
    expect(in_room(page, question).or_(news).first).to_be_visible()
    if news.is_visible():
        news.click()
    expect(in_room(page, question)).to_be_visible()
    return in_room(page, question)


def link_of(desk: Page, speaker: str) -> str:
    return desk.locator(".desk__speaker", has_text=speaker).locator("a[data-copy]").get_attribute("href")


def approve(desk: Page, question: str) -> None:
    row = on_desk(desk, question)
    row.get_by_role("button", name=re.compile("^Approve")).click()
    expect(row).to_have_attribute("data-state", "open")


def test_a_guests_question_goes_from_the_queue_to_the_stage_and_is_answered(begin, come, join):
    hour = begin("Who pays when the grant ends")
    ona, zofia = come("moderator", f"{hour.room}desk/"), come("participant", hour.room)
    ilze = join(hour, "Ilze Piemērs")
    stage = come("", f"{hour.room}stage/", **PROJECTOR)
    tuuli = come("", link_of(ona, "Tuuli"), **PHONE)
    questions = ["Who pays in year four?", "What do members pay for?", "When did you raise the fee?"]
    for question in questions:
        ask(ilze, question)
        expect(ilze.locator("main")).to_contain_text("Waiting for the moderator")
        expect(in_room(zofia, question)).to_have_count(0)
        approve(ona, question)
        expect(see(zofia, question)).to_contain_text("Ilze Piemērs")
        see(ilze, question)
        expect(on_phone(tuuli, question)).to_have_count(1)
    expect(stage.locator("main")).to_contain_text("Who pays in year four?")
    expect(stage.locator("main")).to_contain_text(hour.code[:3])
    in_room(zofia, questions[2]).get_by_role("button", name=re.compile("Vote")).click()
    expect(stage.locator("[data-shown] > li", has_text=questions[2])).to_contain_text("1")

    for question in questions:
        on_phone(tuuli, question).get_by_role("button", name="Answering now").click()
        for page in (zofia, ilze):
            expect(in_room(page, question)).to_have_attribute("data-state", "answering")
        expect(stage.locator("[data-state=answering]")).to_contain_text(question)
        expect(on_desk(ona, question)).to_have_attribute("data-state", "answering")
        on_phone(tuuli, question).get_by_role("button", name="Answered").click()
        expect(in_room(ilze, question)).to_have_attribute("data-state", "answered_live")
    expect(tuuli.locator(".turn:visible")).to_have_count(0)


def test_later_moves_a_question_down_on_the_phone_alone(begin, come):
    hour = begin("How long a secretariat lasts")
    ona, zofia = come("moderator", f"{hour.room}desk/"), come("participant", hour.room)
    tuuli = come("", link_of(ona, "Tuuli"), **PHONE)
    for question in ("First, who hires?", "Second, who fires?", "Third, who stays?"):
        ask(zofia, question)
        approve(ona, question)
        expect(on_phone(tuuli, question)).to_have_count(1)
    for question in ("First, who hires?", "Second, who fires?"):
        on_phone(tuuli, question).get_by_role("button", name="Later").click()
        expect(on_phone(tuuli, question)).to_contain_text("put off")
    tuuli.reload()
    expect(tuuli.locator(".turn").first).to_contain_text("Third, who stays?")
    assert see(zofia, "First, who hires?").get_attribute("data-state") == "open"


def test_two_moderators_see_each_others_hands_merge_promote_and_undo(begin, come, join):
    hour = begin("What a cluster tells its board")
    ona, camille = come("moderator", f"{hour.room}desk/"), come("moderator", f"{hour.room}desk/")
    zofia, ilze = come("participant", hour.room), join(hour, "Ilze Piemērs")
    ask(zofia, "What does a board want?")
    ask(ilze, "What do boards want to hear?")
    for question in ("What does a board want?", "What do boards want to hear?"):
        expect(on_desk(camille, question)).to_have_count(1)
        on_desk(ona, question).click(position={"x": 5, "y": 5})
        ona.keyboard.press("a")
        expect(on_desk(camille, question)).to_have_attribute("data-state", "open")

    kept = on_desk(ona, "What does a board want?")
    kept.get_by_role("button", name=re.compile("I am on this")).click()
    expect(on_desk(camille, "What does a board want?")).to_contain_text("is on this")

    kept.get_by_role("link", name=re.compile("Merge")).click()
    on_desk(ona, "What do boards want to hear?").get_by_role("link", name=re.compile("Merge")).click()
    dialog = ona.get_by_role("dialog")
    dialog.get_by_role("button", name=re.compile("Merge|One question")).click()
    expect(in_room(zofia, "What do boards want to hear?")).to_have_count(0)
    ona.get_by_role("button", name=re.compile("Undo my last step")).click()
    see(zofia, "What do boards want to hear?")

    zofia.get_by_label("Message").fill("Does anybody show them the failures?")
    zofia.keyboard.press("Enter")
    said = ona.locator(".message", has_text="Does anybody show them the failures?")
    expect(said).to_be_visible()
    said.locator("summary").first.click()
    said.get_by_role("link", name="Moderate").click()
    ona.get_by_role("button", name="Make it a question").click()
    expect(on_desk(camille, "Does anybody show them the failures?")).to_have_count(1)


def test_what_stays_open_is_carried_declined_and_answered_the_next_morning(begin, come, do):
    hour = begin("The morning after")
    ona, zofia = come("moderator", f"{hour.room}desk/"), come("participant", hour.room)
    link = link_of(ona, "Tuuli")
    for question in ("Who keeps the list?", "Who pays the list?", "Is lunch included?"):
        ask(zofia, question)
        approve(ona, question)
    do(end_talk, hour.slug)
    ona.goto(hour.room)
    ona.get_by_role("link", name=re.compile("Carry")).first.click()
    lunch = ona.locator(".settle__question", has_text="Is lunch included?")
    lunch.get_by_label(re.compile("Decline")).check()
    lunch.get_by_label(re.compile("Reason")).fill("The invitation says so.")
    ona.get_by_role("button", name="Settle these questions").click()
    expect(ona.locator(".post", has_text="Who keeps the list?")).to_have_count(1)
    expect(ona.locator(".post", has_text="Is lunch included?")).to_have_count(0)
    zofia.goto(hour.room)
    expect(zofia.locator("main")).to_contain_text("The invitation says so.")

    tuuli = come("", link, **PHONE)
    expect(tuuli.get_by_role("heading", level=1)).to_have_text("2 questions are open")
    for question, answer in (("Who keeps the list?", "The office does."), ("Who pays the list?", "The members do.")):
        turn = on_phone(tuuli, question)
        turn.get_by_label("Your answer").fill(answer)
        turn.get_by_role("button", name="Publish the answer").click()
        tuuli.wait_for_load_state()
    expect(tuuli.get_by_role("heading", level=1)).to_have_text("Every question is answered")
    zofia.goto("/notifications/")
    expect(zofia.locator("main")).to_contain_text("Who keeps the list?")
    zofia.goto(hour.page)
    expect(zofia.locator("main")).to_contain_text("The members do.")


def add_last_talk() -> int:
    """The number of its page."""
    speakers = [Speaker(name="Pekka Esimerkki"), Speaker(name="Ludmila Ukázka", role="Director")]
    facts = {"teaser": "What it was about.", "recording_url": "https://example.org/film", "speakers": speakers}
    day = timezone.now().date() - timedelta(days=30)
    return make_talk(SeriesPage.objects.get(slug="eu-clusters-talk"), "Last month's talk", day=day, **facts).pk


def written_to() -> list[str]:
    letters = Letter.objects.filter(address__endswith="@story.example")
    return sorted(letters.values_list("address", flat=True))


def test_a_moderator_makes_the_next_talk_out_of_the_last_one(come, do):
    ona = come("moderator", f"/cms/pages/{do(add_last_talk)}/copy/")
    ona.get_by_label("New title").fill("What a mission costs")
    ona.get_by_label("New slug").fill("what-a-mission-costs")
    ona.get_by_role("button", name="Copy this page").click()
    ona.get_by_role("link", name="What a mission costs", exact=True).first.click()
    edit = ona.url
    day = date.today() + timedelta(days=3)
    ona.locator("#id_day").fill(day.isoformat())
    for number, (name, address) in enumerate((("Tuuli Toinen", "tuuli"), ("Aoife Sampla", "aoife"))):
        ona.locator(f"#id_speakers-{number}-name").fill(name)
        ona.locator(f"#id_speakers-{number}-email").fill(f"{address}@story.example")
    ona.get_by_role("button", name="More actions").click()
    ona.get_by_role("button", name="Publish", exact=True).click()
    expect(ona.locator(".messages .success")).to_contain_text("What a mission costs")

    talk = come("", "/talks/eu-clusters-talk/what-a-mission-costs/")
    expect(talk.get_by_role("heading", level=1)).to_have_text("What a mission costs")
    expect(talk.locator("main")).to_contain_text("Tuuli Toinen")
    expect(talk.locator("main")).not_to_contain_text("Pekka Esimerkki")
    expect(talk.get_by_role("link", name=re.compile("discussion", re.IGNORECASE)).first).to_be_visible()
    calendar = talk.request.get("/talks/eu-clusters-talk/what-a-mission-costs/calendar.ics").text()
    assert "SUMMARY:What a mission costs" in calendar
    assert f"DTSTART;TZID=Europe/Brussels:{day:%Y%m%d}T" in calendar

    ona.goto(edit)
    links = ona.locator("[data-speaker-links] li")
    expect(links).to_have_count(2)
    tuuli = come("", links.filter(has_text="Tuuli").locator("a[data-copy]").get_attribute("href"), **PHONE)
    expect(tuuli.locator("main")).to_contain_text("What a mission costs")
    links.filter(has_text="Aoife").get_by_role("button", name="Revoke").click()
    expect(links.filter(has_text="Aoife")).to_contain_text("No link that works")
    assert do(written_to) == ["aoife@story.example", "tuuli@story.example"]
