"""Topics and posts in the search: solved questions first, and narrowed to what they are about."""

import pytest
from django.core.management import call_command

from community.people.models import Ecosystem
from community.search.queries import find
from forum import actions
from forum.models import TopicDetail


@pytest.fixture
def asked(forums, cast):
    health = Ecosystem.objects.get_or_create(code="health", defaults={"name": "Health"})[0]
    question = {"kind": TopicDetail.Kind.QUESTION, "content": "Which?"}
    topic = actions.start_topic(cast.ivo, forums.open, subject="Lavender fees", ecosystems=[health], **question)
    actions.start_topic(cast.ivo, forums.open, subject="Lavender fees, once more", **question)
    return topic


def found(user, **narrowed):
    return [(entry.kind, entry.title, entry.answered) for entry in find(user, "lavender fees", **narrowed)]


def test_an_accepted_answer_lifts_and_marks_the_whole_topic_until_it_is_hidden(asked, cast):
    answer = actions.reply(cast.zofia, asked, content="By the hectare")
    newer = ("topic", "Lavender fees, once more", False)
    assert found(cast.jurgis)[0] == newer
    actions.accept_answer(cast.ivo, asked.first_post, answer)
    assert found(cast.jurgis) == [("topic", "Lavender fees", True), ("post", "Lavender fees", True), newer]
    actions.reply(cast.zofia, asked, content="Or by the litre")
    assert found(cast.jurgis).count(("post", "Lavender fees", True)) == 2
    call_command("rebuild_search", "topic", "post", verbosity=0)
    assert found(cast.jurgis).count(("post", "Lavender fees", True)) == 2
    actions.hide_post(cast.ona, answer, "Wrong")
    assert True not in {is_answered for _, _, is_answered in found(cast.jurgis)}


def test_posts_are_about_what_their_topic_is_about(asked, cast):
    actions.reply(cast.zofia, asked, content="By the hectare")
    assert {kind for kind, title, _ in found(cast.jurgis, ecosystem="health")} == {"topic", "post"}
    assert len(found(cast.jurgis)) == 3
    assert found(cast.jurgis, ecosystem="heal") == []
