"""What moderators and speakers do with questions, and how each step is undone."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from community.live import actions, frames, registry
from community.live.errors import LiveError, StateChanged
from community.live.models import Attendee, DeskStep, Question, RoomEvent
from community.moderation.models import AuditEntry

State = Question.State


@pytest.fixture
def ask(room, cast):
    """`ask(person, "Who pays?")`, without the waiting that real people have to do."""

    def make(person, text, **details) -> Question:
        with time_machine.travel(timezone.now() + timedelta(minutes=Question.objects.count()), tick=True):
            return actions.ask_question(person, room, text, **details)

    return make


@pytest.fixture
def people(room):
    """Twelve guests of the room, to vote."""
    return [Attendee.objects.create(room=room, name=f"Guest {number}") for number in range(12)]


@pytest.fixture
def speaker(room):
    return room.speakers.get()


def last_step(room) -> DeskStep:
    return room.desk_steps.first()


def told(room, stream="desk") -> int:
    return RoomEvent.objects.filter(room=room, stream=stream).count()


def current(question: Question) -> Question:
    return Question.objects.with_people().get(pk=question.pk)


class TestAsking:
    def test_a_moderators_own_question_waits_for_nobody(self, cast, room):
        room.pre_moderation = True
        assert actions.ask_question(cast.ona, room, "Shall we begin?").state == State.OPEN
        assert actions.ask_question(cast.ivo, room, "Shall we?").state == State.PENDING

    def test_a_question_may_be_for_one_speaker(self, ask, cast, speaker):
        assert frames.public_question(ask(cast.ivo, "Who pays?", addressed_to=speaker))["addressed_to"] == speaker.name

    def test_a_speaker_of_another_room_is_nobody_here(self, ask, cast, room):
        other = actions.open_room("other", "Other", opens_at=room.opens_at, closes_at=room.closes_at)
        actions.set_speakers(other, [actions.SpeakerCard("Ada")])
        assert ask(cast.ivo, "Who pays?", addressed_to=other.speakers.get()).addressed_to is None


class TestMerging:
    def test_nobody_counts_twice(self, ask, cast, people):
        keep, drop = ask(cast.zofia, "Who pays?"), ask(cast.ivo, "Who pays for it?")
        for guest in people[:3]:
            actions.vote(guest, keep)
        for guest in people[2:5]:
            actions.vote(guest, drop)
        actions.vote(cast.zofia, drop)
        actions.merge_questions(cast.ona, keep, drop)
        keep, drop = current(keep), current(drop)
        # guests 0 to 4 and the asker of the one that went; not the asker of the one that stays
        assert keep.votes_count == keep.votes.count() == 6
        assert (drop.state, drop.merged_into) == (State.MERGED, keep)

    def test_both_askers_are_credited(self, ask, cast):
        keep, drop = ask(cast.zofia, "Who pays?"), ask(cast.ivo, "Who pays for it?")
        actions.merge_questions(cast.ona, keep, drop, "Who pays for the secretariat?")
        keep = current(keep)
        assert keep.credited_name == "Zofia Przykład and Ivo Primjer"
        assert keep.text == "Who pays for the secretariat?"

    def test_whoever_asked_without_a_name_stays_unnamed(self, ask, cast):
        keep, drop = ask(cast.zofia, "Who pays?", named=False), ask(cast.ivo, "Who pays for it?")
        actions.merge_questions(cast.ona, keep, drop)
        assert current(keep).credited_name == "Ivo Primjer and a participant"
        assert current(keep).asker_names == "Zofia Przykład and Ivo Primjer"
        actions.merge_questions(cast.ona, keep, ask(cast.jurgis, "And who pays?", named=False))
        assert current(keep).credited_name == "Ivo Primjer and 2 participants"

    def test_a_chain_of_merges_ends_in_the_last(self, ask, cast):
        first, second, third = (ask(who, f"{who} asks?") for who in (cast.zofia, cast.ivo, cast.jurgis))
        actions.merge_questions(cast.ona, second, first)
        actions.merge_questions(cast.ona, third, second)
        assert set(current(third).merged.all()) == {first, second}
        assert current(third).votes_count == 2

    def test_a_question_does_not_go_into_itself_or_into_another_room(self, ask, cast, room):
        keep = ask(cast.zofia, "Who pays?")
        other = actions.open_room("other", "Other", opens_at=room.opens_at, closes_at=room.closes_at)
        for drop in (keep, actions.ask_question(cast.ivo, other, "Elsewhere?")):
            with pytest.raises(StateChanged):
                actions.merge_questions(cast.ona, keep, drop)

    def test_an_answered_question_is_not_merged_away(self, ask, cast):
        keep, drop = ask(cast.zofia, "Who pays?"), ask(cast.ivo, "Who pays for it?")
        actions.mark_answered(cast.pekka, drop)
        with pytest.raises(StateChanged):
            actions.merge_questions(cast.ona, keep, drop)

    def test_undoing_it_gives_the_votes_back(self, ask, cast, room, people):
        keep, drop = ask(cast.zofia, "Who pays?"), ask(cast.ivo, "Who pays for it?")
        for guest in people[:2]:
            actions.vote(guest, keep)
        for guest in people[1:4]:
            actions.vote(guest, drop)
        actions.merge_questions(cast.ona, keep, drop, "Better words?")
        actions.vote(people[9], current(keep))
        actions.undo_step(cast.ona, last_step(room))
        keep, drop = current(keep), current(drop)
        assert (keep.votes_count, keep.text, keep.credited_name) == (3, "Who pays?", "Zofia Przykład")
        assert (drop.votes_count, drop.state, drop.merged_into) == (3, State.OPEN, None)

    def test_it_is_in_the_log_and_told_to_desk_and_room(self, ask, cast, room):
        keep, drop = ask(cast.zofia, "Who pays?"), ask(cast.ivo, "Who pays for it?")
        heard = told(room), told(room, "room")
        actions.merge_questions(cast.ona, keep, drop)
        assert (told(room), told(room, "room")) == (heard[0] + 2, heard[1] + 2)
        assert AuditEntry.objects.filter(action="merge", actor=cast.ona).exists()

    def test_only_a_moderator_merges(self, ask, cast):
        keep, drop = ask(cast.zofia, "Who pays?"), ask(cast.ivo, "Who pays for it?")
        with pytest.raises(PermissionDenied):
            actions.merge_questions(cast.pekka, keep, drop)

    def test_a_merged_question_takes_no_votes(self, ask, cast, people):
        keep, drop = ask(cast.zofia, "Who pays?"), ask(cast.ivo, "Who pays for it?")
        stale = Question.objects.get(pk=drop.pk)
        actions.merge_questions(cast.ona, keep, drop)
        with pytest.raises(StateChanged):
            actions.vote(people[0], stale)
        assert not drop.votes.exists()


class TestDeclining:
    def test_several_go_for_one_reason_and_come_back_together(self, ask, cast, room):
        some = [ask(cast.zofia, f"Buy {number}?") for number in range(3)]
        actions.decline_questions(cast.ona, some, "Advertising")
        assert set(room.questions.values_list("state", "reason")) == {(State.DECLINED, "Advertising")}
        actions.undo_step(cast.ona, last_step(room))
        assert set(room.questions.values_list("state", "reason")) == {(State.OPEN, "")}

    def test_all_of_them_or_none(self, ask, cast, room):
        some = [ask(cast.zofia, f"Buy {number}?") for number in range(2)]
        actions.mark_answered(cast.ona, some[1])
        with pytest.raises(StateChanged):
            actions.decline_questions(cast.ona, some, "Advertising")
        assert not room.questions.filter(state=State.DECLINED).exists()


class TestHands:
    def test_the_desk_sees_who_is_on_it_for_three_minutes(self, ask, cast, room):
        question = ask(cast.zofia, "Who pays?")
        heard = told(room, "room")
        actions.take_question(cast.ona, question)
        assert frames.question_item(current(question), "desk")["taken_by"] == "Ona Exemple"
        assert "taken_by" not in frames.question_item(current(question))
        assert told(room, "room") == heard
        with time_machine.travel(timezone.now() + timedelta(minutes=4)):
            assert frames.question_item(current(question), "desk")["taken_by"] == ""

    def test_a_hand_is_no_lock_and_is_gone_with_the_work(self, ask, cast, room):
        room.moderators.add(cast.camille)
        question = ask(cast.zofia, "Who pays?")
        actions.take_question(cast.ona, question)
        actions.mark_answered(cast.camille, question)
        assert current(question).taken_by is None

    def test_it_can_be_let_go(self, ask, cast):
        question = ask(cast.zofia, "Who pays?")
        actions.take_question(cast.ona, question)
        actions.release_question(cast.ona, question)
        assert current(question).in_hand_of is None
        with pytest.raises(PermissionDenied):
            actions.take_question(cast.pekka, question)


class TestLabels:
    def test_a_label_is_for_everyone_to_see(self, ask, cast):
        question = ask(cast.zofia, "Who pays?")
        actions.set_label(cast.ona, question, "  Money \n matters ")
        assert frames.question_item(current(question))["label"] == "Money matters"
        with pytest.raises(PermissionDenied):
            actions.set_label(cast.ivo, question, "Mine")

    def test_it_can_be_taken_off_and_put_back(self, ask, cast, room):
        question = ask(cast.zofia, "Who pays?")
        actions.set_label(cast.ona, question, "Money")
        actions.set_label(cast.ona, question, "")
        assert current(question).label == ""
        actions.undo_step(cast.ona, last_step(room))
        assert current(question).label == "Money"


class TestAnswering:
    def test_later_sends_it_to_the_end_and_back_to_the_open_ones(self, ask, cast, speaker):
        question = ask(cast.zofia, "Who pays?")
        actions.start_answering(speaker, question)
        actions.put_off(speaker, question)
        assert current(question).state == State.OPEN
        assert current(question).later_at

    def test_a_bettered_answer_says_so_and_keeps_its_time(self, ask, cast, speaker):
        question = ask(cast.zofia, "Who pays?")
        actions.answer_in_writing(speaker, question, "We do.")
        first = current(question)
        assert first.answer_edited_at is None
        actions.answer_in_writing(speaker, question, "We do, all of us.")
        edited = current(question)
        assert (edited.answered_at, edited.answer_text) == (first.answered_at, "We do, all of us.")
        assert edited.answer_edited_at
        assert edited.answered_by_name == speaker.name

    def test_an_answer_to_a_carried_question_goes_through_the_door(self, ask, cast, speaker, monkeypatch):
        heard = []
        monkeypatch.setattr(registry, "_ON_ANSWERED", [lambda actor, asked: heard.append((actor, asked.answer_text))])
        question = ask(cast.zofia, "Who pays?")
        actions.mark_carried(question, "/forum/topic/1/#post-2")
        actions.answer_in_writing(speaker, question, "We do.")
        assert heard == [(speaker, "We do.")]
        assert current(question).state == State.ANSWERED_IN_FORUM

    def test_a_revoked_link_answers_nothing(self, ask, cast, speaker):
        question = ask(cast.zofia, "Who pays?")
        actions.revoke_speaker_link(cast.ona, speaker)
        for act in (actions.start_answering, actions.mark_answered, actions.put_off):
            with pytest.raises(PermissionDenied):
                act(speaker, question)


class TestUndo:
    def test_publishing_is_undone(self, ask, cast, room):
        room.pre_moderation = True
        question = ask(cast.zofia, "Who pays?")
        actions.publish_question(cast.ona, question)
        actions.undo_step(cast.ona, last_step(room))
        assert current(question).state == State.PENDING
        assert frames.events_after(room.pk, "room", 0)[-1]["item"] == {"id": question.pk, "gone": True}
        assert AuditEntry.objects.filter(action="undo", reason="publish").exists()

    def test_the_one_that_was_answered_before_comes_back(self, ask, cast, room, speaker):
        first, second = ask(cast.zofia, "First?"), ask(cast.ivo, "Second?")
        actions.start_answering(speaker, first)
        actions.start_answering(speaker, second)
        actions.undo_step(speaker, last_step(room))
        assert (current(first).state, current(second).state) == (State.ANSWERING, State.OPEN)

    def test_two_are_never_answered_at_once(self, ask, cast, room, speaker):
        first, second = ask(cast.zofia, "First?"), ask(cast.ivo, "Second?")
        actions.start_answering(speaker, first)
        actions.mark_answered(speaker, first)
        step = last_step(room)
        actions.start_answering(cast.ona, second)
        actions.undo_step(speaker, step)
        assert (current(first).state, current(second).state) == (State.OPEN, State.ANSWERING)

    def test_it_is_too_late_when_somebody_has_gone_on(self, ask, cast, room):
        question = ask(cast.zofia, "Who pays?")
        actions.start_answering(cast.ona, question)
        step = last_step(room)
        actions.mark_answered(cast.pekka, question)
        with pytest.raises(StateChanged):
            actions.undo_step(cast.ona, step)

    def test_nobody_undoes_what_others_did_or_twice(self, ask, cast, room, speaker):
        question = ask(cast.zofia, "Who pays?")
        actions.start_answering(cast.ona, question)
        for other in (cast.pekka, speaker, cast.ivo):
            with pytest.raises(PermissionDenied):
                actions.undo_step(other, last_step(room))
        actions.undo_step(cast.ona, last_step(room))
        with pytest.raises(LiveError):
            actions.undo_step(cast.ona, last_step(room))

    def test_a_hidden_question_is_shown_again(self, ask, cast, room):
        question = ask(cast.zofia, "Buy?")
        actions.hide_question(cast.ona, question, "advertising")
        actions.undo_step(cast.ona, last_step(room))
        assert current(question).hidden_at is None


class TestLinks:
    def test_a_replaced_link_shuts_the_old_one_out(self, cast, room, speaker):
        old = speaker.token
        actions.replace_speaker_link(cast.ona, speaker)
        assert type(speaker).objects.by_token(old) is None
        assert type(speaker).objects.by_token(speaker.token) == speaker
        assert speaker.expires_at > room.closes_at

    def test_only_moderators_give_and_take_links(self, cast, speaker):
        for act in (actions.replace_speaker_link, actions.revoke_speaker_link):
            with pytest.raises(PermissionDenied):
                act(cast.pekka, speaker)
