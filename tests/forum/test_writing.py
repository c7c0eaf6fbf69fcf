"""Starting topics, replying and editing: what is kept, what is refused, and that the numbers stay right."""

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from community.moderation.models import AuditEntry
from forum import actions, queries
from forum.engine import Forum, ForumProfile, Post, Topic
from forum.errors import FormAlreadyUsed, TopicLocked

pytestmark = pytest.mark.service


def numbers():
    """Everything that machina keeps counted, by its own reckoning of what it should be."""
    topics = Topic.objects.order_by("pk").values_list("posts_count", "first_post", "last_post", "last_post_on")
    forums = Forum.objects.order_by("pk").values_list(
        "direct_topics_count", "direct_posts_count", "last_post", "last_post_on"
    )
    profiles = ForumProfile.objects.order_by("pk").values_list("user", "posts_count")
    return list(topics), list(forums), list(profiles)


def test_the_numbers_are_those_that_machina_would_count(cast, forums, topic, private_topic):
    for author in (cast.ivo, cast.ona, cast.ivo):
        actions.reply(author, topic, content="And we?")
    actions.reply(cast.zofia, private_topic, content="Yes")
    ours = numbers()
    for found in Topic.objects.all():
        found.update_trackers()
    assert numbers() == ours
    assert dict(ours[2]) == {user: Post.objects.filter(poster=user).count() for user, _ in ours[2]}


def test_a_reply_costs_the_same_in_a_long_topic(cast, topic):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            actions.reply(cast.ivo, topic, content="More")
        return len(captured)

    cost()
    early = cost()
    for _ in range(20):
        actions.reply(cast.ivo, topic, content="More")
    assert cost() == early


def test_html_is_stored_by_our_own_renderer(cast, topic):
    post = actions.reply(cast.ivo, topic, content="<b>Hi</b> **there**")
    assert Post.objects.get(pk=post.pk).content.rendered == "<p>&lt;b&gt;Hi&lt;/b&gt; <strong>there</strong></p>\n"


class TestLimits:
    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            ("", "Write something first."),
            (" \r\n ", "Write something first."),
            ("x", "Write at least 2 characters."),
            ("\u200b\u200b\u200b", "Write at least 2 characters."),
            ("y" * 20_431, "Shorten your text to 20,000 characters; it has 20,431 now."),
        ],
    )
    def test_what_is_too_short_or_too_long_is_refused_in_a_sentence(self, as_user, cast, topic, content, sentence):
        page = as_user(cast.ivo).post(reverse("forum:reply", args=[topic.pk]), {"content": content})
        assert page.status_code == 422
        assert sentence in page.text
        assert content.strip() in page.text  # what was typed stays
        assert Post.objects.count() == 1

    @pytest.mark.parametrize("content", ["Hi", "y" * 20_000, "z\r\n" * 6_600])
    def test_what_just_fits_is_kept(self, as_user, cast, topic, content):
        page = as_user(cast.ivo).post(reverse("forum:reply", args=[topic.pk]), {"content": content})
        assert page.status_code == 302

    @pytest.mark.parametrize(
        ("subject", "sentence"),
        [
            ("", "Give your topic a subject."),
            ("No", "Write a subject of at least 3 characters."),
            ("n" * 121, "Shorten the subject to 120 characters; it has 121 now."),
        ],
    )
    def test_a_subject_has_its_length_too(self, as_user, cast, forums, subject, sentence):
        words = {"subject": subject, "kind": "question", "language": "en", "content": "What I typed"}
        page = as_user(cast.ivo).post(reverse("forum:topic_new", args=[forums.open.pk, "practice"]), words)
        assert page.status_code == 422
        assert sentence in page.text
        assert "What I typed" in page.text
        assert not Topic.objects.exists()

    def test_actions_hold_the_limits_for_every_caller(self, cast, forums, topic):
        with pytest.raises(ValidationError):
            actions.reply(cast.ivo, topic, content="x")
        with pytest.raises(ValidationError):
            actions.start_topic(cast.ivo, forums.open, subject="No", content="Words")

    def test_the_eleventh_post_in_a_minute_waits(self, as_user, cast, topic):
        ivo, address = as_user(cast.ivo), reverse("forum:reply", args=[topic.pk])
        for number in range(10):
            assert ivo.post(address, {"content": f"Post {number}"}).status_code == 302
        page = ivo.post(address, {"content": "One too many"})
        assert page.status_code == 429
        assert "You are writing very fast." in page.text
        assert "One too many" in page.text
        assert as_user(cast.zofia).post(address, {"content": "Not me"}).status_code == 302

    def test_what_was_posted_is_found_again_even_by_whoever_writes_too_fast(self, as_user, cast, topic):
        ivo, address = as_user(cast.ivo), reverse("forum:reply", args=[topic.pk])
        form = {"content": "The first", "client_id": str(uuid.uuid4())}
        first = ivo.post(address, form)
        for number in range(10):
            ivo.post(address, {"content": f"Post {number}"})
        assert ivo.post(address, form).url == first.url


class TestOnce:
    def test_the_same_form_makes_one_post(self, as_user, cast, topic):
        form = {"content": "Sent twice", "client_id": str(uuid.uuid4())}
        answers = [as_user(cast.ivo).post(reverse("forum:reply", args=[topic.pk]), form) for _ in range(3)]
        assert len({answer.url for answer in answers}) == 1
        assert Post.objects.filter(poster=cast.ivo).count() == 1
        assert Topic.objects.get().posts_count == 2

    def test_the_same_form_makes_one_topic(self, cast, forums):
        sent = {"subject": "Fees", "content": "How high?", "client_id": uuid.uuid4()}
        first = actions.start_topic(cast.ivo, forums.open, **sent)
        assert actions.start_topic(cast.ivo, forums.open, **sent) == first
        assert Forum.objects.get(pk=forums.open.pk).direct_topics_count == 1

    def test_another_text_with_the_same_form_is_a_conflict(self, as_user, cast, topic):
        client_id = str(uuid.uuid4())
        address = reverse("forum:reply", args=[topic.pk])
        as_user(cast.ivo).post(address, {"content": "The first", "client_id": client_id})
        page = as_user(cast.ivo).post(address, {"content": "The second", "client_id": client_id})
        assert page.status_code == 409
        assert "Another text was already sent with this form." in page.text
        assert "The second" in page.text
        assert client_id not in page.text  # so that sending it again works

    def test_the_same_form_in_another_topic_is_a_conflict(self, cast, forums, topic):
        other = actions.start_topic(cast.ivo, forums.open, subject="Other", content="Words")
        client_id = uuid.uuid4()
        actions.reply(cast.ivo, topic, content="Here", client_id=client_id)
        with pytest.raises(FormAlreadyUsed):
            actions.reply(cast.ivo, other, content="Here", client_id=client_id)

    def test_another_member_with_the_same_number_is_another_post(self, cast, topic):
        client_id = uuid.uuid4()
        one = actions.reply(cast.ivo, topic, content="Mine", client_id=client_id)
        assert actions.reply(cast.zofia, topic, content="Mine", client_id=client_id) != one

    def test_a_retry_after_an_edit_still_finds_the_post(self, cast, topic):
        client_id = uuid.uuid4()
        post = actions.reply(cast.ivo, topic, content="Before", client_id=client_id)
        actions.edit_post(cast.ivo, post, content="After")
        again = actions.reply(cast.ivo, topic, content="Before", client_id=client_id)
        assert again == post
        assert Post.objects.get(pk=post.pk).content.raw == "After"

    def test_every_form_has_a_number_of_its_own(self, as_user, cast, topic):
        address = reverse("forum:reply", args=[topic.pk])
        pages = [as_user(cast.ivo).get(address) for _ in range(2)]
        found = {page.context["form"]["client_id"].value() for page in pages}
        assert len(found) == 2
        assert all(str(number) in page.text for page in pages for number in [page.context["form"]["client_id"].value()])


class TestLocks:
    def test_a_locked_topic_takes_no_reply_and_keeps_what_was_typed(self, as_user, cast, topic):
        actions.lock_topic(cast.ona, topic)
        page = as_user(cast.ivo).post(reverse("forum:reply", args=[topic.pk]), {"content": "Too late?"})
        assert page.status_code == 403
        assert "This topic was locked by a moderator" in page.text
        assert "Too late?" in page.text
        with pytest.raises(TopicLocked):
            actions.reply(cast.ivo, topic, content="Too late?")

    def test_moderators_lock_unlock_and_still_write(self, as_user, cast, topic):
        ona = as_user(cast.ona)
        assert "Lock this topic" in ona.get(queries.topic_url(topic)).text
        ona.post(reverse("forum:topic_lock", args=[topic.pk]))
        assert actions.reply(cast.ona, topic, content="Closing words").pk
        ona.post(reverse("forum:topic_unlock", args=[topic.pk]))
        assert actions.reply(cast.ivo, topic, content="Thank you").pk
        log = AuditEntry.objects.order_by("number").values_list("action", "actor")
        assert list(log) == [("topic.lock", cast.ona.pk), ("topic.unlock", cast.ona.pk)]

    def test_nobody_edits_their_own_post_in_a_locked_topic(self, as_user, cast, topic):
        post = actions.reply(cast.ivo, topic, content="As it was")
        actions.lock_topic(cast.ona, topic)
        page = as_user(cast.ivo).post(reverse("forum:post_edit", args=[post.pk]), {"content": "Changed"})
        assert page.status_code == 403
        with pytest.raises(TopicLocked):
            actions.edit_post(cast.ivo, post, content="Changed")


class TestEditing:
    def test_nobody_edits_what_someone_else_wrote(self, as_user, cast, topic):
        assert as_user(cast.ivo).get(reverse("forum:post_edit", args=[topic.first_post_id])).status_code == 403
        with pytest.raises(PermissionDenied):
            actions.edit_post(cast.ivo, topic.first_post, content="Mine now")

    def test_a_moderators_edit_is_in_the_log(self, cast, topic):
        actions.edit_post(cast.ona, topic.first_post, content="Without names", reason="Names")
        entry = AuditEntry.objects.get()
        assert (entry.action, entry.actor, entry.reason) == ("post.edit", cast.ona, "Names")
        assert entry.before == {"text": "What do *you* do?"}

    def test_an_own_edit_is_counted_and_not_in_the_log(self, cast, topic):
        actions.edit_post(cast.zofia, topic.first_post, content="What do **we** do?")
        post = Post.objects.get()
        assert (post.updates_count, post.updated_by) == (1, cast.zofia)
        assert post.content.rendered == "<p>What do <strong>we</strong> do?</p>\n"
        assert not AuditEntry.objects.exists()


def test_a_topic_from_the_past_keeps_its_date_and_its_place(cast, forums):
    new = actions.start_topic(cast.ivo, forums.open, subject="Today", content="Words")
    past = timezone.now() - timedelta(days=30)
    old = actions.start_topic(cast.zofia, forums.open, subject="Then", content="Words", created_at=past)
    answer = actions.reply(cast.ivo, old, content="Soon after", created_at=past + timedelta(hours=1))
    old = Topic.objects.get(pk=old.pk)
    assert (old.last_post, old.last_post_on, old.first_post.created) == (answer, past + timedelta(hours=1), past)
    assert Forum.objects.get(pk=forums.open.pk).last_post == new.first_post
