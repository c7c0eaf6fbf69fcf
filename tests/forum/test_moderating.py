"""Approval, hiding and reports: what readers, authors and moderators see."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from community.moderation.actions import ContentNotFound, decide_report, report_content, reverse_decision
from community.notifications.models import Notification
from community.search.queries import find
from forum import actions, queries
from forum.engine import Forum, Post, Topic
from forum.permissions import can_read_topic
from tests.forum.conftest import ACADEMY
from tests.forum.test_writing import numbers
from tests.kept import kept

pytestmark = pytest.mark.service


@kept
def watched(forums):
    """A forum in which posts wait for a moderator."""
    return actions.make_forum("first-steps", "First steps", needs_approval=True)


def start(author, forum, subject="Quetzal fees"):
    return actions.start_topic(author, forum, subject=subject, content="Is a quetzal a member?")


def numbers_are_those_of_machina():
    """Whether all that is counted is what machina would count now."""
    before = numbers()
    for topic in Topic.objects.all():
        topic.update_trackers()
    return numbers() == before


class TestApproval:
    def test_an_unapproved_topic_is_for_its_author_and_moderators_only(self, client, as_user, cast, watched):
        topic = start(cast.ivo, watched)
        assert client.get(queries.topic_url(topic)).status_code == 404
        assert as_user(cast.zofia).get(queries.topic_url(topic)).status_code == 404
        assert "Waiting for a moderator" in as_user(cast.ivo).get(queries.topic_url(topic)).text
        assert "Quetzal" in as_user(cast.ivo).get(queries.forum_url(watched)).text
        assert as_user(cast.ona).get(queries.topic_url(topic)).status_code == 200
        for page in (client.get(queries.forum_url(watched)), client.get("/forum/")):
            assert "Quetzal" not in page.text
        assert "waiting for approval" in as_user(cast.ona).get(queries.forum_url(watched)).text

    def test_nothing_counts_or_tells_of_it_before_it_is_approved(self, cast, watched):
        topic = start(cast.ona, watched)
        answer = actions.reply(cast.ivo, topic, content="Quetzals pay")
        assert Topic.objects.get(pk=topic.pk).posts_count == 1
        assert not Notification.objects.exclude(kind="waiting").exists()
        actions.approve_post(cast.ona, answer)
        assert Topic.objects.get(pk=topic.pk).posts_count == 2
        assert Notification.objects.exclude(kind="waiting").get().recipient == cast.ona

    def test_the_author_is_told_that_it_waits(self, as_user, cast, watched):
        words = {"subject": "Quetzal fees", "kind": "question", "language": "en", "content": "Words"}
        address = reverse("forum:topic_new", args=[watched.pk, watched.slug])
        page = as_user(cast.ivo).post(address, words, follow=True)
        assert page.status_code == 200
        assert "A moderator reads new posts in this forum first" in page.text

    def test_an_approved_topic_is_like_any_other(self, client, as_user, cast, watched):
        topic = start(cast.ivo, watched)
        page = as_user(cast.ona).post(reverse("forum:post_approve", args=[topic.first_post_id]), follow=True)
        assert page.status_code == 200
        assert client.get(queries.topic_url(topic)).status_code == 200
        forum = Forum.objects.get(pk=watched.pk)
        assert (forum.direct_topics_count, forum.direct_posts_count, forum.last_post_id) == (1, 1, topic.first_post_id)
        assert [entry.title for entry in find(cast.jurgis, "quetzal")] == ["Quetzal fees"]

    def test_members_do_not_approve(self, as_user, cast, watched):
        post = start(cast.ivo, watched).first_post
        assert as_user(cast.ivo).post(reverse("forum:post_approve", args=[post.pk])).status_code == 403
        assert as_user(cast.zofia).post(reverse("forum:post_approve", args=[post.pk])).status_code == 404
        with pytest.raises(PermissionDenied):
            actions.approve_post(cast.secretariat, post)


class TestChangesToApprovedPosts:
    """Where posts wait for approval, approved words do not become other words unseen (attack L6)."""

    @pytest.fixture
    def approved(self, cast, watched):
        topic = start(cast.ivo, watched)
        actions.approve_post(cast.ona, topic.first_post)
        return queries.find_topic(cast.ona, topic.pk)

    def change(self, as_user, author, post, text="Buy our quetzal software"):
        return as_user(author).post(reverse("forum:post_edit", args=[post.pk]), {"content": text}, follow=True)

    def test_a_changed_reply_waits_again_and_its_author_is_told(self, client, as_user, cast, approved):
        post = actions.reply(cast.ivo, approved, content="Quetzals pay")
        actions.approve_post(cast.ona, post)
        page = self.change(as_user, cast.ivo, post)
        assert page.status_code == 200
        assert "A moderator reads it first" in page.text
        assert not Post.objects.get(pk=post.pk).approved
        assert "software" not in client.get(queries.topic_url(approved)).text
        assert [entry.kind for entry in find(cast.jurgis, "quetzal")] == ["topic"]
        assert numbers_are_those_of_machina()

    def test_it_is_back_once_it_is_approved_and_nobody_hears_twice(self, client, as_user, cast, watched):
        topic = start(cast.ona, watched)
        post = actions.reply(cast.ivo, topic, content="Quetzals pay")
        actions.approve_post(cast.ona, post)
        self.change(as_user, cast.ivo, post, "Quetzals pay twice")
        actions.approve_post(cast.ona, post)
        assert "Quetzals pay twice" in client.get(queries.topic_url(topic)).text
        assert Notification.objects.filter(recipient=cast.ona).exclude(kind="waiting").count() == 1
        assert numbers_are_those_of_machina()

    def test_a_topic_without_answers_waits_with_its_first_post(self, client, as_user, cast, watched, approved):
        page = self.change(as_user, cast.ivo, approved.first_post)
        assert page.status_code == 200
        assert "A moderator reads it first" in page.text
        assert client.get(queries.topic_url(approved)).status_code == 404
        assert find(cast.jurgis, "quetzal") == []
        assert numbers_are_those_of_machina()
        actions.approve_post(cast.ona, approved.first_post)
        forum = Forum.objects.get(pk=watched.pk)
        assert (forum.direct_topics_count, forum.direct_posts_count) == (1, 1)
        assert numbers_are_those_of_machina()

    def test_what_others_answered_stays_where_it_is(self, client, as_user, cast, approved):
        actions.reply(cast.ona, approved, content="No bird is a member")
        self.change(as_user, cast.ivo, approved.first_post)
        page = client.get(queries.topic_url(approved)).text
        assert "No bird is a member" in page
        assert "software" not in page
        assert find(cast.jurgis, "software") == []
        assert numbers_are_those_of_machina()

    def test_moderators_and_the_same_words_change_nothing(self, as_user, cast, approved):
        self.change(as_user, cast.ona, approved.first_post, "Is a quetzal one of us?")
        self.change(as_user, cast.ivo, approved.first_post, "Is a quetzal one of us?")
        assert Post.objects.get(pk=approved.first_post_id).approved

    def test_elsewhere_a_change_shows_at_once(self, client, as_user, cast, topic):
        self.change(as_user, cast.zofia, topic.first_post, "And what do they do?")
        assert "And what do they do?" in client.get(queries.topic_url(topic)).text


class TestHiding:
    def test_readers_see_that_a_post_was_hidden_and_its_author_sees_why(self, client, as_user, cast, topic):
        post = actions.reply(cast.ivo, topic, content="Buy our quetzal software")
        actions.hide_post(cast.ona, post, "Advertising")
        for reader in (client, as_user(cast.zofia), as_user(cast.ivo)):
            page = reader.get(queries.topic_url(topic)).text
            assert "A moderator hid this post." in page
            assert ("Reason: Advertising" in page) == (reader.session.get("_auth_user_id") == str(cast.ivo.pk))
            assert "quetzal" not in page
        page = as_user(cast.ona).get(queries.topic_url(topic)).text
        assert "quetzal" in page
        assert "Reason: Advertising" in page
        assert as_user(cast.ivo).get(reverse("forum:post_edit", args=[post.pk])).status_code == 403

    def test_a_restored_post_is_back(self, client, cast, topic):
        post = actions.reply(cast.ivo, topic, content="Buy our quetzal software")
        actions.hide_post(cast.ona, post, "Advertising")
        actions.restore_post(cast.ona, post)
        assert "quetzal" in client.get(queries.topic_url(topic)).text
        assert len(find(cast.jurgis, "quetzal")) == 1

    def test_a_hidden_post_is_neither_found_nor_told(self, cast, topic):
        post = actions.reply(cast.ivo, topic, content="Buy our quetzal software")
        assert len(find(cast.jurgis, "quetzal")) == 1
        actions.hide_post(cast.ona, post, "Advertising")
        assert find(cast.jurgis, "quetzal") == []

    def test_a_hidden_topic_is_gone_but_for_whoever_started_it(self, client, as_user, cast, forums):
        topic = start(cast.ivo, forums.open)
        actions.reply(cast.zofia, topic, content="No")
        actions.hide_topic(cast.ona, topic, "Off the subject")
        assert client.get(queries.topic_url(topic)).status_code == 404
        assert as_user(cast.zofia).get(queries.topic_url(topic)).status_code == 404
        for address in ("/forum/", queries.forum_url(forums.open)):
            assert "Quetzal" not in client.get(address).text
        page = as_user(cast.ivo).get(queries.topic_url(topic)).text
        assert "Off the subject" in page
        assert "Is a quetzal a member?" not in page
        forum = Forum.objects.get(pk=forums.open.pk)
        assert (forum.direct_topics_count, forum.direct_posts_count, forum.last_post) == (0, 0, None)

    def test_a_restored_topic_counts_again(self, client, cast, forums):
        topic = start(cast.ivo, forums.open)
        actions.hide_topic(cast.ona, topic, "A mistake")
        actions.hide_topic(cast.ona, topic, "A mistake, twice")
        actions.restore_topic(cast.ona, topic)
        forum = Forum.objects.get(pk=forums.open.pk)
        assert (forum.direct_topics_count, forum.direct_posts_count, forum.last_post_id) == (1, 1, topic.first_post_id)
        assert len(find(cast.jurgis, "quetzal")) == 1

    def test_only_moderators_hide(self, cast, topic):
        for hide, what in ((actions.hide_post, topic.first_post), (actions.hide_topic, topic)):
            with pytest.raises(PermissionDenied):
                hide(cast.jurgis, what, "I do not like it")


class TestReports:
    def test_a_decision_hides_a_post_and_its_reversal_brings_it_back(self, cast, topic):
        post = actions.reply(cast.ivo, topic, content="Buy our software")
        report = report_content(cast.zofia, "post", post.pk, "spam")
        assert (report.title, report.url) == (topic.subject, queries.post_url(post))
        decision = decide_report(cast.ona, report, "hide", "Advertising")
        assert Post.objects.get(pk=post.pk).detail.hidden_reason == "Advertising"
        reverse_decision(cast.ona, decision, "It was an answer")
        assert Post.objects.get(pk=post.pk).detail.hidden_at is None

    def test_a_decision_hides_a_topic(self, cast, topic):
        report = report_content(cast.jurgis, "topic", topic.pk, "spam")
        decide_report(cast.ona, report, "hide", "Advertising")
        assert not can_read_topic(cast.jurgis, queries.find_topic(cast.jurgis, topic.pk))

    @pytest.mark.parametrize("kind", ["post", "topic"])
    def test_outsiders_can_not_report_what_they_can_not_see(self, cast, private_topic, kind):
        object_id = private_topic.pk if kind == "topic" else private_topic.first_post_id
        for wanted in (object_id, "999", "x", "9" * 60):
            with pytest.raises(ContentNotFound):
                report_content(cast.jurgis, kind, wanted, "spam")


class TestNews:
    def test_everyone_in_the_topic_hears_of_a_reply_once(self, cast, topic):
        actions.reply(cast.ivo, topic, content="We *ask*.")
        actions.reply(cast.ivo, topic, content="And ask again.")
        actions.reply(cast.ona, topic, content="Good.")
        told = Notification.objects.values_list("recipient__display_name", "title")
        assert sorted(told) == [
            ("Ivo Primjer", "Ona Exemple replied in Members who do not pay"),
            ("Zofia Przykład", "Ivo Primjer replied in Members who do not pay"),
            ("Zofia Przykład", "Ivo Primjer replied in Members who do not pay"),
            ("Zofia Przykład", "Ona Exemple replied in Members who do not pay"),
        ]
        assert Notification.objects.filter(text="We ask.").exists()

    def test_whoever_left_hears_nothing_more(self, cast, forums, private_topic):
        actions.set_forum_members(forums.academy, ACADEMY, users=[cast.zofia])
        actions.reply(cast.zofia, private_topic, content="He is gone")
        assert not Notification.objects.filter(recipient=cast.ivo).exists()

    def test_private_words_are_found_by_members_only(self, cast, forums, private_topic):
        assert [entry.kind for entry in find(cast.zofia, "kingfisher")] == ["topic"]
        assert find(cast.jurgis, "kingfisher") == []

    def test_a_forum_that_is_closed_hides_what_was_found_in_it(self, cast, forums, topic):
        assert find(cast.jurgis, "members pay")
        actions.make_forum("practice", "Practice", private=True)
        cast.jurgis.refresh_from_db()
        fresh = type(cast.jurgis).objects.get(pk=cast.jurgis.pk)
        assert find(fresh, "members pay") == []
