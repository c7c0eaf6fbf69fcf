"""The desks and the stage: a speaker with a phone and no account, a moderator with a keyboard, a projector."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from community.live import actions
from community.live.models import Attendee, Question, Room
from community.people.models import User

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
PROJECTOR = {"viewport": {"width": 1280, "height": 720}}

TEXTS = ["Who pays after the grant?", "Is a flat fee fair?", "Who decides?", "How many members?", "Which services?"]


def make_room() -> dict[str, str]:
    """Five open questions, two that wait. `link` is a speaker's, `code` for guests."""
    now, slug = timezone.now(), f"desks-{uuid.uuid4().hex[:8]}"
    hours = {"opens_at": now - timedelta(minutes=30), "closes_at": now + timedelta(hours=1)}
    room = actions.open_room(slug, "Funding after the grant", is_listed=False, **hours)
    room.moderators.add(User.objects.get(email="editor@example.org"))
    actions.set_speakers(room, [actions.SpeakerCard("Aino Esimerkki"), actions.SpeakerCard("Bo Eksempel")])
    people = [Attendee.objects.create(room=room, name=f"Guest {number}") for number in range(6)]
    for number, text in enumerate(TEXTS):
        question = actions.ask_question(people[number], room, text)
        for voter in people[: 5 - number]:
            if voter != people[number]:
                actions.vote(voter, question)
    Room.objects.filter(pk=room.pk).update(pre_moderation=True)
    room.refresh_from_db()
    for text in ("Do you have statutes?", "Buy our software?"):
        actions.ask_question(people[5], room, text)
    link = room.speakers.first().get_desk_url()
    return {"link": link, "code": room.spoken_code, "slug": slug, "url": f"/live/{slug}/"}


def close(slug: str) -> None:
    Room.objects.filter(slug=slug).update(closes_at=timezone.now())


def lengthen(slug: str, words: str) -> None:
    Question.objects.filter(room__slug=slug, text=TEXTS[0]).update(text=words)


def let_guests_wait(slug: str) -> None:
    Room.objects.filter(slug=slug).update(guests_wait=True)


def write_as_a_new_guest(slug: str) -> None:
    room = Room.objects.get(slug=slug)
    actions.post_message(Attendee.objects.create(room=room, name="Rasa"), room, "We sold the van")


def open_long_poll(slug: str) -> None:
    ona, room = User.objects.get(email="moderator@example.org"), Room.objects.get(slug=slug)
    words = "Which of these would help your members most over the winter, if the network could do only one of them?"
    actions.open_poll(ona, actions.make_poll(ona, room, "several", words, [f"Answer {n}" for n in range(1, 11)]))


@pytest.fixture
def room(do) -> dict[str, str]:
    """A room of its own for each test."""
    return do(make_room)


@pytest.fixture
def opened(new_visit, sign_in):
    """`opened("/live/desks/", "moderator")`: that page, connected."""

    def go(address: str, login: str = "", **options) -> Page:
        page = new_visit(**options).page
        if login:
            sign_in(page, f"{login}@example.org")
        page.goto(address)
        if options.get("java_script_enabled", True) and page.locator("[data-connection]").count():
            expect(page.locator("[data-connection]")).to_have_attribute("data-connection", "live")
        return page

    return go


def turn(page: Page, text: str):
    return page.locator(".turn", has_text=text)


def row(page: Page, text: str):
    return page.locator(".desk-row", has_text=text)


def test_a_speaker_works_with_a_thumb_and_without_an_account(room, opened, axe):
    phone = opened(room["link"], **PHONE)
    watching = opened(room["url"])
    axe(phone)
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(phone.locator(".turn:visible")).to_have_count(4)
    for text in ("Who pays after the grant?", "Is a flat fee fair?", "Who decides?"):
        turn(phone, text).get_by_role("button", name="Answering now").click()
        now = watching.locator(".question[data-state=answering]")
        expect(now).to_have_count(1)
        expect(now).to_contain_text(text)
        expect(phone.locator(".turn").first).to_contain_text(text)
        button = turn(phone, text).get_by_role("button", name="Answered")
        box = button.bounding_box()
        assert box["y"] > 844 * 0.6, "out of reach of the thumb"
        assert box["height"] >= 44
        button.click()
        expect(turn(phone, text)).to_have_count(0)
    turn(phone, "How many members?").get_by_role("button", name="Later").click()
    expect(phone.locator(".turn").last).to_contain_text("How many members?")
    phone.get_by_role("button", name="Undo my last step").click()
    expect(phone.locator(".turn").first).to_contain_text("How many members?")
    axe(phone)


def test_the_next_morning_the_same_link_takes_answers(do, room, opened, axe):
    do(close, room["slug"])
    phone = opened(room["link"], **PHONE)
    expect(phone.get_by_role("heading", level=1)).to_have_text("5 questions are open")
    axe(phone)
    for left in (4, 3, 2, 1, 0):
        phone.get_by_label("Your answer").first.fill("All of us, in equal parts.")
        phone.get_by_role("button", name="Publish the answer").first.click()
        words = f"{left} question{'s are' if left > 1 else ' is'} open" if left else "Every question is answered"
        expect(phone.get_by_role("heading", level=1)).to_have_text(words)
    expect(phone.locator("main")).to_contain_text("Aino Esimerkki")
    axe(phone)


def test_without_a_script_a_form_is_believed_though_its_page_tells_nobody_its_address(room, opened):
    phone = opened(room["link"], java_script_enabled=False, **PHONE)
    turn(phone, "Is a flat fee fair?").get_by_role("button", name="Answering now").click()
    expect(phone.locator(".turn").first).to_contain_text("Is a flat fee fair?")
    expect(phone.get_by_text("You are answering").first).to_be_visible()


def test_a_link_that_is_no_good_says_whom_to_ask(opened, axe):
    phone = opened("/speak/1.0~0/", **PHONE)
    expect(phone.locator("main")).to_contain_text("Ask whoever invited you")
    axe(phone)


def test_a_moderator_needs_only_the_keyboard(room, opened, axe):
    ona, second = opened(room["url"] + "desk/", "moderator"), opened(room["url"] + "desk/", "editor")
    press = ona.keyboard.press
    press("j")
    expect(row(ona, "Do you have statutes?")).to_be_focused()
    press("t")
    expect(row(second, "Do you have statutes?")).to_contain_text("is on this")
    press("a")
    expect(ona.locator("[data-queue=open] .desk-row", has_text="Do you have statutes?")).to_be_visible()
    expect(row(ona, "Buy our software?")).to_be_focused()
    press("d")
    ona.keyboard.type("Advertising has no place here.")
    press("Enter")
    expect(second.locator("[data-queue=settled]")).to_contain_text("Advertising has no place here.")
    press("u")
    expect(ona.locator("[data-queue=waiting] .desk-row", has_text="Buy our software?")).to_be_visible()
    row(ona, "Who decides?").focus()
    press("n")
    expect(row(ona, "Who decides?")).to_contain_text("Being answered now")
    press("y")
    expect(ona.locator("[data-queue=settled]")).to_contain_text("Who decides?")
    row(ona, "How many members?").focus()
    press("l")
    ona.keyboard.type("Members")
    press("Enter")
    expect(row(second, "How many members?").locator(".question__label")).to_have_text("Members")


def test_two_questions_become_one_and_two_again(room, opened, axe):
    ona, zofia = opened(room["url"] + "desk/", "moderator"), opened(room["url"])
    row(ona, "Who pays after the grant?").focus()
    ona.keyboard.press("m")
    row(ona, "Is a flat fee fair?").focus()
    ona.keyboard.press("m")
    dialog = ona.get_by_role("dialog")
    expect(dialog).to_be_visible()
    axe(ona)
    dialog.get_by_label("Better words for both").fill("Who pays, and is that fair?")
    dialog.get_by_role("button", name="Merge them").click()
    expect(dialog).to_be_hidden()
    merged = zofia.locator(".question", has_text="Who pays, and is that fair?")
    expect(merged).to_contain_text("Guest 0 and Guest 1")
    expect(zofia.locator(".question", has_text="Is a flat fee fair?")).to_have_count(0)
    ona.keyboard.press("u")
    expect(zofia.locator(".question", has_text="Who pays after the grant?")).to_be_visible()


def test_the_keys_can_be_switched_off(room, opened):
    ona = opened(room["url"] + "desk/", "moderator")
    ona.get_by_label("Keyboard shortcuts").uncheck()
    row(ona, "Do you have statutes?").focus()
    ona.keyboard.press("a")
    ona.keyboard.press("?")
    expect(ona.get_by_role("dialog")).to_have_count(0)
    ona.get_by_label("Keyboard shortcuts").check()
    ona.keyboard.press("?")
    expect(ona.get_by_role("dialog")).to_contain_text("Approve")
    ona.keyboard.press("Escape")
    expect(ona.locator("[data-queue=waiting] .desk-row", has_text="Do you have statutes?")).to_be_visible()


def test_the_projector_is_legible_from_ten_metres(room, opened, axe):
    """Sizes as computed in css/pages/stage.css: 47 px for the code, 38 px for the address, a code 300 px wide."""
    stage, phone = opened(room["url"] + "stage/", **PROJECTOR), opened(room["link"], **PHONE)
    axe(stage)
    assert stage.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert stage.locator(".qr").bounding_box()["width"] >= 300
    for part, least in ((".stage__code", 47), (".stage__address", 38)):
        size = stage.locator(part).evaluate("node => parseFloat(getComputedStyle(node).fontSize)")
        assert size >= least, part
        box = stage.locator(part).bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 1280 and box["y"] + box["height"] <= 720
    expect(stage.locator(".stage__code")).to_contain_text(room["code"])
    expect(stage.locator(".shown:visible")).to_have_count(4)
    turn(phone, "Who decides?").get_by_role("button", name="Answering now").click()
    current = stage.locator(".shown[data-state=answering]")
    expect(current).to_contain_text("Who decides?")
    assert current.locator(".shown__text").evaluate("node => parseFloat(getComputedStyle(node).fontSize)") >= 47
    expect(stage.locator(".shown").first).to_contain_text("Who decides?")
    axe(stage)


def test_beside_the_longest_question_the_projector_still_shows_the_next_four(room, opened, do):
    words = "When the first mission brought no orders, how did you keep the members who had paid for it? " * 6
    do(lengthen, room["slug"], words[:500])
    phone = opened(room["link"], **PHONE)
    turn(phone, "When the first mission").get_by_role("button", name="Answering now").click()
    expect(turn(phone, "When the first mission")).to_have_attribute("data-state", "answering")
    for width, height in ((1280, 720), (1920, 1080)):
        stage = opened(room["url"] + "stage/", viewport={"width": width, "height": height})
        expect(stage.locator(".shown:visible")).to_have_count(5)
        text = stage.locator("[data-state=answering] > .shown__text")
        assert text.evaluate("node => parseFloat(getComputedStyle(node).fontSize)") >= 38 * width / 1280
        assert stage.locator("[data-shown]").evaluate("list => list.scrollHeight <= list.clientHeight")
    do(open_long_poll, room["slug"])
    poll = stage.locator("[data-stage-poll]")
    expect(
        poll.get_by_role("row", name="Answer 10")
    ).to_be_visible()  # and all of it stands above the question, smaller
    assert poll.evaluate("box => box.scrollHeight <= box.clientHeight")
    question = stage.locator("[data-state=answering]").bounding_box()
    assert poll.bounding_box()["y"] + poll.bounding_box()["height"] <= question["y"]
    assert question["y"] + question["height"] <= 1080


def test_the_asker_always_knows_what_has_become_of_a_question(room, opened):
    zofia, ona = opened(room["url"], "participant"), opened(room["url"] + "desk/", "moderator")
    zofia.get_by_role("textbox", name="Your question").fill("Can we see the budget?")
    zofia.get_by_role("button", name="Ask", exact=True).click()
    expect(zofia.locator(".own")).to_contain_text("Waiting for the moderator")
    asked = row(ona, "Can we see the budget?")
    asked.get_by_text("Decline").first.click()
    asked.get_by_label("Reason, for the person who asked").fill("It is on the talk page.")
    asked.get_by_role("button", name="Decline").click()
    expect(zofia.locator(".own")).to_contain_text("It is on the talk page.")


def test_a_new_guests_words_come_to_an_open_desk_and_are_let_in_there(do, room, opened):
    do(let_guests_wait, room["slug"])
    ona, reader = opened(room["url"] + "desk/", "moderator"), opened(room["url"])
    do(write_as_a_new_guest, room["slug"])
    waiting = ona.locator(".waiting__question", has_text="We sold the van")
    waiting.get_by_role("button", name="Let in").click()
    expect(reader.locator(".message", has_text="We sold the van")).to_be_visible()
    expect(waiting).to_have_count(0)


def test_nothing_moves_under_the_readers_finger(room, opened):
    zofia, ona = opened(room["url"], "participant"), opened(room["url"] + "desk/", "moderator")
    before = zofia.locator(".question").all_inner_texts()
    row(ona, "Do you have statutes?").focus()
    ona.keyboard.press("a")
    button = zofia.get_by_role("button", name="1 new, show")
    expect(button).to_be_visible()
    assert zofia.locator(".question").all_inner_texts() == before
    button.click()
    expect(zofia.locator(".question", has_text="Do you have statutes?")).to_be_visible()
    expect(zofia.get_by_role("button", name="Sorted by votes")).to_be_focused()
