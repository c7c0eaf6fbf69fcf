"""From reading alone to talking with others: a question about a lesson opens the lesson's topic."""

from uuid import uuid4

import pytest

from cms.actions import ask_about_lesson
from forum.actions import lock_topic
from forum.engine import Post, Topic
from forum.queries import topic_for
from tests.cms.making import make_course, make_lesson, make_module
from tests.kept import kept

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


@kept
def lesson(cast):
    return make_lesson(make_module(make_course(), "Internationalisation"), "Building C2C relations")


def address(lesson) -> str:
    return f"/training/lesson/{lesson.pk}/ask"


def test_the_first_question_opens_the_topic_and_links_both_ways(cast, lesson, as_user, client):
    answer = as_user(cast.zofia).post(
        address(lesson), {"content": "Who signs first?", "client_id": uuid4()}, follow=True
    )
    assert "Who signs first?" in answer.content.decode()
    assert lesson.url in answer.content.decode()
    topic = topic_for("lesson", lesson.pk)
    assert (topic.subject, topic.poster) == ("Building C2C relations", cast.zofia)
    assert f"/forum/topic/{topic.pk}-" in client.get(lesson.url).content.decode()


def test_the_next_question_is_a_post_in_it(cast, lesson):
    ask_about_lesson(cast.zofia, lesson, content="Who signs first?")
    ask_about_lesson(cast.ivo, lesson, content="And who pays?")
    assert [post.content.raw for post in Post.objects.order_by("pk")] == ["Who signs first?", "And who pays?"]
    assert Topic.objects.count() == 1


def test_a_double_click_asks_once(cast, lesson):
    number = uuid4()
    first, second = (ask_about_lesson(cast.zofia, lesson, content="Who?", client_id=number) for _ in range(2))
    assert first == second


def test_an_empty_question_is_refused_where_it_was_typed(cast, lesson, as_user):
    answer = as_user(cast.zofia).post(address(lesson), {"content": " "})
    assert answer.status_code == 422
    assert "Write something first." in answer.content.decode()
    assert "Building C2C relations" in answer.content.decode()


def test_a_question_that_comes_too_fast_is_still_there(cast, lesson, as_user):
    zofia = as_user(cast.zofia)
    for number in range(10):
        zofia.post(address(lesson), {"content": f"Question {number}"})
    answer = zofia.post(address(lesson), {"content": "One more"})
    assert answer.status_code == 429
    assert "One more" in answer.content.decode()


def test_guests_are_asked_to_sign_in(client, lesson):
    assert "Sign in to ask a question" in client.get(lesson.url).content.decode()
    assert client.post(address(lesson), {"content": "Who?"}).status_code == 302
    assert not Topic.objects.exists()


def test_a_locked_topic_takes_no_more_questions(cast, lesson, as_user):
    lock_topic(cast.ona, ask_about_lesson(cast.zofia, lesson, content="Who?").topic)
    assert as_user(cast.ivo).post(address(lesson), {"content": "Me too"}).status_code == 403
    assert "Your question or experience" not in as_user(cast.ivo).get(lesson.url).content.decode()


def test_a_draft_takes_no_questions(cast, lesson, as_user):
    lesson.unpublish()
    assert as_user(cast.zofia).post(address(lesson), {"content": "Who?"}).status_code == 404
