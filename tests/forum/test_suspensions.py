"""Suspended members read, report and appeal. They write nothing, anywhere, until the day that was said."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from community.live.actions import ask_question, post_message
from community.live.permissions import can_moderate_room, can_write_in_room
from community.live.rights import NOT_ALLOWED, Claim, Visitor, lost_claims
from community.moderation.actions import Grounds, WrongTime, reverse_decision, send_appeal, suspend_member
from community.moderation.models import AuditEntry, Decision, Report
from community.notifications.models import Notification
from community.people.models import User
from forum import actions, queries
from forum.engine import Post
from tests.community.live.making import open_clinic

pytestmark = pytest.mark.embedded

WHY = Grounds("Three insults in a week.", reference="rule 2")


def fresh(user):
    return User.objects.get(pk=user.pk)


@pytest.fixture
def until():
    return timezone.now() + timedelta(days=7)


@pytest.fixture
def suspended(cast, until):
    return suspend_member(cast.ona, cast.ivo, until, WHY)


class TestWhoMay:
    def test_moderators_never_suspend_themselves_organisers_or_superusers(self, as_user, cast, until):
        cast.camille.is_superuser = True
        cast.camille.save()
        for member in (cast.ona, cast.secretariat, cast.camille):
            with pytest.raises(PermissionDenied):
                suspend_member(cast.ona, member, until, WHY)
            assert as_user(cast.ona).get(f"/moderation/members/{member.pk}/suspend/").status_code == 404
        with pytest.raises(PermissionDenied):
            suspend_member(cast.zofia, cast.ivo, until, WHY)
        assert suspend_member(cast.secretariat, cast.ona, until, WHY).restricts
        assert suspend_member(cast.camille, cast.secretariat, until, WHY).restricts

    @pytest.mark.parametrize("days", [-1, 400])
    def test_it_ends_and_not_after_years(self, cast, days):
        with pytest.raises(WrongTime):
            suspend_member(cast.ona, cast.ivo, timezone.now() + timedelta(days=days), WHY)

    def test_a_moderator_does_it_on_a_page_and_the_member_is_told(self, as_user, cast):
        ona = as_user(cast.ona)
        assert "Suspend this member" in ona.get(cast.ivo.get_absolute_url()).text
        address = f"/moderation/members/{cast.ivo.pk}/suspend/"
        day = timezone.localdate() + timedelta(days=3)
        assert "This field is required" in ona.post(address, {"ground": "rules", "reason": "Insults"}).text
        for wrong in (date.min, date.max):
            sent = {"ground": "rules", "reason": "Insults", "until": wrong.isoformat()}
            assert "Choose a day between tomorrow and a year from now." in ona.post(address, sent).text
        ona.post(address, {"ground": "rules", "reason": "Insults", "until": day.isoformat()})
        decision = Decision.objects.get()
        assert timezone.localtime(decision.until).date() == day + timedelta(days=1)
        assert fresh(cast.ivo).suspended_until == decision.until
        assert Notification.objects.get(recipient=cast.ivo).title.startswith("You are suspended until")
        assert AuditEntry.objects.get().action == "member.suspend"
        assert "Suspended until" in ona.get(cast.ivo.get_absolute_url()).text
        assert "Suspend" not in as_user(cast.zofia).get(cast.ivo.get_absolute_url()).text


class TestWhatIsTaken:
    def test_they_read_and_see_why_and_until_when(self, as_user, cast, topic, suspended):
        ivo = as_user(cast.ivo)
        page = ivo.get(queries.topic_url(topic)).text
        assert "You are suspended until" in page
        assert "data-reply-to" not in page
        assert "Three insults in a week." in ivo.get("/moderation/standing/", follow=True).text
        assert as_user(cast.zofia).get("/moderation/standing/").status_code == 404

    def test_no_form_of_the_forum_takes_anything(self, as_user, cast, forums, topic, suspended):
        ivo, post = as_user(cast.ivo), topic.first_post_id
        own = actions.start_topic(cast.ona, forums.open, subject="Own", content="Words")
        Post.objects.filter(pk=own.first_post_id).update(poster=cast.ivo)
        for address in (
            f"/forum/topic/{topic.pk}/reply/",
            f"/forum/{forums.open.pk}-practice/new/",
            f"/forum/post/{post}/react/",
            f"/forum/post/{post}/vote/",
            f"/forum/post/{own.first_post_id}/edit/",
            f"/forum/{forums.open.pk}/files/",
            f"/forum/topic/{own.pk}/close/",
        ):
            answer = ivo.post(address, {"content": "I insist", "give": "thanks", "vote": "yes", "sentence": "Over"})
            assert answer.status_code == 403, address
            assert "A moderator has suspended you until" in answer.text
        assert not Post.objects.filter(content__contains="I insist").exists()

    def test_nor_do_the_actions_behind_them(self, cast, forums, topic, suspended):
        ivo = fresh(cast.ivo)
        for act in (
            lambda: actions.reply(ivo, topic, content="I insist"),
            lambda: actions.start_topic(ivo, forums.open, subject="I insist", content="Words"),
            lambda: actions.add_reaction(ivo, topic.first_post, "thanks"),
        ):
            with pytest.raises(PermissionDenied):
                act()

    def test_an_open_live_room_is_silent_from_the_next_word_on(self, as_user, cast, until):
        room, ivo = open_clinic(cast), as_user(cast.ivo)
        said = ivo.post(f"/live/{room.slug}/messages", {"text": "Hello"}, headers={"accept": "application/json"})
        assert said.status_code == 201
        suspend_member(cast.ona, cast.ivo, until, WHY)
        for address in ("messages", "questions"):
            answer = ivo.post(f"/live/{room.slug}/{address}", {"text": "Again"}, headers={"accept": "application/json"})
            assert answer.status_code == 403
            assert "suspended you until" in answer.json()["error"]
        for write in (post_message, ask_question):
            with pytest.raises(PermissionDenied):
                write(fresh(cast.ivo), room, "Again")
        assert not can_write_in_room(fresh(cast.ivo), room)

    def test_a_suspended_moderator_moderates_nothing(self, as_user, cast, until):
        ona, room = as_user(cast.ona), open_clinic(cast)
        socket = Claim(Visitor(cast.ona.pk, ona.session.session_key), ((room.pk, "desk"),))
        assert lost_claims([socket]) == {}
        suspend_member(cast.secretariat, cast.ona, until, WHY)
        assert lost_claims([socket]) == {socket: NOT_ALLOWED}  # asked of every open socket every few seconds
        assert ona.get("/moderation/").status_code == 404
        assert not can_moderate_room(fresh(cast.ona), room)

    def test_reports_appeals_and_signing_out_go_on(self, as_user, cast, topic, suspended):
        ivo = as_user(cast.ivo)
        ivo.post(f"/report/post/{topic.first_post_id}/", {"reason": "spam", "good_faith": "on"})
        assert Report.objects.get().reporter == cast.ivo
        ivo.post(suspended.get_absolute_url(), {"appeal_form": "send", "text": "They began."})
        assert suspended.appeal.text == "They began."
        assert ivo.post("/account/logout/").status_code == 302


class TestItsEnd:
    def test_it_ends_by_itself(self, cast, topic, suspended, time_machine):
        time_machine.move_to(suspended.until + timedelta(seconds=1))
        assert actions.reply(fresh(cast.ivo), topic, content="Back again")
        assert not suspended.restricts

    def test_a_moderator_or_organiser_ends_it_early_with_a_reason(self, as_user, cast, topic, suspended):
        client = as_user(cast.secretariat)
        client.post(suspended.get_absolute_url(), {"reversal_form": "send", "reason": "They have talked."})
        assert actions.reply(fresh(cast.ivo), topic, content="Back again")
        assert Notification.objects.filter(recipient=cast.ivo, title__startswith="You can write again").exists()

    def test_of_two_the_longer_one_stands(self, cast, suspended, until):
        longer = suspend_member(cast.ona, cast.ivo, until + timedelta(days=7), WHY)
        reverse_decision(cast.ona, longer, "Too long.")
        assert fresh(cast.ivo).suspended_until == suspended.until

    def test_an_appeal_may_end_it(self, cast, suspended):
        send_appeal(cast.ivo, suspended, "They began.")
        reverse_decision(cast.ona, suspended, "So they did.")
        assert not fresh(cast.ivo).is_suspended
