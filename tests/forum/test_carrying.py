"""What other floors bring: a topic per page, a post per question, each of them once."""

from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection

from forum import actions, queries
from forum.engine import Forum, Post, Topic

TALK = actions.Anchor("talk", "7", "/talks/skills/", "Skills")


def ensure(cast, forums, anchor=TALK):
    return actions.ensure_topic(anchor, forums.open, author=cast.camille, subject="Skills: go on here", content="Here.")


def carry(cast, topic, **facts):
    question = {"origin_kind": "question", "origin_id": 11, "origin_url": "/live/skills/", "votes": 3}
    words = {"author": cast.ivo, "author_name": "Ivo", "content": "Who pays?", "carried_by": cast.pekka}
    return actions.add_carried_post(topic, **{**question, **words, **facts})


def test_a_page_has_one_topic(cast, forums):
    topic = ensure(cast, forums)
    assert ensure(cast, forums) == topic
    assert queries.topic_for("talk", 7) == topic
    assert queries.topic_for("talk", 8) is None
    assert Forum.objects.get(pk=forums.open.pk).direct_topics_count == 1


def test_a_page_that_moved_is_linked_at_its_new_address(cast, forums):
    ensure(cast, forums)
    topic = ensure(cast, forums, actions.Anchor("talk", "7", "/talks/new-skills/", "New skills"))
    assert (topic.detail.anchor_url, topic.detail.anchor_title) == ("/talks/new-skills/", "New skills")
    assert topic.subject == "Skills: go on here"


def test_a_question_is_carried_once(cast, topic):
    post, created = carry(cast, topic)
    again, created_again = carry(cast, topic, content="Changed", votes=9)
    assert (created, created_again) == (True, False)
    assert again == post
    assert Topic.objects.get(pk=topic.pk).posts_count == 2


def test_an_unnamed_question_names_nobody(cast, topic):
    post, _ = carry(cast, topic, author=None, author_name="A participant")
    post.refresh_from_db()
    assert (post.poster, post.username, post.detail.author) == (None, "A participant", None)


def test_a_long_question_in_a_locked_topic_arrives_all_the_same(cast, topic):
    actions.lock_topic(cast.ona, topic)
    post, created = carry(cast, topic, content="?" * 30_000)
    assert created
    assert len(post.content.raw) == 20_000


def together(*calls):
    """Run the calls in threads that all start at the same moment; their results in order."""
    barrier, results = Barrier(len(calls)), [None] * len(calls)

    def run(number, call):
        try:
            barrier.wait()
            results[number] = call()
        except Exception as error:
            results[number] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=found) for found in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.service
@pytest.mark.django_db(transaction=True)
class TestAtTheSameMoment:
    def test_one_question_is_one_post(self, cast, topic):
        found = together(*[lambda: carry(cast, topic)] * 5)
        assert sorted(created for _post, created in found) == [False, False, False, False, True]
        assert Post.objects.filter(topic=topic).count() == 2
        assert Topic.objects.get(pk=topic.pk).posts_count == 2

    def test_one_page_is_one_topic(self, cast, forums):
        found = together(*[lambda: ensure(cast, forums)] * 5)
        assert len({topic.pk for topic in found}) == 1
        assert Forum.objects.get(pk=forums.open.pk).direct_topics_count == 1

    def test_one_form_is_one_post(self, cast, topic):
        sent = {"content": "Double click", "client_id": uuid4()}
        authors = [type(cast.ivo).objects.get(pk=cast.ivo.pk) for _ in range(5)]
        found = together(*[lambda ivo=ivo: actions.reply(ivo, topic, **sent) for ivo in authors])
        assert len({post.pk for post in found}) == 1
        assert Topic.objects.get(pk=topic.pk).posts_count == 2

    def test_many_replies_are_all_counted_and_a_lock_among_them_holds(self, cast, topic):
        people = [cast.ivo, cast.zofia, cast.pekka, cast.jurgis]
        calls = [lambda who=who: actions.reply(who, topic, content="Me too") for who in people]
        found = together(*calls, lambda: actions.lock_topic(cast.ona, topic))
        written = [post for post in found[:-1] if isinstance(post, Post)]
        kept = Topic.objects.get(pk=topic.pk)
        assert kept.is_locked
        assert kept.posts_count == 1 + len(written) == Post.objects.filter(topic=topic).count()
        assert Forum.objects.get(pk=kept.forum_id).direct_posts_count == kept.posts_count
