"""Attacks on moderation (safety 3.6 B, F11): rights of one forum in another, words that wait, and the suspended."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from machina.apps.forum_permission.shortcuts import assign_perm

from community.live.models import Attendee, Room
from community.moderation.actions import Grounds, decide_content, decide_waiting, send_appeal, suspend_member
from community.moderation.models import AuditEntry, AuditEntryIsFinal, Decision, Report
from community.people.models import User
from community.search.queries import find
from forum import actions, queries
from forum.engine import Post, Topic
from forum.models import Attachment
from tests.attacks.conftest import CANARY

pytestmark = pytest.mark.embedded

WHY = Grounds("Against rule 2")
MODERATING = ("can_approve_posts", "can_lock_topics", "can_edit_posts", "can_reply_to_locked_topics")


@pytest.fixture
def moderator_of_one(world):
    """Jurgis moderates the open forum, and no other."""
    for codename in MODERATING:
        assign_perm(codename, world.cast.jurgis, world.open)
    return world.jurgis


def fresh(user):
    return User.objects.get(pk=user.pk)


class TestB15ModeratorsOfOneForum:
    def test_nothing_is_moved_into_or_out_of_another(self, world, moderator_of_one):
        post = world.answer(world.cast.ivo, world.open_topic)
        jurgis = fresh(world.cast.jurgis)
        for act in (
            lambda: actions.move_topic(jurgis, world.open_topic, world.closed),
            lambda: actions.move_topic(jurgis, world.open_topic, world.other),
            lambda: actions.move_topic(jurgis, world.other_topic, world.open),
            lambda: actions.move_topic(jurgis, world.closed_topic, world.open),
            lambda: actions.split_topic(jurgis, world.open_topic, [post.pk], subject="Mine now", forum=world.other),
            lambda: actions.join_topics(jurgis, world.open_topic, world.closed_topic),
            lambda: actions.join_topics(jurgis, world.other_topic, world.open_topic),
            lambda: actions.place_topic(jurgis, world.other_topic, "pinned"),
            lambda: actions.place_topic(jurgis, world.open_topic, "announced"),
        ):
            with pytest.raises(PermissionDenied):
                act()
        assert {topic.forum_id for topic in Topic.objects.filter(pk=world.open_topic.pk)} == {world.open.pk}

    def test_the_forms_offer_and_name_nothing_else(self, world, moderator_of_one):
        page = moderator_of_one.get(reverse("forum:topic_move", args=[world.open_topic.pk])).text
        assert "Academy 5" not in page
        assert "Offers" not in page
        for name in ("topic_move", "topic_split", "topic_join"):
            for topic in (world.other_topic, world.closed_topic):
                assert moderator_of_one.post(reverse(f"forum:{name}", args=[topic.pk])).status_code == 404
        address = reverse("forum:topic_join", args=[world.open_topic.pk])
        answers = [moderator_of_one.post(address, {"other": str(pk)}).text for pk in (world.closed_topic.pk, 99999)]
        assert all("There is no topic there that you moderate." in answer for answer in answers)
        assert CANARY not in answers[0]

    def test_a_split_takes_no_posts_of_another_topic(self, world, moderator_of_one):
        own, foreign = world.answer(world.cast.ivo, world.open_topic), world.closed_topic.first_post_id
        sent = {"posts": [own.pk, foreign, "x", "9" * 30], "subject": "Mine now", "forum": world.open.pk}
        moderator_of_one.post(reverse("forum:topic_split", args=[world.open_topic.pk]), sent)
        assert Post.objects.get(pk=foreign).topic == world.closed_topic
        assert Post.objects.get(pk=own.pk).topic.subject == "Mine now"

    def test_they_have_no_desk(self, world, moderator_of_one):
        post = world.other_topic.first_post_id
        for address in (f"/moderation/hide/post/{post}/", f"/moderation/waiting/post/{post}/",
                        f"/moderation/members/{world.cast.ivo.pk}/suspend/"):  # fmt: skip
            assert moderator_of_one.get(address).status_code == 404
            assert moderator_of_one.post(address, {"ground": "rules", "reason": "Mine"}).status_code == 404
        assert moderator_of_one.get("/moderation/").status_code == 404
        assert not Decision.objects.exists()


class TestB4WordsThatWait:
    @pytest.fixture
    def waiting(self, world):
        """A topic of Ivo that waits, with a file."""
        topic = world.start(world.cast.ivo, world.watched, f"The {CANARY}", f"{CANARY} words")
        Attachment.objects.create(
            owner=world.cast.ivo, forum=world.watched, post=topic.first_post, name=f"{CANARY}.txt",
            content_type="text/plain", size=1, file="forum_files/x.txt", key="a" * 24,
        )  # fmt: skip
        return topic

    @pytest.mark.parametrize("decided", [False, True])
    def test_by_every_number_it_answers_like_what_is_not_there(self, world, waiting, decided):
        if decided:
            decide_waiting(world.cast.ona, "post", waiting.first_post_id, WHY)
        post = waiting.first_post_id
        for reader in (world.guest, world.jurgis):
            for address in (
                queries.topic_url(waiting), queries.post_url(waiting.first_post), f"/report/post/{post}/",
                f"/report/topic/{waiting.pk}/", f"/forum/post/{post}/versions/", f"/forum/post/{post}/quote/",
                reverse("forum:file", args=["a" * 24]), reverse("forum:reply", args=[waiting.pk]),
            ):  # fmt: skip
                answer = reader.get(address)
                nothing = reader.get(address.replace(f"/{post}/", "/99999/"))  # some send all guests away
                assert answer.status_code == nothing.status_code >= 400, address
                assert CANARY not in answer.text
            for address in (queries.forum_url(world.watched), "/forum/", "/forum/topics/", "/search/?q=words"):
                assert CANARY not in reader.get(address).text
        assert find(world.cast.jurgis, CANARY) == []

    def test_its_author_lets_nobody_in_but_moderators(self, world, waiting):
        ivo = world.client(world.cast.ivo)
        for address in (
            reverse("forum:post_approve", args=[waiting.first_post_id]),
            f"/moderation/waiting/post/{waiting.first_post_id}/",
        ):
            assert ivo.post(address, {"approve": "yes"}).status_code in {403, 404}
        with pytest.raises(PermissionDenied):
            decide_waiting(world.cast.ivo, "post", waiting.first_post_id)
        assert not Post.objects.get(pk=waiting.first_post_id).approved


class TestB14TheSuspended:
    @pytest.fixture
    def suspended(self, world):
        return suspend_member(world.cast.ona, world.cast.jurgis, timezone.now() + timedelta(days=1), WHY)

    def test_no_form_anywhere_takes_what_they_write(self, world, suspended, room):
        topic, post = world.open_topic.pk, world.open_topic.first_post_id
        for address in (
            f"/forum/topic/{topic}/reply/", f"/forum/topic/{topic}/draft/", f"/forum/post/{post}/react/",
            f"/forum/{world.open.pk}-x/new/", f"/live/{room.slug}/messages", f"/live/{room.slug}/questions",
            "/forum/preview/", "/cms/pages/add/", "/api/v1/topics",
        ):  # fmt: skip
            answer = world.jurgis.post(address, {"content": "I insist", "text": "I insist"})
            assert answer.status_code in {401, 403, 404}, address
        assert not Post.objects.filter(content__contains="I insist").exists()

    def test_signing_out_makes_no_guest_of_them_in_a_public_room(self, world, suspended, room):
        Room.objects.update(closes_at=None)
        browser, address = world.jurgis, f"/join/{room.code}/"
        assert browser.post(address, {"name": "Nobody Special"}).status_code == 403
        browser.post("/account/logout/")
        answer = browser.post(address, {"name": "Nobody Special"})
        assert answer.status_code == 403
        assert "suspended you until" in answer.text
        browser.force_login(world.cast.zofia)  # a second account makes nobody forget the first
        browser.post("/account/logout/")
        assert browser.post(address, {"name": "Nobody Special"}).status_code == 403
        assert not Attendee.objects.filter(room=room).exists()
        assert browser.post(f"/live/{room.slug}/messages", {"text": "I insist"}).status_code == 302  # to sign in
        with time_machine.travel(timezone.now() + timedelta(days=2)):
            browser.post(address, {"name": "Nobody Special"})
        assert Attendee.objects.filter(room=room, user=None).exists()

    def test_anybody_else_who_signs_out_is_a_guest_like_any_other(self, world, suspended, room):
        browser = world.client(world.cast.zofia)
        browser.post("/account/logout/")
        assert browser.post(f"/join/{room.code}/", {"name": "Nobody Special"}).status_code == 302
        assert Attendee.objects.filter(room=room, user=None).count() == 1

    def test_they_neither_end_it_nor_learn_who_decided(self, world, suspended):
        world.jurgis.post(suspended.get_absolute_url(), {"reversal_form": "send", "reason": "I want"})
        world.jurgis.post(suspended.get_absolute_url(), {"answer_form": "send", "verdict": "granted", "answer": "I do"})
        assert fresh(world.cast.jurgis).is_suspended
        assert world.cast.ona.display_name not in world.jurgis.get(suspended.get_absolute_url()).text

    def test_statement_and_standing_are_nobody_elses(self, world, suspended):
        zofia = world.client(world.cast.zofia)
        for reader in (world.guest, zofia):
            assert reader.get(suspended.get_absolute_url()).status_code == 404
            assert reader.get("/moderation/standing/").status_code == 404
        assert "uspended" not in zofia.get(world.cast.jurgis.get_absolute_url()).text


class TestTheDeskItself:
    def test_no_one_appeals_or_reports_for_another(self, world):
        decision = decide_content(world.cast.ona, "post", world.open_topic.first_post_id, WHY)
        with pytest.raises(PermissionDenied):
            send_appeal(world.cast.jurgis, decision, "Not mine")
        extra = {"reason": "spam", "good_faith": "on", "reporter": world.cast.zofia.pk, "notifier_email": "z@x.org"}
        world.jurgis.post(f"/report/post/{world.other_topic.first_post_id}/", extra)
        report = Report.objects.get()
        assert (report.reporter, report.notifier_email) == (world.cast.jurgis, "")

    def test_f11_every_act_is_in_the_log_and_stays_there(self, world):
        ona, topic = world.cast.ona, world.other_topic
        post = world.answer(world.cast.ivo, topic)
        actions.move_topic(ona, topic, world.open)
        actions.place_topic(ona, topic, "pinned")
        actions.split_topic(ona, topic, [post.pk], subject="By itself", forum=world.open)
        actions.join_topics(ona, topic, world.open_topic)
        suspend_member(ona, world.cast.jurgis, timezone.now() + timedelta(days=1), WHY)
        acts = ["member.suspend", "topic.join", "topic.split", "topic.place", "topic.move"]
        assert list(AuditEntry.objects.values_list("action", flat=True)) == acts
        for change in (AuditEntry.objects.all().delete, AuditEntry.objects.first().delete):
            with pytest.raises(AuditEntryIsFinal):
                change()

    @pytest.mark.parametrize("name", ["topic_place", "topic_move", "topic_split", "topic_join"])
    def test_every_act_needs_the_token_of_its_form(self, world, name):
        strict = type(world.guest)(enforce_csrf_checks=True)
        strict.force_login(world.cast.ona, backend="community.people.backends.Members")
        assert strict.post(reverse(f"forum:{name}", args=[world.open_topic.pk]), {"place": "pinned"}).status_code == 403
