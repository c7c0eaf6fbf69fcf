"""Attacks on rights in the forum (safety 3.6 B), against the addresses that we have and those that we must not have."""

import uuid

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from machina.apps.forum_permission.shortcuts import assign_perm

from community.moderation.models import AuditEntry, Report
from community.notifications import registry as notifications
from community.search.queries import find
from forum import actions, queries
from forum.access import read_access
from forum.actions import posting
from forum.engine import Post, Topic, UserForumPermission
from forum.errors import TopicLocked
from tests.attacks.conftest import CANARY

pytestmark = pytest.mark.embedded


def patterns(resolver, found=None):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry)
        elif isinstance(entry, URLPattern):
            yield entry


def test_no_view_of_machina_is_mounted():
    views = [entry.callback for entry in patterns(get_resolver())]
    assert not [view for view in views if getattr(view, "view_class", view).__module__.startswith("machina")]


@pytest.mark.parametrize("reader", ["guest", "jurgis"])
class TestFeedsAndFiles:
    def test_b9_there_is_no_feed(self, world, ours, reader):
        addresses = [
            *ours.feeds(world.open),
            *ours.feeds(world.closed),
            "/forum/feed/",
            "/forum/rss/",
            "/feeds/topics/",
        ]
        for address in addresses:
            assert getattr(world, reader).get(address).status_code == 404

    def test_b5_an_attachment_is_reached_by_no_address(self, world, ours, reader):
        found = world.attachment(world.closed_topic.first_post)
        for address in [*ours.attachment(found), f"/media/machina/attachments/{found.filename}", f"/{found.file.name}"]:
            assert getattr(world, reader).get(address).status_code == 404

    def test_b16_there_is_no_poll(self, world, ours, reader):
        poll, options = world.poll(world.closed_topic)
        for address in ours.vote(poll):
            assert getattr(world, reader).post(address, {"options": options[1].pk}).status_code == 404
        page = getattr(world, reader).get(queries.topic_url(world.closed_topic), {"view_results": "1"})
        assert page.status_code == 404

    def test_b10_no_address_or_error_page_says_a_private_title(self, world, reader):
        pk = world.closed_topic.pk
        for address in (f"/forum/topic/{pk}-x/", f"/forum/post/{world.closed_topic.first_post_id}/", "/sitemap.xml"):
            answer = getattr(world, reader).get(address)
            assert CANARY not in answer.content.decode()
            assert CANARY not in answer.get("Location", "")

    def test_b13_a_preview_quotes_nothing(self, world, reader):
        post = world.closed_topic.first_post_id
        fields = {"content": f"See post {post} /forum/post/{post}/", "quote": post, "post": post, "topic": post}
        answer = getattr(world, reader).post("/forum/preview/", fields)
        assert CANARY not in answer.content.decode()
        for address in (f"/oembed/?url=/forum/post/{post}/", f"/forum/topic/{pk_of(world)}/reply/?quote={post}"):
            assert CANARY not in getattr(world, reader).get(address).content.decode()


def pk_of(world):
    return world.open_topic.pk


class TestPace:
    def test_l4_an_edit_with_the_number_of_an_earlier_form_counts_like_any_other(self, world):
        client_id = str(uuid.uuid4())
        post = actions.reply(world.cast.jurgis, world.open_topic, content="As it was", client_id=client_id)
        address = reverse("forum:post_edit", args=[post.pk])
        sent = [
            world.jurgis.post(address, {"content": f"Change {number}", "client_id": client_id}) for number in range(11)
        ]
        assert [answer.status_code for answer in sent] == [302] * 10 + [429]
        assert Post.objects.get(pk=post.pk).content.raw == "Change 9"


class TestReports:
    def test_l3_a_post_has_one_number_to_report_it_by(self, world):
        pk = world.open_topic.first_post_id
        for number in (pk, f"0{pk}", f"00{pk}"):
            assert (
                world.jurgis.post(f"/report/post/{number}/", {"reason": "spam", "good_faith": "on"}).status_code == 302
            )
        assert Report.objects.get().object_id == str(pk)

    @pytest.mark.parametrize("kind", ["post", "topic", "message", "question"])
    def test_l3_a_number_of_five_thousand_digits_is_no_thing(self, world, kind):
        assert world.jurgis.get(f"/report/{kind}/{'9' * 5_000}/").status_code == 404


class TestAfterAMove:
    def test_b6_b8_nothing_says_the_title_of_a_topic_that_became_private(self, world):
        topic = world.start(world.cast.ivo, world.open, f"Soon {CANARY}", f"Soon {CANARY} words")
        world.answer(world.cast.jurgis, topic)
        post = world.answer(world.cast.ivo, topic, f"More {CANARY}")
        fresh = type(world.cast.jurgis).objects.get
        assert len(find(fresh(pk=world.cast.jurgis.pk), "kingfisher")) == 3
        actions.make_forum("practice", "Practice", private=True)
        jurgis = fresh(pk=world.cast.jurgis.pk)
        assert find(jurgis, "kingfisher") == []
        assert not notifications.get("reply").visible(jurgis, [str(post.pk)])
        assert CANARY not in world.jurgis.get("/forum/").text

    def test_b8_a_search_finds_nothing_of_a_topic_moved_behind_the_indexs_back(self, world):
        topic = world.start(world.cast.ivo, world.open, f"Soon {CANARY}")
        Topic.objects.filter(pk=topic.pk).update(forum=world.closed)
        assert find(world.cast.jurgis, "kingfisher") == []


class TestOtherPeoplesPosts:
    def test_b14_nobody_edits_or_deletes_what_another_wrote(self, world, ours):
        post = world.open_topic.first_post
        for address in [*ours.edit(post), *ours.delete(post), f"/forum/post/{post.pk}/delete/"]:
            assert world.jurgis.post(address, {"content": "Mine", "subject": "Mine"}).status_code in {403, 404}
        assert Post.objects.get(pk=post.pk).content.raw == "Words about Fees"

    def test_b14_an_own_post_in_a_locked_topic_stays_as_it_is(self, world):
        post = world.answer(world.cast.jurgis, world.open_topic, "As it was")
        actions.lock_topic(world.cast.ona, world.open_topic)
        assert world.jurgis.post(reverse("forum:post_edit", args=[post.pk]), {"content": "Changed"}).status_code == 403
        assert Post.objects.get(pk=post.pk).content.raw == "As it was"

    def test_b14_a_closed_account_writes_nothing_more(self, world):
        type(world.cast.jurgis).objects.filter(pk=world.cast.jurgis.pk).update(is_active=False)
        answer = world.jurgis.post(reverse("forum:reply", args=[world.open_topic.pk]), {"content": "Still here"})
        assert answer.url.startswith("/account/login/")
        assert not Post.objects.filter(poster=world.cast.jurgis).exists()

    def test_b14_what_a_moderator_changes_is_in_the_log(self, world):
        actions.edit_post(world.cast.ona, world.open_topic.first_post, content="Without names", reason="Names")
        assert AuditEntry.objects.get().before == {"text": "Words about Fees"}

    def test_b15_a_moderator_of_one_forum_is_none_in_another(self, world):
        for codename in ("can_approve_posts", "can_lock_topics", "can_edit_posts", "can_reply_to_locked_topics"):
            assign_perm(codename, world.cast.jurgis, world.open)
        waiting = world.start(world.cast.ivo, world.watched, "Waiting")
        for address in (
            reverse("forum:topic_lock", args=[world.other_topic.pk]),
            reverse("forum:topic_lock", args=[world.closed_topic.pk]),
            reverse("forum:post_approve", args=[waiting.first_post_id]),
            reverse("forum:post_edit", args=[world.other_topic.first_post_id]),
        ):
            assert world.jurgis.post(address, {"content": "Changed"}).status_code in {403, 404}
        jurgis = type(world.cast.jurgis).objects.get(pk=world.cast.jurgis.pk)
        for act in (
            lambda: actions.lock_topic(jurgis, world.other_topic),
            lambda: actions.hide_post(jurgis, world.other_topic.first_post, "Mine"),
            lambda: actions.approve_post(jurgis, waiting.first_post),
        ):
            with pytest.raises(PermissionDenied):
                act()
        assert world.jurgis.post(reverse("forum:topic_lock", args=[world.open_topic.pk])).status_code == 302

    def test_b17_a_post_without_an_account_is_nobodys_to_edit(self, world):
        post, _ = actions.add_carried_post(
            world.open_topic, origin_kind="question", origin_id=1, origin_url="/live/x/", author=None,
            author_name="A participant", content="Unnamed", votes=1, carried_by=None,
        )  # fmt: skip
        Post.objects.filter(pk=post.pk).update(anonymous_key="guessed")
        session = world.guest.session
        session["_anonymous_forum_key"] = "guessed"
        session.save()
        address = reverse("forum:post_edit", args=[post.pk])
        assert world.guest.post(address, {"content": "Mine"}).url.startswith("/account/login/")
        assert world.jurgis.post(address, {"content": "Mine"}).status_code == 403
        assert Post.objects.get(pk=post.pk).content.raw == "Unnamed"


class TestB19LockAndReply:
    """Machina saved the whole stale row of a topic, and so unlocked it again. In threads: tests/forum/test_carrying."""

    def test_a_lock_that_comes_while_a_reply_is_on_its_way_holds(self, world, monkeypatch):
        """Between the look at the text and the writing, as late as anybody can come."""
        topic, look = world.open_topic, posting.references_in

        def look_while_a_moderator_locks(*args):
            actions.lock_topic(world.cast.ona, topic)
            return look(*args)

        monkeypatch.setattr(posting, "references_in", look_while_a_moderator_locks)
        answer = world.jurgis.post(reverse("forum:reply", args=[topic.pk]), {"content": "Too late"})
        assert answer.status_code in {403, 409, 422}
        assert Topic.objects.get(pk=topic.pk).is_locked
        assert not Post.objects.filter(poster=world.cast.jurgis).exists()

    def test_whoever_read_the_topic_before_it_was_locked_writes_nothing_and_unlocks_nothing(self, world):
        post = world.answer(world.cast.jurgis, world.open_topic)
        before = Topic.objects.get(pk=world.open_topic.pk)
        actions.lock_topic(world.cast.ona, world.open_topic)
        jurgis = type(world.cast.jurgis).objects.get(pk=world.cast.jurgis.pk)
        with pytest.raises((TopicLocked, PermissionDenied)):
            actions.reply(jurgis, before, content="I had begun")
        with pytest.raises((TopicLocked, PermissionDenied)):
            actions.edit_post(jurgis, post, content="Other words")
        actions.add_reaction(world.cast.ivo, queries.find_post(post.pk), "thanks")
        actions.hide_post(world.cast.ona, post, "Not here.")
        kept = Topic.objects.get(pk=before.pk)
        assert (kept.is_locked, kept.posts_count) == (True, before.posts_count)

    def test_a_reply_that_was_first_is_there_and_the_lock_too(self, world):
        before = Topic.objects.get(pk=world.open_topic.pk)
        world.answer(world.cast.ivo, world.open_topic)
        actions.lock_topic(world.cast.ona, before)
        kept = Topic.objects.get(pk=before.pk)
        assert (kept.is_locked, kept.posts_count) == (True, before.posts_count + 1)
        assert kept.last_post.poster == world.cast.ivo


class TestRightsThatGoMeanwhile:
    """What was read of a member's rights when a request began does not serve for what it writes."""

    @pytest.fixture
    def jurgis(self, world):
        return type(world.cast.jurgis).objects.get(pk=world.cast.jurgis.pk)

    def test_a_topic_that_was_moved_behind_a_door_takes_no_reply(self, world, jurgis):
        begun = Topic.objects.select_related("forum").get(pk=world.open_topic.pk)
        read_access(jurgis, begun.forum)
        actions.move_topic(world.cast.ona, world.open_topic, world.closed)
        with pytest.raises(PermissionDenied):
            actions.reply(jurgis, begun, content="I had begun")
        assert not Post.objects.filter(poster=jurgis).exists()

    def test_the_second_write_asks_again(self, world, jurgis):
        read_access(jurgis, world.open_topic.forum)
        actions.reply(jurgis, world.open_topic, content="One")
        UserForumPermission.objects.filter(authenticated_user=True).delete()
        with pytest.raises(PermissionDenied):
            actions.reply(jurgis, world.open_topic, content="Two")

    def test_a_write_that_nobody_read_them_for_asks(self, world, jurgis):
        actions.reply(jurgis, world.open_topic, content="One")
        UserForumPermission.objects.filter(authenticated_user=True).delete()
        with pytest.raises(PermissionDenied):
            actions.reply(jurgis, world.open_topic, content="Two")


def test_b18_a_private_forum_answers_like_none(world):
    exists = [reverse("forum:reply", args=[world.closed_topic.pk]), f"/forum/post/{world.closed_topic.first_post_id}/"]
    exists += [f"/forum/{world.closed.pk}-x/new/", f"/report/topic/{world.closed_topic.pk}/"]
    missing = [address.replace(str(pk), "9999") for address, pk in zip(exists, _pks(world), strict=True)]
    for there, not_there in zip(exists, missing, strict=True):
        for method in ("get", "post"):
            answers = [getattr(world.guest, method)(address) for address in (there, not_there)]
            assert answers[0].status_code == answers[1].status_code, there


def _pks(world):
    return world.closed_topic.pk, world.closed_topic.first_post_id, world.closed.pk, world.closed_topic.pk


def test_reading_by_a_hundred_strangers_leaves_no_session(world):
    for topic in (world.open_topic, world.closed_topic):
        for address in ("/forum/", queries.topic_url(topic), queries.post_url(topic.first_post)):
            type(world.guest)().get(address)
    assert not Session.objects.filter(session_data="").exists()
    assert Session.objects.count() == 1  # that of Jurgis, who signed in


@pytest.mark.parametrize("name", ["reply", "topic_lock", "topic_unlock"])
def test_every_write_needs_the_token_of_its_form(world, name):
    strict = type(world.guest)(enforce_csrf_checks=True)
    strict.force_login(world.cast.ona, backend="community.people.backends.Members")
    answer = strict.post(reverse(f"forum:{name}", args=[world.open_topic.pk]), {"content": "From elsewhere"})
    assert answer.status_code == 403
    assert Post.objects.filter(topic=world.open_topic).count() == 1


@pytest.mark.parametrize("name", ["topic_lock", "topic_unlock", "preview"])
def test_reading_changes_nothing(world, name):
    args = [] if name == "preview" else [world.open_topic.pk]
    assert world.client(world.cast.ona).get(reverse(f"forum:{name}", args=args)).status_code == 405


def test_fields_that_the_form_does_not_have_are_ignored(world):
    extra = {"approved": "", "poster": world.cast.zofia.pk, "poster_id": 1, "topic": world.closed_topic.pk,
             "created": "2001-01-01", "votes": 99, "origin_kind": "question", "hidden_at": "2001-01-01"}  # fmt: skip
    world.jurgis.post(reverse("forum:reply", args=[world.open_topic.pk]), {"content": "Plain", **extra})
    post = Post.objects.get(poster=world.cast.jurgis)
    assert (post.topic, post.approved, post.detail.votes) == (world.open_topic, True, 0)
    assert post.detail.origin_kind == ""
    assert post.created.year > 2001
