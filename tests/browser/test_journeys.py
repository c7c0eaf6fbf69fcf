"""The journeys of requirements A15, walked in a real browser through the demo world."""

import re
from datetime import UTC, timedelta
from functools import partial

import icalendar
import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from community.live.models import Room
from events.models import TalkPage

ROOM = "/live/drop-in-clinic/"
LESSON = "/training/cluster-management-for-smart-industry/internationalisation/building-c2c-relations/"


@pytest.fixture
def member(new_visit, sign_in):
    """`member("participant")`: a page of somebody who is signed in."""

    def enter(login: str, **options) -> Page:
        page = new_visit(**options).page
        sign_in(page, f"{login}@example.org")
        return page

    return enter


class TestVisitor:
    """Journey 1: reads everything without an account."""

    def test_finds_the_talk_in_the_archive_and_takes_its_material_along(self, browser_page):
        page = browser_page
        page.goto("/")
        page.get_by_role("navigation", name="Main").get_by_role("link", name="Talks").click()
        page.get_by_role("link", name="2024", exact=True).click()
        page.get_by_role("link", name=re.compile("Cluster Management 101")).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Cluster Management 101")
        expect(page.locator("main")).to_contain_text("08:30–09:45 Brussels time (CEST, UTC+2)")
        for speaker in ("Manuel Seuffert", "Johan Wasberg", "Nóra Szirmai", "Zsolt Keresztúri"):
            expect(page.locator("main")).to_contain_text(speaker)
        expect(page.locator("main")).to_contain_text("outline the theory behind cluster management")
        second = page.locator(".material", has_text="2nd Cluster Booster Academy")
        with page.expect_download() as download:
            second.get_by_role("link").click()
        assert "2nd Cluster Booster Academy" in download.value.path().read_text()

    def test_watches_a_lesson_with_captions(self, browser_page):
        page = browser_page
        page.goto("/training/")
        page.get_by_role("link", name="Cluster Management for Smart Industry").click()
        page.get_by_role("link", name="Building C2C relations").click()
        film = page.locator("video")
        film.scroll_into_view_if_needed()
        film.evaluate("film => { film.textTracks[0].mode = 'showing'; film.muted = true; return film.play() }")
        page.wait_for_timeout(1_000)
        facts = film.evaluate(
            "film => ({seconds: film.duration, at: film.currentTime, cues: film.textTracks[0].cues.length})"
        )
        assert facts["seconds"] == pytest.approx(60, abs=1)
        assert facts["at"] > 0
        assert facts["cues"] == 10

    def test_adds_the_next_talk_to_the_calendar_of_another_zone(self, new_visit):
        page = new_visit(timezone_id="Europe/Helsinki").page
        page.goto("/talks/")
        page.get_by_role("link", name="Between the sessions: peer learning that works").first.click()
        expect(page.locator("main")).to_contain_text("08:30–09:45 Brussels time")
        expect(page.locator("main")).to_contain_text("09:30–10:45 your time")
        with page.expect_download() as download:
            page.get_by_role("link", name=re.compile("calendar", re.IGNORECASE)).first.click()
        event = icalendar.Calendar.from_ical(download.value.path().read_bytes()).walk("VEVENT")[0]
        start = event.decoded("DTSTART")
        assert start.strftime("%H:%M") in {"08:30", start.astimezone(UTC).strftime("%H:%M")}
        assert start.astimezone(UTC).strftime("%H:%M") in {"06:30", "07:30"}


class TestParticipant:
    """Journey 2 (without homework): between two sessions."""

    def test_sees_what_is_next_posts_in_the_edition_and_hears_of_the_reply(self, member):
        zofia, ona = member("participant"), member("moderator")
        zofia.goto("/")
        expect(zofia.locator("main")).to_contain_text(re.compile("feedback", re.IGNORECASE))
        zofia.goto("/forum/")
        zofia.get_by_role("link", name=re.compile("^Academy, 5th edition|5th edition|Academy 5")).first.click()
        zofia.get_by_role("link", name=re.compile("Homework 1")).click()
        zofia.get_by_label("Your reply").fill("One of my three wants to **teach** the others.")
        zofia.get_by_role("button", name="Post your reply").click()
        expect(zofia.locator(".post").last).to_contain_text("wants to teach the others")
        ona.goto(zofia.url)
        ona.get_by_label("Your reply").fill("Put that on the agenda for the feedback session.")
        ona.get_by_role("button", name="Post your reply").click()
        expect(ona.locator(".post").last).to_contain_text("on the agenda")
        zofia.goto("/notifications/")
        expect(zofia.locator("main")).to_contain_text("Ona Exemple replied in Homework 1")

    def test_finds_the_topic_about_silent_members(self, member):
        page = member("participant")
        page.goto("/")
        page.get_by_role("combobox", name="Search").first.fill("silent members")
        page.keyboard.press("Enter")
        page.get_by_role("link", name=re.compile("Silent members: a script")).first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Silent members: a script for the first call")

    def test_the_trainers_room_is_not_there(self, member):
        zofia, ona = member("participant"), member("moderator")
        ona.goto("/forum/")
        trainers = ona.get_by_role("link", name="Trainers' room")
        address = trainers.get_attribute("href")
        zofia.goto("/forum/")
        expect(zofia.locator("body")).not_to_contain_text("Trainers' room")
        answer = zofia.goto(address)
        assert answer.status == 404
        expect(zofia.locator("body")).not_to_contain_text("Trainers' room")


class TestModerator:
    """Journey 3: publishes a talk, adds what came of it, decides a report."""

    def test_publishes_the_next_talk_with_its_room_and_topic(self, member):
        page = member("moderator")
        page.goto("/talks/eu-clusters-talk/")
        page.get_by_role("link", name="New talk").click()
        page.locator("[name=title]").fill("Tools that small teams keep using")
        expect(page.locator("[name=agenda-0-title]")).to_have_value("Welcome")
        for number in range(4):
            page.locator("#id_speakers-ADD").click()
            page.locator(f"[name=speakers-{number}-name]").fill(f"Speaker {number + 1}")
            page.locator(f"[name=speakers-{number}-role]").fill("Cluster manager")
        page.get_by_role("button", name="More actions").click()
        page.get_by_role("button", name=re.compile("^Publish")).click()
        page.goto("/talks/eu-clusters-talk/tools-that-small-teams-keep-using/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Tools that small teams keep using")
        for number in range(4):
            expect(page.locator("main")).to_contain_text(f"Speaker {number + 1}")
        page.get_by_role("link", name=re.compile("in the forum")).first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Tools that small teams keep using")
        assert page.goto("/live/tools-that-small-teams-keep-using/").status == 200

    def test_adds_recording_slides_and_summary_afterwards(self, member):
        page = member("moderator")
        page.goto("/talks/eu-clusters-talk/moving-goods-moving-minds/")
        expect(page.locator("main")).to_contain_text("Recording and slides will follow.")
        page.get_by_role("link", name="Edit this page").click()
        page.locator("[name=recording_url]").fill("https://films.example.org/goods")
        page.locator("#id_materials-ADD").click()
        page.locator("[name=materials-4-title]").fill("Slides of the talk")
        page.locator("[name=materials-4-url]").fill("https://files.example.org/goods.pdf")
        page.get_by_role("button", name="More actions").click()
        page.get_by_role("button", name=re.compile("^Publish")).click()
        page.goto("/talks/eu-clusters-talk/moving-goods-moving-minds/")
        expect(page.get_by_role("heading", name="Watch the recording")).to_be_visible()
        expect(page.locator("main")).to_contain_text("Slides of the talk")
        expect(page.locator("main")).not_to_contain_text("will follow")

    def test_decides_a_report_with_a_reason_that_the_author_reads(self, member):
        zofia, pekka, ona = member("participant"), member("speaker"), member("moderator")
        pekka.goto("/forum/")
        pekka.get_by_role("link", name="Platform help").click()
        pekka.get_by_role("link", name=re.compile("Start (a topic|the first one)")).first.click()
        pekka.get_by_label("Subject").fill("Cheap advertising for everybody")
        pekka.get_by_label("Your text").fill("Buy our advertising package, only today.")
        pekka.get_by_role("button", name="Post your topic", exact=True).click()
        expect(pekka.get_by_role("heading", level=1)).to_have_text("Cheap advertising for everybody")
        zofia.goto(pekka.url)
        zofia.get_by_role("link", name=re.compile("Report")).first.click()
        zofia.get_by_label(re.compile("Advertising|Spam", re.IGNORECASE)).first.check()
        zofia.get_by_label("Explanation").fill("It sells something.")
        zofia.get_by_label(re.compile("good faith")).check()
        zofia.get_by_role("button", name="Send the report").click()
        expect(zofia.get_by_role("heading", level=1)).to_contain_text(re.compile("Thank", re.IGNORECASE))
        ona.goto("/moderation/")
        ona.get_by_role("link", name=re.compile("Cheap advertising|Buy our")).first.click()
        ona.get_by_label("Hide it").check()
        ona.get_by_role("textbox", name="Reason").fill("The forum is not for selling.")
        ona.get_by_role("button", name="Decide").click()
        pekka.goto("/notifications/")
        expect(pekka.locator("main")).to_contain_text("The forum is not for selling.")


class TestSpeaker:
    """Journey 4, and the live room for everybody in it."""

    def test_answers_what_is_asked_while_two_others_watch_without_reloading(self, member):
        pekka, zofia, camille = member("speaker"), member("participant"), member("editor")
        for page in (pekka, zofia, camille):
            page.goto(ROOM)
            expect(page.locator("[data-connection=live]")).to_be_visible()
        open_ones = pekka.locator(".question[data-state=open]").all()
        votes = [int(one.get_attribute("data-votes")) for one in open_ones]
        assert votes == sorted(votes, reverse=True)
        question = "When did you say no to a project?"
        act_on(pekka, question, "Answering now")
        for page in (zofia, camille):
            expect(page.locator(".question[data-state=answering]", has_text=question)).to_be_visible()
            assert page.locator(".question[data-state=answering]").count() == 1
        act_on(pekka, question, "Answered")
        written = pekka.locator(".question", has_text="Which meeting would you abolish tomorrow?")
        written.get_by_text("Answer in writing").click()
        written.get_by_label("Your answer").fill("The one without a question.")
        written.get_by_role("button", name="Publish the answer").click()
        for page in (zofia, camille):
            expect(page.locator(".question[data-state=answered_live]", has_text=question)).to_be_visible()
            expect(page.locator(".question[data-state=answered_written]")).to_contain_text(
                "The one without a question."
            )

    def test_two_people_see_each_others_words_without_reloading(self, member):
        zofia, camille = member("participant"), member("editor")
        for page in (zofia, camille):
            page.goto(ROOM)
            expect(page.locator("[data-connection=live]")).to_be_visible()
        zofia.get_by_label("Message").fill("Good evening from Rzeszów")
        zofia.keyboard.press("Enter")
        expect(camille.locator(".message", has_text="Good evening from Rzeszów")).to_be_visible(timeout=1_000)
        camille.get_by_role("textbox", name="Your question").fill("Who writes the minutes?")
        camille.get_by_role("button", name="Ask", exact=True).click()
        zofia.get_by_role("button", name="1 new, show").click()
        expect(zofia.locator(".question", has_text="Who writes the minutes?")).to_be_visible()

    def test_a_third_reads_and_posts_without_scripts(self, member):
        camille = member("editor")
        camille.goto(ROOM)
        expect(camille.locator("[data-connection=live]")).to_be_visible()
        plain = member("organiser", java_script_enabled=False)
        plain.goto(ROOM)
        expect(plain.locator(".question").first).to_be_visible()
        plain.get_by_label("Message").fill("Written without a script")
        plain.get_by_role("button", name="Send", exact=True).click()
        expect(plain.locator(".message", has_text="Written without a script")).to_be_visible()
        expect(camille.locator(".message", has_text="Written without a script")).to_be_visible(timeout=1_000)

    def test_where_sockets_are_blocked_the_news_still_come(self, member):
        zofia, camille = member("participant"), member("editor")
        camille.route_web_socket(re.compile("/ws/live/"), lambda socket: socket.close())
        camille.goto(ROOM)
        expect(camille.locator("[data-connection=slower]")).to_be_visible()
        zofia.goto(ROOM)
        zofia.get_by_label("Message").fill("Can everybody read this?")
        zofia.keyboard.press("Enter")
        expect(camille.locator(".message", has_text="Can everybody read this?")).to_be_visible(timeout=5_000)

    def test_what_stays_open_is_carried_into_the_forum_with_its_votes(self, end_the_clinic, member):
        ona = member("moderator")
        question = "How do I hand over to my successor?"
        ona.goto(ROOM)
        before = ona.locator(".question", has_text=question)
        votes = before.get_attribute("data-votes")
        end_the_clinic(timedelta(minutes=-1))
        ona.reload()
        ona.get_by_role("link", name=re.compile("Carry")).first.click()
        ona.get_by_role("button", name="Settle these questions").click()
        carried = ona.locator(".post", has_text=question)
        expect(carried).to_have_count(1)
        expect(carried).to_contain_text(f"{votes} votes")
        carried.get_by_role("link", name="From the live room").click()
        back = ona.locator(".question[data-state=carried]", has_text=question)
        expect(back.get_by_role("link", name="Read on in the forum")).to_be_visible()


def clinic_ends(when: timedelta) -> None:
    end = timezone.now() + when
    TalkPage.objects.filter(slug="drop-in-clinic").update(ends_at=end)
    Room.objects.filter(slug="drop-in-clinic").update(closes_at=end)


@pytest.fixture
def end_the_clinic(do):
    """`end_the_clinic(timedelta(minutes=-1))`: it ended a minute ago. Afterwards it goes on, for the other tests."""
    yield partial(do, clinic_ends)
    do(clinic_ends, timedelta(hours=2))


def act_on(page: Page, question: str, button: str) -> None:
    page.locator(".question", has_text=question).get_by_role("button", name=button, exact=True).click()
