"""Replies, reactions, changes of one's own words, and what moderators do with messages."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from community.live import actions, frames
from community.live.errors import Banned, LiveError, Muted, RoomClosed, StateChanged, TooFast, TooLate
from community.live.models import Message, Question, Reaction, Room, RoomEvent
from community.live.voices import enter
from community.moderation.actions import report_content
from community.moderation.models import AuditEntry
from community.notifications.models import Notification


def last_item(room):
    event = RoomEvent.objects.filter(room=room, stream="room").latest("seq")
    return frames.event_frames(room.pk, "room", [event])[0]["item"]


@pytest.fixture
def message(cast, room) -> Message:
    return actions.post_message(cast.zofia, room, "We pay 40 euros a month")


class TestReplies:
    def test_a_reply_quotes_whom_and_what(self, cast, room, message):
        actions.post_message(cast.ivo, room, "So do we", reply_to=message)
        assert last_item(room)["reply"] == {
            "id": message.pk,
            "name": "Zofia Przykład",
            "text": "We pay 40 euros a month",
        }

    def test_nothing_is_quoted_of_what_is_hidden(self, cast, room, message):
        actions.post_message(cast.ivo, room, "So do we", reply_to=message)
        actions.hide_message(cast.ona, message)
        replayed = frames.events_after(room.pk, "room", 1)[0]["item"]
        assert replayed["reply"]["text"] == replayed["reply"]["name"] == ""
        message.refresh_from_db()
        assert actions.post_message(cast.jurgis, room, "And we", reply_to=message).reply_to is None

    def test_a_message_of_another_room_is_not_quoted(self, cast, room, message):
        other = actions.open_room("other", "Other", opens_at=room.opens_at, closes_at=room.closes_at)
        assert actions.post_message(cast.ivo, other, "So do we", reply_to=message).reply_to is None


class TestReactions:
    def test_one_of_a_kind_each(self, cast, message):
        actions.add_reaction(cast.ivo, message, "thanks")
        assert actions.add_reaction(cast.ivo, message, "thanks") == {"thanks": 1}
        actions.add_reaction(cast.ivo, message, "agree")
        assert actions.add_reaction(cast.jurgis, message, "thanks") == {"thanks": 2, "agree": 1}
        assert actions.withdraw_reaction(cast.ivo, message, "thanks") == {"thanks": 1, "agree": 1}
        assert actions.withdraw_reaction(cast.ivo, message, "thanks") == {"thanks": 1, "agree": 1}

    def test_they_are_counted_for_everyone(self, cast, room, message):
        actions.add_reaction(cast.ivo, message, "new")
        assert frames.counts(room)["messages"] == {str(message.pk): {"new": 1}}

    def test_the_database_itself_keeps_them_single(self, cast, room, message):
        ivo = enter(cast.ivo, room)
        Reaction.objects.create(message=message, attendee=ivo, kind="thanks")
        with pytest.raises(IntegrityError), transaction.atomic():
            Reaction.objects.create(message=message, attendee=ivo, kind="thanks")

    @pytest.mark.parametrize("kind", ["", "love", "THANKS", "thanks ", "x" * 500])
    def test_there_are_three_kinds_and_no_more(self, cast, message, kind):
        with pytest.raises(LiveError):
            actions.add_reaction(cast.ivo, message, kind)

    def test_a_hidden_message_takes_none(self, cast, message):
        actions.hide_message(cast.ona, message)
        message.refresh_from_db()
        with pytest.raises(StateChanged):
            actions.add_reaction(cast.ivo, message, "thanks")

    def test_a_closed_room_takes_none(self, cast, room, message, close):
        message.room = close(room)
        with pytest.raises(RoomClosed):
            actions.add_reaction(cast.ivo, message, "thanks")


class TestEditing:
    def test_ones_own_words_can_be_bettered_and_say_so(self, cast, room, message):
        actions.edit_message(cast.zofia, message, "We pay 45 euros a month")
        assert last_item(room)["text"] == "We pay 45 euros a month"
        assert last_item(room)["edited"] is True

    def test_the_same_words_change_nothing(self, cast, room, message):
        assert actions.edit_message(cast.zofia, message, message.text).edited_at is None
        assert RoomEvent.objects.filter(room=room, stream="room").count() == 1

    def test_nobody_elses(self, cast, message):
        for voice in (cast.ivo, cast.ona):
            with pytest.raises(PermissionDenied):
                actions.edit_message(voice, message, "We pay nothing")

    def test_after_five_minutes_it_stays_as_it_is(self, cast, message):
        with (
            time_machine.travel(timezone.now() + timedelta(minutes=5, seconds=1), tick=False),
            pytest.raises(TooLate, match="5 minutes"),
        ):
            actions.edit_message(cast.zofia, message, "We pay nothing")

    def test_a_hidden_message_stays_as_it_is(self, cast, message):
        actions.hide_message(cast.ona, message)
        with pytest.raises(StateChanged):
            actions.edit_message(cast.zofia, message, "We pay nothing")

    @pytest.mark.parametrize("text", ["", " ", "x" * 501])
    def test_nothing_and_too_much_are_refused(self, cast, message, text):
        with pytest.raises(LiveError):
            actions.edit_message(cast.zofia, message, text)

    def test_what_stood_there_is_kept_only_if_it_was_reported(self, cast, room, message):
        actions.edit_message(cast.zofia, message, "We pay 45 euros a month")
        assert not AuditEntry.objects.filter(action="edit").exists()
        report_content(cast.ivo, "message", message.pk, "other")
        actions.edit_message(cast.zofia, message, "We pay nothing")
        assert AuditEntry.objects.get(action="edit").before == {"text": "We pay 45 euros a month"}


class TestHiding:
    def test_the_author_is_told_why_and_readers_are_not(self, cast, room, message):
        actions.hide_message(cast.ona, message, "No prices here, please.")
        assert last_item(room) == {"id": message.pk, "hidden": True, "at": message.created_at.isoformat()}
        told = Notification.objects.get()
        assert (told.recipient, told.text) == (cast.zofia, "No prices here, please.")

    def test_in_a_rehearsal_nobody_is_told(self, cast, room):
        room.opens_at, room.rehearses = timezone.now() + timedelta(days=1), True
        room.save()
        actions.hide_message(cast.ona, actions.post_message(cast.pekka, room, "One, two"), "Test")
        assert not Notification.objects.exists()


class TestRestrictions:
    @pytest.fixture
    def zofia(self, cast, room, message):
        return message.attendee

    def test_a_muted_person_reads_until_when_and_why(self, cast, room, zofia):
        actions.mute_attendee(cast.ona, zofia, 10, "Too many messages")
        with pytest.raises(Muted, match=r"Too many messages\. Your text is still here"):
            actions.post_message(cast.zofia, room, "But")
        with pytest.raises(Muted):
            actions.ask_question(cast.zofia, room, "But why?")

    def test_it_ends_by_itself_or_earlier(self, cast, room, zofia):
        actions.mute_attendee(cast.ona, zofia, 10, "Too many messages")
        with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
            assert actions.post_message(cast.zofia, room, "Sorry")
        zofia.refresh_from_db()
        actions.unmute_attendee(cast.ona, zofia)
        cast.zofia.__dict__.pop("_attendances")
        assert actions.post_message(cast.zofia, room, "Thanks")

    def test_whoever_is_shut_out_neither_writes_nor_votes(self, cast, room, zofia):
        question = actions.ask_question(cast.ivo, room, "Who pays?")
        actions.ban_attendee(cast.ona, zofia, "Advertising")
        cast.zofia.__dict__.pop("_attendances")
        with pytest.raises(Banned, match=r"Advertising\."):
            actions.post_message(cast.zofia, room, "Buy")
        with pytest.raises(Banned):
            actions.vote(cast.zofia, question)
        actions.unban_attendee(cast.ona, zofia)
        cast.zofia.__dict__.pop("_attendances")
        assert actions.post_message(cast.zofia, room, "Sorry")

    def test_a_room_for_members_is_not_found_by_whoever_was_shut_out(self, cast, room, zofia, as_user):
        Room.objects.filter(pk=room.pk).update(audience=Room.Audience.MEMBERS)
        assert as_user(cast.zofia).get("/live/clinic/").status_code == 200
        actions.ban_attendee(cast.ona, zofia, "Advertising")
        for address in ("/live/clinic/", "/live/clinic/events"):
            assert as_user(cast.zofia).get(address).status_code == 404

    def test_guests_too(self, cast, room):
        guest = actions.join_as_guest(room, "Agnese")
        actions.ban_attendee(cast.ona, guest, "Advertising")
        with pytest.raises(Banned):
            actions.post_message(guest, room, "Buy")

    def test_never_a_speaker_or_a_moderator(self, cast, room):
        for user in (cast.pekka, cast.ona):
            with pytest.raises(LiveError):
                actions.ban_attendee(cast.ona, enter(user, room), "No")

    def test_only_moderators_do_it(self, cast, room, zofia):
        for act in (
            lambda: actions.mute_attendee(cast.ivo, zofia, 10, "x"),
            lambda: actions.ban_attendee(cast.pekka, zofia, "x"),
            lambda: actions.unmute_attendee(cast.ivo, zofia),
            lambda: actions.unban_attendee(cast.ivo, zofia),
        ):
            with pytest.raises(PermissionDenied):
                act()

    @pytest.mark.parametrize(("minutes", "reason"), [(0, "x"), (-5, "x"), (1441, "x"), (10, ""), (10, "x" * 301)])
    def test_odd_times_and_reasons_are_refused(self, cast, zofia, minutes, reason):
        with pytest.raises(LiveError):
            actions.mute_attendee(cast.ona, zofia, minutes, reason)

    def test_it_is_all_in_the_log(self, cast, room, zofia):
        actions.mute_attendee(cast.ona, zofia, 10, "Too many messages")
        actions.ban_attendee(cast.ona, zofia, "Advertising")
        actions.unban_attendee(cast.ona, zofia)
        logged = AuditEntry.objects.filter(kind="attendee").order_by("number")
        assert [entry.action for entry in logged] == ["mute", "ban", "unban"]
        assert logged[1].reason == "Advertising"


class TestSlowMode:
    def test_the_next_message_has_to_wait(self, cast, room):
        room.slow_seconds = 30
        now = timezone.now()
        with time_machine.travel(now, tick=False) as clock:
            actions.post_message(cast.zofia, room, "One")
            clock.move_to(now + timedelta(seconds=12))
            with pytest.raises(TooFast, match="Try again in 18 s"):
                actions.post_message(cast.zofia, room, "Two")
            clock.move_to(now + timedelta(seconds=30))
            actions.post_message(cast.zofia, room, "Two")

    def test_not_for_those_who_speak_or_moderate(self, cast, room):
        room.slow_seconds = 30
        for user in (cast.pekka, cast.ona):
            actions.post_message(user, room, "One")
            actions.post_message(user, room, "Two")


class TestSwitches:
    def test_they_are_told_to_the_room_and_written_down(self, cast, room):
        actions.change_room(cast.ona, room, chat_enabled=False, slow_seconds=30)
        room.refresh_from_db()
        assert (room.chat_enabled, room.slow_seconds) == (False, 30)
        assert last_item(room)["chat"] is False
        assert AuditEntry.objects.get().before == {"chat_enabled": True, "slow_seconds": 0}

    def test_the_same_again_is_no_news(self, cast, room):
        actions.change_room(cast.ona, room, chat_enabled=True)
        assert not RoomEvent.objects.exists()

    def test_only_moderators(self, cast, room):
        for user in (cast.zofia, cast.pekka):
            with pytest.raises(PermissionDenied):
                actions.change_room(user, room, chat_enabled=False)
            with pytest.raises(PermissionDenied):
                actions.keep_room_open(user, room, 15)

    @pytest.mark.parametrize("seconds", [-1, 1, 601, 10**9])
    def test_only_the_pauses_on_offer(self, cast, room, seconds):
        with pytest.raises(LiveError):
            actions.change_room(cast.ona, room, slow_seconds=seconds)

    def test_nothing_else_can_be_switched(self, cast, room):
        with pytest.raises(TypeError):
            actions.change_room(cast.ona, room, audience="group")

    def test_a_closed_room_opens_again(self, cast, room, close):
        room = actions.keep_room_open(cast.ona, close(room), 15)
        assert room.phase == "open"
        assert actions.post_message(cast.zofia, room, "One more thing")

    def test_a_standing_room_cannot(self, cast, room):
        room.closes_at = None
        room.save()
        with pytest.raises(StateChanged):
            actions.keep_room_open(cast.ona, room, 15)


class TestFromMessageToQuestion:
    def test_it_keeps_its_author_who_is_told(self, cast, room, message):
        question = actions.ask_from_message(cast.ona, message)
        assert actions.ask_from_message(cast.ona, message) == question
        assert (question.author, question.from_message, question.state) == (cast.zofia, message, "open")
        assert Question.objects.count() == 1
        assert Notification.objects.get().recipient == cast.zofia

    def test_it_needs_no_approval_because_a_moderator_does_it(self, cast, room, message):
        type(room).objects.update(pre_moderation=True)
        assert actions.ask_from_message(cast.ona, message).state == "open"

    def test_long_words_are_cut(self, cast, room):
        question = actions.ask_from_message(cast.ona, actions.post_message(cast.ivo, room, "word " * 90))
        assert len(question.text) <= Question.MAX_LENGTH

    def test_a_guests_too(self, cast, room):
        guest = actions.join_as_guest(room, "Agnese")
        assert actions.ask_from_message(cast.ona, actions.post_message(guest, room, "Who?")).author_name == "Agnese"
        assert not Notification.objects.exists()

    def test_not_a_hidden_one_and_not_by_just_anybody(self, cast, room, message):
        with pytest.raises(PermissionDenied):
            actions.ask_from_message(cast.pekka, message)
        actions.hide_message(cast.ona, message)
        with pytest.raises(StateChanged):
            actions.ask_from_message(cast.ona, message)
