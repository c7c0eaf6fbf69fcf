"""The report of a room: who reads it, what is in it, and what is not."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.lib.spreadsheet import csv_chunks, harmless
from community.live import actions
from community.live.models import Attendee, Message, Question, Room
from tests.community.live.test_polls import opened, option

pytestmark = pytest.mark.embedded

PAGE, TABLE = "/live/clinic/report/", "/live/clinic/report.csv"


@pytest.fixture
def busy(cast, room):
    """A room in which something of every kind happened."""
    actions.post_message(cast.zofia, room, "Good morning")
    actions.hide_message(cast.ona, actions.post_message(cast.ivo, room, "Buy our software"))
    open_one = actions.ask_question(cast.zofia, room, "Who pays?", named=False)
    actions.vote(cast.ivo, open_one)
    written = actions.ask_question(cast.ivo, room, "Are there slides?")
    actions.answer_in_writing(cast.pekka, written, "From tomorrow on.")
    declined = actions.ask_question(cast.jurgis, room, "May I sell something?")
    actions.decline_question(cast.ona, declined, "Not here")
    actions.hide_question(cast.ona, actions.ask_question(cast.jurgis, room, "Rude words?"))
    poll = opened(cast, room)
    actions.cast_ballot(cast.zofia, poll, [option(poll, "Tea")])
    actions.close_poll(cast.ona, poll)
    return room


def text_of(client, path=PAGE):
    return client.get(path).content.decode()


def table_of(client):
    answer = client.get(TABLE)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="clinic-report.csv"' in answer["Content-Disposition"]
    content = b"".join(answer.streaming_content).decode()
    assert content.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(content.removeprefix("\ufeff"))))


class TestReaders:
    @pytest.mark.parametrize("who", ["ona", "secretariat", "moderator of the room"])
    def test_moderators_and_organisers_read_it_and_find_it_from_the_room(self, as_user, cast, busy, who):
        actions.set_moderators(busy, [cast.camille])
        reader = as_user(cast.camille if who == "moderator of the room" else getattr(cast, who))
        assert reader.get(PAGE).status_code == reader.get(TABLE).status_code == 200
        assert PAGE in text_of(reader, "/live/clinic/")

    @pytest.mark.parametrize("who", ["zofia", "pekka", "camille", ""])
    def test_it_does_not_exist_for_others(self, as_user, client, cast, busy, who):
        reader = as_user(getattr(cast, who)) if who else client
        assert reader.get(PAGE).status_code == reader.get(TABLE).status_code == 404
        assert PAGE not in text_of(reader, "/live/clinic/")

    def test_a_room_that_does_not_exist_has_none(self, as_user, cast, room):
        assert as_user(cast.ona).get("/live/nowhere/report/").status_code == 404


class TestPage:
    def test_it_tells_what_was_asked_answered_chosen_and_said(self, as_user, cast, busy):
        page = text_of(as_user(cast.ona))
        for words in (
            "Who pays?",
            "Are there slides?",
            "From tomorrow on.",
            "Pekka Esimerkki",
            "May I sell something?",
            "Not here",
            "What shall we drink?",
            "100</span>&nbsp;%",
            "Good morning",
        ):
            assert words in page, words

    def test_what_moderators_hid_is_not_in_it(self, as_user, cast, busy):
        page = text_of(as_user(cast.ona))
        for words in ("Buy our software", "Rude words"):
            assert words not in page
        assert "A moderator hid this message." in page
        assert "1 question was hidden by moderators." in page

    @pytest.mark.parametrize("who", ["ona", "secretariat"])
    def test_whoever_asked_without_a_name_stays_unnamed(self, as_user, cast, room, who):
        actions.ask_question(cast.zofia, room, "Who pays?", named=False)
        Attendee.objects.update(organisation="Wicker & Design")
        reader = as_user(getattr(cast, who))
        for found in (text_of(reader), str(table_of(reader))):
            assert "A participant" in found
            assert cast.zofia.display_name not in found
            assert "Wicker" not in found

    def test_the_numbers_come_first(self, as_user, cast, busy):
        page = as_user(cast.ona).get(PAGE)
        figures = {figure.label: figure.number for figure in page.context["report"].figures}
        assert figures["People who took part"] == 3
        assert figures["Questions"] == 3
        assert figures["Questions answered"] == 1
        assert figures["Votes for questions"] == 1
        assert figures["Messages in the chat"] == 1
        assert figures["Answers to polls"] == 1

    def test_an_empty_room_has_a_report_too(self, as_user, cast, room):
        page = text_of(as_user(cast.ona))
        assert "Nobody asked a question." in page
        assert len(table_of(as_user(cast.ona))) == 0

    def test_it_stays_when_the_room_has_closed(self, as_user, cast, busy, close):
        close(busy)
        assert "From tomorrow on." in text_of(as_user(cast.ona))

    def test_drafts_of_polls_are_not_in_it(self, as_user, cast, room):
        actions.make_poll(cast.ona, room, "text", "Which secret?")
        assert "Which secret?" not in text_of(as_user(cast.ona))

    def test_merged_questions_count_once_and_name_both(self, as_user, cast, room):
        kept = actions.ask_question(cast.zofia, room, "Who pays?")
        merged = actions.ask_question(cast.ivo, room, "Who will pay?")
        Question.objects.filter(pk=merged.pk).update(state="merged", merged_into=kept)
        page = text_of(as_user(cast.ona))
        assert "Who will pay?" not in page
        assert "Zofia Przykład and Ivo Primjer" in page


class TestHiddenResults:
    def test_organisers_wait_with_the_others_moderators_do_not(self, as_user, cast, room):
        poll = opened(cast, room, results_wait=True)
        actions.cast_ballot(cast.zofia, poll, [option(poll, "Tea")])
        ona, organiser = as_user(cast.ona), as_user(cast.secretariat)
        assert "Tea" in text_of(ona)
        assert "Tea" not in text_of(organiser)
        assert "Tea" not in str(table_of(organiser))
        actions.close_poll(cast.ona, poll)
        assert "Tea" in text_of(organiser)


def test_what_is_rehearsed_is_not_in_it(as_user, cast, room):
    Room.objects.filter(slug="clinic").update(opens_at=timezone.now() + timedelta(hours=1), rehearses=True)
    room = Room.objects.get(slug="clinic")
    actions.post_message(cast.pekka, room, "One two, one two")
    ona = as_user(cast.ona)
    assert "One two" not in text_of(ona)
    assert "begins when the room opens" in text_of(ona)
    assert table_of(ona) == []
    Room.objects.filter(slug="clinic").update(opens_at=timezone.now() - timedelta(minutes=1))
    assert "One two" not in text_of(ona)


class TestTable:
    def test_each_row_says_what_it_is(self, as_user, cast, busy):
        rows = table_of(as_user(cast.ona))
        assert [row["Kind"] for row in rows] == [*["question"] * 3, "poll", *["poll answer"] * 3, "message", "message"]
        answered = rows[0]
        assert (answered["State"], answered["Answer"]) == ("Answered in writing", "From tomorrow on.")
        assert (answered["Answered by"], bool(answered["Answered at"])) == ("Pekka Esimerkki", True)
        tea = next(row for row in rows if row["Answer"] == "Tea")
        assert (tea["Votes or answers"], tea["State"]) == ("1", "100 %")
        assert "Buy our software" not in str(rows)

    @pytest.mark.parametrize("words", ['=HYPERLINK("https://example.org","click")', "+1", "-1", "@SUM(A1)", "＝1+1"])  # noqa: RUF001
    def test_formulas_are_words(self, as_user, cast, room, words):
        actions.post_message(cast.zofia, room, words)
        Attendee.objects.update(name=words, organisation=words)
        row = table_of(as_user(cast.ona))[0]
        assert (row["Text"], row["Name"], row["Organisation"]) == (f"'{words}",) * 3

    @pytest.mark.parametrize("cell", ["\t=1", "\r=1", "\n=1"])
    def test_nor_behind_blanks(self, cell):
        assert harmless(cell) == f"'{cell}"

    @pytest.mark.parametrize("cell", ["a=b", "1-1", "", 7, None, "Żółć"])
    def test_other_cells_stay_as_they_are(self, cell):
        assert harmless(cell) == cell

    def test_long_reports_go_out_bit_by_bit(self):
        chunks = list(csv_chunks([number, "x"] for number in range(1000)))
        assert len(chunks) == 6
        assert b"".join(chunks).decode().count("\r\n") == 1000


@pytest.mark.parametrize("path", [PAGE, TABLE])
def test_it_costs_the_same_for_one_or_three_of_everything(as_user, cast, room, path):
    def add(number):
        actions.post_message(cast.zofia, room, f"Line {number}")
        question = actions.ask_question(cast.ivo, room, f"Question {number}?")
        actions.answer_in_writing(cast.pekka, question, "Yes.")
        actions.ask_question(cast.jurgis, room, f"And {number}?")
        actions.cast_ballot(cast.zofia, opened(cast, room, "text"), text=f"Word {number}")
        poll = opened(cast, room, "several")
        actions.cast_ballot(cast.zofia, poll, [option(poll, "Tea")])

    def cost():
        with CaptureQueriesContext(connection) as captured:
            answer = ona.get(path)
            assert answer.status_code == 200
            b"".join(answer) if answer.streaming else answer.content
        return len(captured)

    ona = as_user(cast.ona)
    add(1)
    ona.get(path)
    once = cost()
    add(2)
    add(3)
    assert Message.objects.count() == 3
    assert cost() == once
