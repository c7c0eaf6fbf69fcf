"""After a talk: choosing what is carried, in which words, and who hears of the answers."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from community.live.actions import (
    answer_in_writing,
    ask_question,
    ensure_lounge,
    mark_answered_in_forum,
    merge_questions,
    start_rehearsal,
    vote,
)
from community.live.models import Attendee, Question, Room
from community.live.registry import agenda_of
from community.moderation.models import AuditEntry
from community.notifications.models import Follow, MailJob, Notification
from community.notifications.outbox import send_due
from events.actions import carry_questions
from events.models import TalkAgendaItem
from events.queries import discussion_of
from forum.actions import accept_answer, add_reaction, hide_post, reply, restore_post, withdraw_answer
from forum.engine import Post
from forum.queries import topic_for, topic_url
from tests.events.making import WEDNESDAY, make_series, make_talk, moment
from tests.events.test_carrying import after, asked, carried, carried_posts, decisions, talk

__all__ = ["after", "asked", "talk"]  # fixtures
pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


def question(words="How"):
    return Question.objects.get(text__startswith=words)


def told(kind="answered"):
    return sorted(Notification.objects.filter(kind=kind).values_list("recipient__email", flat=True))


def test_the_page_lists_what_is_open_by_votes_and_carries_all_unless_told_otherwise(cast, talk, after, as_user):
    page = as_user(cast.ona).get(f"/talks/{talk.pk}/carry").text
    assert page.index("Who pays for it?") < page.index("How do you reach silent members?")
    assert "Are there slides?" not in page
    assert page.count('value="carry"') == page.count("checked") == 2


def test_the_page_is_for_moderators(client, cast, talk, after, as_user):
    assert as_user(cast.zofia).get(f"/talks/{talk.pk}/carry").status_code == 404
    assert client.get(f"/talks/{talk.pk}/carry").status_code == 302


def test_one_is_carried_one_left_one_declined(cast, talk, after, as_user):
    ask_later = Question.objects.create(room=talk.room, attendee=Attendee.objects.first(), text="Buy our software")
    sent = decisions(Who={"decision": "leave"}, Buy={"decision": "decline", "reason": "advertising"})
    answer = as_user(cast.ona).post(f"/talks/{talk.pk}/carry", sent, follow=True)
    assert "1 question is in the forum now. 1 is declined." in answer.text
    assert [post.content.raw for post in carried_posts()] == ["How do you reach silent members?"]
    ask_later.refresh_from_db()
    assert (ask_later.state, ask_later.reason) == ("declined", "advertising")
    assert question("Who").state == "open"


def test_nobody_is_declined_without_a_reason_and_what_was_typed_stays(cast, talk, after, as_user):
    sent = decisions(Who={"decision": "decline"}, How={"wording": "How do you reach those who never write?"})
    answer = as_user(cast.ona).post(f"/talks/{talk.pk}/carry", sent)
    assert answer.status_code == 400
    assert "Say why." in answer.text
    assert "How do you reach those who never write?" in answer.text
    assert not carried_posts()


def test_another_wording_is_posted_and_the_askers_own_stays_with_the_asker_and_in_the_log(
    cast, talk, after, as_user, client
):
    as_user(cast.ona).post(f"/talks/{talk.pk}/carry", decisions(How={"wording": "How do you reach silent firms?"}))
    assert carried("How").content.raw == "How do you reach silent firms?"
    room = talk.room.get_absolute_url()
    assert "In your words: How do you reach silent members?" in as_user(cast.zofia).get(room).text
    assert "silent members" not in client.get(room).text
    entry = AuditEntry.objects.get(action="reword")
    assert (entry.before["text"], entry.after["text"]) == (
        "How do you reach silent members?",
        "How do you reach silent firms?",
    )


def test_what_somebody_else_has_carried_meanwhile_is_not_carried_again(cast, talk, after, as_user):
    sent = decisions()
    carry_questions(cast.ona, talk)
    answer = as_user(cast.ona).post(f"/talks/{talk.pk}/carry", sent, follow=True)
    assert "0 questions are in the forum now." in answer.text
    assert len(carried_posts()) == 2


@pytest.fixture
def topic(cast, talk, after):
    """The talk's topic; Jurgis voted for both open questions, and Zofia's waits there for an answer."""
    vote_late(cast.jurgis)
    return carry_questions(cast.ona, talk)


def vote_late(voter):
    room = Room.objects.get(slug=question().room.slug)
    for each in Question.objects.filter(room=room, state="open"):
        attendee, _made = Attendee.objects.get_or_create(room=room, user=voter, defaults={"name": voter.display_name})
        each.votes.create(attendee=attendee)


def test_an_accepted_reply_answers_the_question_everyone_who_waited_hears_once(cast, talk, topic, as_user):
    answer = reply(cast.ivo, topic, content="Call them, one a day.")
    page = as_user(cast.zofia).get(topic_url(topic)).text
    assert "This answers it" in page
    as_user(cast.zofia).post(f"/forum/post/{answer.pk}/answers/", {"question": carried("How").pk})
    assert question().state == "answered_in_forum"
    assert told() == ["jurgis@example.org"]  # Zofia said so herself
    accept_answer(cast.ona, carried("How"), answer)
    mark_answered_in_forum(cast.ona, question())
    assert told() == ["jurgis@example.org"]
    send_due()
    mails = [sent for sent in mail.outbox if "has an answer" in sent.subject]
    assert [sent.to for sent in mails] == [["jurgis@example.org"]]
    assert "Call them, one a day." in mails[0].body


def test_the_asker_hears_when_a_moderator_accepts(cast, talk, topic):
    accept_answer(cast.ona, carried("How"), reply(cast.ivo, topic, content="Call them."))
    assert told() == ["jurgis@example.org", "zofia@example.org"]
    assert MailJob.objects.filter(notification__kind="answered").count() == 2


def test_who_asked_what_was_merged_hears_too(cast, talk, time_machine):
    time_machine.move_to(moment(WEDNESDAY, "09:10"), tick=False)
    twin = ask_question(cast.camille, talk.room, "And those who never write?")
    vote(cast.secretariat, twin)
    merge_questions(cast.ona, question(), twin)
    time_machine.move_to(moment(WEDNESDAY, "10:30"), tick=False)
    topic = carry_questions(cast.ona, talk)
    assert told("question_carried") == ["camille@example.org", "ivo@example.org", "zofia@example.org"]
    accept_answer(cast.ona, carried("How"), reply(cast.ivo, topic, content="Call them."))
    assert told() == ["camille@example.org", "secretariat@example.org", "zofia@example.org"]


def test_strangers_settle_nothing(cast, talk, topic, as_user):
    answer = reply(cast.ivo, topic, content="Call them.")
    assert "This answers it" not in as_user(cast.jurgis).get(topic_url(topic)).text
    sent = {"question": carried("How").pk}
    assert as_user(cast.jurgis).post(f"/forum/post/{answer.pk}/answers/", sent).status_code == 403
    assert question().state == "carried"


def test_a_question_is_no_answer_and_another_topic_has_none(cast, talk, topic, as_user):
    ona = as_user(cast.ona)
    first = topic.first_post if hasattr(topic, "first_post") else None
    for post in (carried("Who"), carried("How"), first):
        ona.post(f"/forum/post/{post.pk}/answers/", {"question": carried("How").pk})
        assert question().state == "carried"
    for nonsense in ("", "x", "999999999999999999999"):
        answer = ona.post(f"/forum/post/{carried('Who').pk}/answers/", {"question": nonsense})
        assert answer.status_code == 404


def test_what_was_taken_for_the_answer_can_be_taken_back(cast, talk, topic):
    first, second = (reply(cast.ivo, topic, content=words) for words in ("Call them.", "Visit them."))
    accept_answer(cast.zofia, carried("How"), first)
    withdraw_answer(cast.zofia, carried("How"))
    assert question().state == "carried"
    accept_answer(cast.zofia, carried("How"), second)
    assert carried("How").detail.answer == second
    assert told() == ["jurgis@example.org"]


def test_the_topic_offers_to_take_it_back(cast, talk, topic, as_user):
    accept_answer(cast.zofia, carried("How"), reply(cast.ivo, topic, content="Call them."))
    assert "It is not answered after all" not in as_user(cast.jurgis).get(topic_url(topic)).text
    zofia = as_user(cast.zofia)
    assert "It is not answered after all" in zofia.get(topic_url(topic)).text
    assert as_user(cast.jurgis).post(f"/forum/post/{carried('How').pk}/unanswered/").status_code == 403
    zofia.post(f"/forum/post/{carried('How').pk}/unanswered/")
    assert question().state == "carried"


@pytest.mark.parametrize("who", ["ona", "zofia", "jurgis"])
def test_a_topic_with_three_answers_takes_as_many_queries_as_with_one(cast, talk, topic, as_user, who):
    def count() -> int:
        with CaptureQueriesContext(connection) as asked_of_it:
            reader.get(topic_url(topic))
        return len(asked_of_it)

    accept_answer(cast.ona, carried("How"), reply(cast.ivo, topic, content="Call them."))
    reader = as_user(getattr(cast, who))
    reader.get(topic_url(topic))
    before = count()
    for author in (cast.camille, cast.secretariat):
        accepted = reply(author, topic, content="Visit them.")
    accept_answer(cast.ona, carried("Who"), accepted)
    reader.get(topic_url(topic))
    assert count() == before


def test_what_the_speaker_writes_after_the_carry_over_stands_in_the_topic(cast, talk, topic):
    speaker = talk.room.speakers.get()
    answer_in_writing(speaker, question(), "Ring them before breakfast.")
    answer = Post.objects.get(detail__origin_kind="answer")
    assert (answer.topic, answer.content.raw) == (topic, "Ring them before breakfast.")
    assert carried("How").detail.answer == answer
    assert question().state == "answered_in_forum"
    assert told() == ["jurgis@example.org", "zofia@example.org"]


def test_the_speaker_sees_the_thanks_a_week_later(client, cast, talk, topic):
    speaker = talk.room.speakers.get()
    answer_in_writing(speaker, question(), "Ring them before breakfast.")
    answer = carried("How").detail.answer
    for person in (cast.zofia, cast.ivo):
        add_reaction(person, answer, "thanks")
    add_reaction(cast.zofia, answer, "tried")
    assert "2 thank-yous for the answers so far" in client.get(speaker.get_desk_url()).text


def test_an_answer_at_the_desk_after_the_talk_reaches_whoever_waits_for_it(cast, talk, after):
    vote_late(cast.jurgis)
    answer_in_writing(talk.room.speakers.get(), question(), "Ring them before breakfast.")
    assert told("question_answered") == ["jurgis@example.org", "zofia@example.org"]
    assert not carried_posts()


def test_an_answer_in_the_open_room_is_no_news(cast, talk):
    answer_in_writing(cast.pekka, question(), "Ring them.")
    assert told("question_answered") == []


def test_in_a_standing_room_whoever_asked_hears_of_the_answer(cast):
    answer_in_writing(cast.ona, ask_question(cast.ivo, ensure_lounge(), "Where are the slides?"), "On the page.")
    assert told("question_answered") == ["ivo@example.org"]


def test_a_rehearsal_tells_nobody(cast, time_machine):
    time_machine.move_to(moment(WEDNESDAY, "08:00"), tick=False)
    room = make_talk(make_series(), slug="later").room
    start_rehearsal(cast.ona, room)
    answer_in_writing(cast.ona, ask_question(cast.ona, room, "Is it on?"), "It is.")
    assert not Notification.objects.exists()


def test_a_hidden_answer_is_shown_nowhere(client, cast, talk, topic):
    answer = reply(cast.ivo, topic, content="Call that heron.")
    accept_answer(cast.ona, carried("How"), answer)
    assert "Call that heron." in client.get(talk.url).text
    hide_post(cast.ona, answer, "Names a person")
    assert "heron" not in client.get(talk.url).text
    assert "Answered by" not in client.get(topic_url(topic_for("talk", talk.pk))).text


def test_the_room_knows_the_talks_agenda(cast, talk):
    talk.agenda = [TalkAgendaItem(minutes=15, title="Welcome"), TalkAgendaItem(minutes=60, title="Panel")]
    talk.save_revision().publish()
    assert agenda_of(talk.room) == [
        (moment(WEDNESDAY, "08:30"), "Welcome"),
        (moment(WEDNESDAY, "08:45"), "Panel"),
    ]


def test_a_question_whose_answer_was_hidden_waits_again_until_that_is_taken_back(cast, talk, topic):
    def waits():
        found = discussion_of(talk, cast.jurgis)
        assert len(found.answers) + len(found.carried_questions) == 2  # each in one place
        return question().pk in {one.pk for one in found.carried_questions}

    answer = reply(cast.ivo, topic, content="Call them.")
    accept_answer(cast.zofia, carried("How"), answer)
    assert not waits()
    hide_post(cast.ona, answer, "Rude")
    assert waits()
    restore_post(cast.ona, answer)
    assert not waits()


def test_whoever_follows_the_series_finds_its_topic_among_what_they_follow(cast, talk, topic, as_user):
    series = talk.get_parent()
    Follow.objects.create(user=cast.camille, kind="series", object_id=str(series.pk), level="instant")
    assert topic_url(topic) in as_user(cast.camille).get("/forum/topics/?show=followed").text
    assert topic_url(topic) not in as_user(cast.pekka).get("/forum/topics/?show=followed").text
