"""Nothing that starts in a session dies with it: open questions go on in the forum (A15.4)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from time_machine import travel

from community.live.actions import ask_question, hide_question, mark_answered, restore_question, set_moderators, vote
from community.live.models import Question, Room
from community.people.models import User
from community.search.queries import find
from events.actions import carry_questions
from events.errors import NotBegun
from events.models import Speaker, TalkPage
from forum.actions import accept_answer, hide_post, reply, vote_question, withdraw_vote
from forum.engine import Post, Topic
from forum.queries import find_post, post_url, topic_url
from tests.events.making import WEDNESDAY, make_series, make_talk, moment
from tests.kept import kept
from tests.services import wait_until

pytestmark = pytest.mark.django_db


@kept
def asked(cast) -> TalkPage:
    """A talk with three questions: one named, one unnamed, one that was answered on stage."""
    with travel(moment(WEDNESDAY, "09:00"), tick=False):
        talk = make_talk(make_series(), speakers=[Speaker(name="Pekka", user=cast.pekka)])
        ask_question(cast.zofia, talk.room, "How do you reach silent members?")
        ask_question(cast.ivo, talk.room, "Who pays for it?", named=False)
        mark_answered(cast.pekka, ask_question(cast.jurgis, talk.room, "Are there slides?"))
        Question.objects.filter(text__startswith="Who").update(votes_count=3)
    return talk


@pytest.fixture
def talk(asked, time_machine) -> TalkPage:
    """That talk, on Wednesday at nine."""
    time_machine.move_to(moment(WEDNESDAY, "09:00"), tick=False)
    return asked


@pytest.fixture
def after(talk, time_machine):
    time_machine.move_to(moment(WEDNESDAY, "10:30"), tick=False)


def carried_posts():
    return list(Post.objects.filter(detail__origin_kind="question").select_related("detail").order_by("pk"))


def decisions(**other):
    """The form as it comes with all that are open ticked; `other` are further fields by the beginning of the words."""
    sent = {}
    for question in Question.objects.filter(state="open"):
        name = f"question-{question.pk}"
        sent |= {f"{name}-decision": "carry", f"{name}-wording": question.text, f"{name}-reason": ""}
        sent |= {f"{name}-{field}": value for field, value in other.get(question.text.split()[0], {}).items()}
    return sent


def test_each_open_question_becomes_a_post_with_its_votes_and_a_way_back(cast, talk, after):
    topic = carry_questions(cast.ona, talk)
    first, second = carried_posts()
    assert (first.content.raw, first.detail.votes) == ("Who pays for it?", 3)
    assert (second.poster, second.topic) == (cast.zofia, topic)
    asked = Question.objects.get(text__startswith="How")
    assert second.detail.origin_url == asked.get_absolute_url()
    assert (asked.state, asked.carried_url) == ("carried", post_url(second))


def test_whoever_asked_without_a_name_stays_unnamed(client, cast, talk, after):
    topic = carry_questions(cast.ona, talk)
    assert carried_posts()[0].poster is None
    for page in (topic_url(topic), talk.url):
        content = client.get(page).content.decode()
        assert "Who pays for it?" in content
        assert cast.ivo.display_name not in content


def test_carrying_twice_carries_once(cast, talk, after):
    assert carry_questions(cast.ona, talk) == carry_questions(cast.ona, talk)
    assert len(carried_posts()) == 2


def test_only_the_chosen_ones_are_carried(cast, talk, after):
    carry_questions(cast.ona, talk, Question.objects.filter(text__startswith="How"))
    assert [post.content.raw for post in carried_posts()] == ["How do you reach silent members?"]


def test_hidden_questions_stay_hidden(cast, talk, after):
    hide_question(cast.ona, Question.objects.get(text__startswith="How"), "Off topic")
    carry_questions(cast.ona, talk)
    assert len(carried_posts()) == 1


def test_members_and_speakers_do_not_carry(cast, talk, after, as_user):
    for person in (cast.zofia, cast.pekka):
        with pytest.raises(PermissionDenied):
            carry_questions(person, talk)
        assert as_user(person).post(f"/talks/{talk.pk}/carry").status_code == 404
    assert not carried_posts()


def test_nothing_is_carried_before_the_talk_has_begun(cast, talk, time_machine):
    time_machine.move_to(moment(WEDNESDAY, "08:00"), tick=False)
    with pytest.raises(NotBegun):
        carry_questions(cast.ona, talk)


def test_the_asker_is_told_once(cast, talk, after):
    carry_questions(cast.ona, talk)
    carry_questions(cast.ona, talk)
    assert cast.zofia.notifications.count() == 1


@pytest.mark.parametrize("place", ["talk", "room"])
def test_a_moderator_presses_the_button_on_the_talk_or_in_the_room(cast, talk, after, as_user, place):
    address = talk.url if place == "talk" else talk.room.get_absolute_url()
    moderator, member = as_user(cast.ona), as_user(cast.zofia)
    button = "Carry the open questions into the forum"
    assert button in moderator.get(address).content.decode()
    assert button not in member.get(address).content.decode()
    answer = moderator.post(f"/talks/{talk.pk}/carry", decisions(), follow=True)
    assert "How do you reach silent members?" in answer.content.decode()
    assert "2 questions are in the forum now." in answer.content.decode()
    assert len(carried_posts()) == 2


def test_the_talk_page_and_the_home_page_show_what_waits(client, cast, talk, after):
    assert "Questions that are still open" in client.get(talk.url).content.decode()
    carry_questions(cast.ona, talk)
    page = client.get(talk.url).content.decode()
    assert "Questions that go on in the forum" in page
    assert "Questions that are still open" not in page
    assert "Who pays for it?" in client.get("/").content.decode()


def test_a_get_carries_nothing(cast, talk, after, as_user):
    assert "Who pays for it?" in as_user(cast.ona).get(f"/talks/{talk.pk}/carry").text
    assert not carried_posts()


@pytest.mark.django_db(transaction=True)
def test_two_moderators_at_the_same_moment_carry_once(cast, talk, after):
    press = Barrier(2)

    def carry() -> None:
        try:
            found = TalkPage.objects.get(pk=talk.pk)
            press.wait(10)
            carry_questions(cast.ona, found)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as moderators:
        for done in [moderators.submit(carry) for _ in range(2)]:
            done.result(30)
    assert len(carried_posts()) == 2
    assert Question.objects.filter(state="carried").count() == 2


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite lets one write at a time: nobody can block another")
@pytest.mark.django_db(transaction=True)
def test_an_answer_is_accepted_while_another_moderator_is_carrying(cast, talk, after):
    """Both hold the room first, then the topic. The other way round they would wait for each other for ever."""
    topic = carry_questions(cast.ona, talk)
    answer = reply(cast.zofia, topic, content="The clusters do")

    def accept() -> None:
        try:
            accept_answer(User.objects.get(pk=cast.ona.pk), carried("Who"), answer)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            Room.objects.select_for_update().get(pk=talk.room.pk)
            accepting = other.submit(accept)
            wait_until(somebody_waits, "the other is at the door of the room")
            Topic.objects.select_for_update().get(pk=topic.pk)
        accepting.result(30)
    assert carried("Who").detail.answer == answer


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)")
        return cursor.fetchone()[0]


def test_a_carried_question_is_found(client, cast, talk, after):
    carry_questions(cast.ona, talk)
    assert [entry.kind for entry in find(cast.jurgis, "silent")] == ["post"]
    assert "<mark>silent</mark>" in client.get("/search/?q=silent").content.decode()


def carried(words):
    return Post.objects.get(detail__origin_kind="question", content__startswith=words)


def test_hiding_the_question_hides_its_post_and_restoring_shows_it_again(client, cast, talk, after):
    topic = carry_questions(cast.ona, talk)
    question = Question.objects.get(text__startswith="How")
    hide_question(cast.ona, question, "Off topic")
    assert carried("How").detail.hidden_reason == "Off topic"
    assert find(cast.jurgis, "silent") == []
    for address in (topic_url(topic), talk.url):
        assert "silent members" not in client.get(address).content.decode(), address
    assert "Who pays for it?" in client.get(topic_url(topic)).content.decode()
    restore_question(cast.ona, question)
    assert len(find(cast.jurgis, "silent")) == 1
    assert "silent members" in client.get(topic_url(topic)).content.decode()


def test_the_moderator_of_a_room_hides_both_without_rights_in_the_forum(cast, talk, after):
    carry_questions(cast.ona, talk)
    set_moderators(talk.room, [cast.jurgis])
    hide_question(cast.jurgis, Question.objects.get(text__startswith="How"), "Off topic")
    assert carried("How").detail.hidden_by == cast.jurgis


def test_a_decision_about_the_post_itself_stands(cast, talk, after, time_machine):
    carry_questions(cast.ona, talk)
    hide_post(cast.ona, carried("How"), "Names a person")
    time_machine.move_to(moment(WEDNESDAY, "11:00"), tick=False)
    question = Question.objects.get(text__startswith="How")
    hide_question(cast.ona, question, "Off topic")
    restore_question(cast.ona, question)
    assert carried("How").detail.hidden_reason == "Names a person"


def test_a_question_that_the_forum_has_answered_no_longer_waits_on_the_home_page(client, as_user, cast, talk, after):
    carry_questions(cast.ona, talk)
    asked = Question.objects.get(text__startswith="How")
    assert asked.text in client.get("/").content.decode()
    as_user(cast.zofia).post(f"/live/{talk.room.slug}/questions/{asked.pk}/answered-in-forum")
    assert asked.text not in client.get("/").content.decode()


def test_where_questions_wait_for_a_moderator_the_room_knows_it(cast, talk):
    talk.questions_wait = True
    talk.save_revision().publish()
    assert ask_question(cast.camille, Room.objects.get(pk=talk.room.pk), "May I?").state == "pending"


def test_whoever_voted_in_the_room_counts_once_and_the_room_counts_on(
    cast, talk, time_machine, django_capture_on_commit_callbacks
):
    question = Question.objects.get(text__startswith="Who")
    vote(cast.jurgis, question)  # four now: three came before
    time_machine.move_to(moment(WEDNESDAY, "10:30"), tick=False)
    carry_questions(cast.ona, talk)
    post = find_post(carried("Who").pk)
    with django_capture_on_commit_callbacks(execute=True):
        assert [vote_question(person, post) for person in (cast.jurgis, cast.camille, cast.ivo)] == [4, 5, 5]
    assert Question.objects.get(pk=question.pk).votes_count == 5  # Ivo asked it, though unnamed
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_vote(cast.jurgis, post)
    assert Question.objects.get(pk=question.pk).votes_count == 4


def test_who_asked_without_a_name_is_offered_no_vote(as_user, cast, talk, after):
    topic = carry_questions(cast.ona, talk)
    asked = f"/forum/post/{carried('Who').pk}/vote/"
    assert asked not in as_user(cast.ivo).get(topic_url(topic)).text
    assert asked in as_user(cast.jurgis).get(topic_url(topic)).text
