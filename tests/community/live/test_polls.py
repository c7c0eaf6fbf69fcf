"""Polls: who makes them, who answers, how often, and who sees what of it when."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from community.live import actions, frames
from community.live.errors import LiveError, PollClosed, RoomClosed, StateChanged, TooFast
from community.live.models import Attendee, Ballot, Choice, Poll, PollAnswer, PollOption, Room
from community.live.voices import enter
from community.people.models import User


@pytest.fixture
def poll(cast, room) -> Poll:
    """An open poll with one choice of three; Ona made it."""
    return opened(cast, room)


def opened(cast, room, kind="one", options=("Coffee", "Tea", "Water"), **details) -> Poll:
    found = actions.make_poll(cast.ona, room, kind, "What shall we drink?", options, **details)
    actions.open_poll(cast.ona, found)
    return fresh(found)


def fresh(poll):
    return Poll.objects.select_related("room").get(pk=poll.pk)


def option(poll, text):
    return poll.options.get(text=text).pk


def chosen(poll, user):
    return list(
        Choice.objects.filter(ballot__poll=poll, ballot__attendee__user=user)
        .order_by("option__position")
        .values_list("option__text", flat=True)
    )


def counted(poll):
    return frames.counts(Room.objects.get(pk=poll.room_id))["polls"].get(str(poll.pk))


def heard(room, stream="room"):
    """What the readers of a stream were told about polls: the last state of each event's poll."""
    told = frames.events_after(room.pk, stream, 0)
    return [frame["item"].get("state", "gone") for frame in told if frame["kind"] == "poll"]


class TestMaking:
    def test_a_draft_is_for_the_desk(self, cast, room):
        draft = actions.make_poll(cast.ona, room, "one", "  What shall\nwe drink? ", ["Coffee", " Tea "])
        assert draft.text == "What shall we drink?"
        assert [option.text for option in draft.options.all()] == ["Coffee", "Tea"]
        assert draft.state == "draft"
        assert heard(room) == []
        assert heard(room, "desk") == ["draft"]

    @pytest.mark.parametrize("who", ["zofia", "pekka", "camille", "secretariat"])
    def test_nobody_but_moderators_makes_or_changes_one(self, cast, room, who):
        person, draft = getattr(cast, who), actions.make_poll(cast.ona, room, "text", "In a word?")
        with pytest.raises(PermissionDenied):
            actions.make_poll(person, room, "text", "In a word?")
        for act in (actions.open_poll, actions.close_poll, actions.reopen_poll, actions.delete_poll):
            with pytest.raises(PermissionDenied):
                act(person, draft)
        with pytest.raises(PermissionDenied):
            actions.edit_poll(person, draft, "text", "In two words?")
        assert fresh(draft).text == "In a word?"

    def test_a_moderator_of_the_room_does(self, cast, room):
        actions.set_moderators(room, [cast.jurgis])
        actions.make_poll(User.objects.get(pk=cast.jurgis.pk), room, "text", "In a word?")
        assert Poll.objects.count() == 1

    @pytest.mark.parametrize(
        ("kind", "text", "options"),
        [
            ("one", "", ["Yes", "No"]),
            ("one", "x" * 301, ["Yes", "No"]),
            ("one", "Well?", ["Yes"]),
            ("several", "Well?", [str(number) for number in range(11)]),
            ("one", "Well?", ["Yes", "yes"]),
            ("one", "Well?", ["Yes", " "]),
            ("one", "Well?", ["Yes", "n" * 121]),
            ("guess", "Well?", ["Yes", "No"]),
        ],
    )
    def test_what_makes_no_poll_is_refused_whole(self, cast, room, kind, text, options):
        with pytest.raises(LiveError):
            actions.make_poll(cast.ona, room, kind, text, options)
        assert not Poll.objects.exists()

    def test_ten_long_answers_fit_and_words_of_ones_own_have_none(self, cast, room):
        longest = [f"{number} {'w' * 117}" for number in range(10)]
        assert actions.make_poll(cast.ona, room, "several", "x" * 300, longest).options.count() == 10
        assert actions.make_poll(cast.ona, room, "text", "In a word?", ["ignored"]).options.count() == 0

    def test_a_draft_changes_until_it_is_opened(self, cast, room):
        draft = actions.make_poll(cast.ona, room, "one", "Well?", ["Yes", "No"])
        actions.edit_poll(cast.ona, draft, "several", "Which?", ["A", "B", "C"], results_wait=True)
        draft = fresh(draft)
        assert (draft.kind, draft.text, draft.results_wait, draft.options.count()) == ("several", "Which?", True, 3)
        actions.open_poll(cast.ona, draft)
        with pytest.raises(StateChanged):
            actions.edit_poll(cast.ona, draft, "one", "Well?", ["Yes", "No"])
        with pytest.raises(StateChanged):
            actions.delete_poll(cast.ona, draft)
        assert fresh(draft).text == "Which?"

    def test_a_deleted_draft_is_gone_from_the_desk(self, cast, room):
        actions.delete_poll(cast.ona, actions.make_poll(cast.ona, room, "text", "In a word?"))
        assert heard(room, "desk") == ["gone", "gone"]
        assert heard(room) == []


class TestOpening:
    def test_everyone_hears_of_it_once(self, cast, room, poll):
        actions.open_poll(cast.ona, poll)
        assert heard(room) == ["open"]
        item = frames.poll_item(poll)
        assert [option["text"] for option in item["options"]] == ["Coffee", "Tea", "Water"]

    def test_closing_and_opening_again_keeps_the_answers(self, cast, room, poll):
        actions.cast_ballot(cast.zofia, poll, [option(poll, "Tea")])
        actions.close_poll(cast.ona, poll)
        actions.close_poll(cast.ona, poll)
        assert heard(room) == ["closed", "closed"]
        with pytest.raises(StateChanged):
            actions.open_poll(cast.ona, poll)
        actions.reopen_poll(cast.ona, poll)
        actions.reopen_poll(cast.ona, poll)
        assert heard(room) == ["open"] * 3
        assert chosen(poll, cast.zofia) == ["Tea"]

    def test_a_draft_is_neither_closed_nor_opened_again(self, cast, room):
        draft = actions.make_poll(cast.ona, room, "text", "In a word?")
        for act in (actions.close_poll, actions.reopen_poll):
            with pytest.raises(StateChanged):
                act(cast.ona, draft)

    def test_it_opens_within_the_hours_of_the_room(self, cast, room):
        draft = actions.make_poll(cast.ona, room, "text", "In a word?")
        with pytest.raises(RoomClosed):
            actions.open_poll(cast.ona, _ended(draft))
        assert fresh(draft).state == "draft"

    def test_in_a_rehearsal_those_who_rehearse_try_it(self, cast, room):
        Room.objects.filter(slug="clinic").update(opens_at=timezone.now() + timedelta(hours=1), rehearses=True)
        poll = opened(cast, Room.objects.get(slug="clinic"))
        actions.cast_ballot(cast.pekka, poll, [option(poll, "Tea")])
        with pytest.raises(PermissionDenied):
            actions.cast_ballot(cast.zofia, poll, [option(poll, "Tea")])


def _ended(poll):
    Room.objects.filter(pk=poll.room_id).update(closes_at=timezone.now() - timedelta(seconds=1))
    return fresh(poll)


class TestVoting:
    def test_one_ballot_each_and_the_last_one_counts(self, cast, poll):
        actions.cast_ballot(cast.zofia, poll, [option(poll, "Tea")])
        actions.cast_ballot(cast.zofia, poll, [option(poll, "Water")])
        assert chosen(poll, cast.zofia) == ["Water"]
        assert counted(poll) == {"people": 1, "options": {str(option(poll, "Water")): 1}}

    def test_the_same_again_changes_nothing(self, cast, room, poll):
        actions.cast_ballot(cast.zofia, poll, [option(poll, "Tea")])
        before = Room.objects.get(slug="clinic").votes_version
        actions.cast_ballot(cast.zofia, poll, [option(poll, "Tea"), option(poll, "Tea")])
        assert Room.objects.get(slug="clinic").votes_version == before
        assert Choice.objects.count() == 1

    def test_several_choices_are_replaced_together(self, cast, room):
        poll = opened(cast, room, "several")
        actions.cast_ballot(cast.zofia, poll, [option(poll, "Tea"), option(poll, "Water")])
        actions.cast_ballot(cast.zofia, poll, [option(poll, "Coffee"), option(poll, "Tea")])
        assert chosen(poll, cast.zofia) == ["Coffee", "Tea"]
        assert counted(poll)["people"] == 1

    def test_one_choice_is_exactly_one(self, cast, poll):
        for wrong in ([], [option(poll, "Tea"), option(poll, "Water")]):
            with pytest.raises(LiveError):
                actions.cast_ballot(cast.zofia, poll, wrong)
        assert not Ballot.objects.exists()

    def test_answers_to_another_poll_do_not_exist_here(self, cast, room, poll):
        other = opened(cast, room, options=("Bread", "Cake"))
        for wrong in ([option(other, "Cake")], [option(other, "Cake"), option(poll, "Tea")], [2**62]):
            with pytest.raises(PollOption.DoesNotExist):
                actions.cast_ballot(cast.zofia, poll, wrong)
        assert not Ballot.objects.exists()

    def test_speakers_moderators_guests_and_the_muted_vote(self, cast, room, poll):
        guest = Attendee.objects.create(room=room, name="Nils")
        muted = enter(cast.ivo, room)
        Attendee.objects.filter(pk=muted.pk).update(muted_until=timezone.now() + timedelta(hours=1))
        ivo = User.objects.get(pk=cast.ivo.pk)
        for voice in (cast.pekka, cast.ona, guest, ivo):
            actions.cast_ballot(voice, poll, [option(poll, "Tea")])
        assert counted(poll)["people"] == 4

    def test_the_banned_outsiders_and_nobody_do_not(self, cast, room, poll):
        banned = enter(cast.ivo, room)
        Attendee.objects.filter(pk=banned.pk).update(banned_at=timezone.now())
        elsewhere = actions.open_room("other", "Other", opens_at=room.opens_at, closes_at=None)
        foreign = Attendee.objects.create(room=elsewhere, name="Nils")
        for voice in (User.objects.get(pk=cast.ivo.pk), foreign, AnonymousUser(), room.speakers.get()):
            with pytest.raises(PermissionDenied):
                actions.cast_ballot(voice, poll, [option(poll, "Tea")])
        Room.objects.filter(pk=room.pk).update(audience="group")
        with pytest.raises(PermissionDenied):
            actions.cast_ballot(cast.jurgis, fresh(poll), [option(poll, "Tea")])
        assert not Ballot.objects.exists()

    def test_nobody_votes_in_a_draft(self, cast, room):
        draft = actions.make_poll(cast.ona, room, "one", "Well?", ["Yes", "No"])
        with pytest.raises(PermissionDenied):
            actions.cast_ballot(cast.zofia, draft, [option(draft, "Yes")])
        with pytest.raises(PollClosed):
            actions.cast_ballot(cast.ona, draft, [option(draft, "Yes")])

    def test_a_closed_poll_says_so(self, cast, poll):
        actions.close_poll(cast.ona, poll)
        with pytest.raises(PollClosed) as refusal:
            actions.cast_ballot(cast.zofia, poll, [option(poll, "Tea")])  # on a page that still shows it open
        assert refusal.value.status == 409
        assert "closed" in refusal.value.sentence

    def test_the_end_of_the_room_closes_it_and_shows_what_came_out(self, cast, room):
        poll = opened(cast, room, results_wait=True)
        actions.cast_ballot(cast.zofia, poll, [option(poll, "Tea")])
        assert "options" not in counted(poll)
        ended = _ended(poll)
        assert ended.state == "closed"
        with pytest.raises(PollClosed):
            actions.cast_ballot(cast.ivo, ended, [option(poll, "Tea")])
        assert counted(poll)["options"] == {str(option(poll, "Tea")): 1}

    def test_who_changes_their_mind_all_the_time_has_to_wait(self, cast, poll):
        with pytest.raises(TooFast):
            for _ in range(42):
                actions.cast_ballot(cast.zofia, poll, [option(poll, "Tea")])

    def test_the_database_itself_allows_one_ballot_and_each_choice_once(self, cast, room, poll):
        ballot = actions.cast_ballot(cast.zofia, poll, [option(poll, "Tea")])
        with pytest.raises(IntegrityError), transaction.atomic():
            Ballot.objects.create(poll=poll, attendee=ballot.attendee)
        with pytest.raises(IntegrityError), transaction.atomic():
            Choice.objects.create(ballot=ballot, option_id=option(poll, "Tea"))


@pytest.mark.django_db(transaction=True)
class TestAtTheSameMoment:
    def press(self, *acts):
        """Do all of it at once, each in a thread with a connection of its own; returns what went wrong."""
        ready = Barrier(len(acts))

        def run(act):
            try:
                ready.wait(10)
                act()
            except LiveError as refusal:
                return type(refusal)
            finally:
                connection.close()

        with ThreadPoolExecutor(len(acts)) as people:
            return [done.result(30) for done in [people.submit(run, act) for act in acts]]

    def test_the_same_person_in_four_tabs_has_one_ballot_that_makes_sense(self, cast, room):
        poll = opened(cast, room)
        wishes = [option(poll, text) for text in ("Coffee", "Tea", "Water", "Tea")]
        zofias = [User.objects.get(pk=cast.zofia.pk) for _ in wishes]
        self.press(*(lambda z=z, w=w: actions.cast_ballot(z, poll, [w]) for z, w in zip(zofias, wishes, strict=True)))
        assert Ballot.objects.count() == 1
        assert len(chosen(poll, cast.zofia)) == 1

    def test_several_choices_never_mix(self, cast, room):
        poll = opened(cast, room, "several", [str(number) for number in range(6)])
        low, high = [str(number) for number in range(3)], [str(number) for number in range(3, 6)]
        zofias = [User.objects.get(pk=cast.zofia.pk) for _ in range(4)]
        wishes = [[option(poll, text) for text in texts] for texts in (low, high, low, high)]
        self.press(*(lambda z=z, w=w: actions.cast_ballot(z, poll, w) for z, w in zip(zofias, wishes, strict=True)))
        assert chosen(poll, cast.zofia) in (low, high)

    def test_words_of_ones_own_too(self, cast, room):
        poll = opened(cast, room, "text")
        zofias = [User.objects.get(pk=cast.zofia.pk) for _ in range(4)]
        self.press(*(lambda z=z, n=n: actions.cast_ballot(z, poll, text=f"Word {n}") for n, z in enumerate(zofias)))
        assert PollAnswer.objects.count() == Ballot.objects.count() == 1

    def test_everybody_is_counted_while_the_poll_closes(self, cast, room):
        poll = opened(cast, room)
        tea = option(poll, "Tea")
        people = (cast.zofia, cast.ivo, cast.jurgis)
        acts = [lambda who=who: actions.cast_ballot(who, poll, [tea]) for who in people]
        wrongs = self.press(*acts, lambda: actions.close_poll(cast.ona, poll))
        late = wrongs.count(PollClosed)
        assert set(wrongs) <= {None, PollClosed}
        assert fresh(poll).state == "closed"
        assert counted(poll)["people"] == 3 - late


class TestHiddenResults:
    def test_only_how_many_took_part_is_told_until_it_closes(self, cast, room):
        poll = opened(cast, room, results_wait=True)
        actions.cast_ballot(cast.zofia, poll, [option(poll, "Tea")])
        assert counted(poll) == {"people": 1}
        assert frames.poll_item(poll)["results"] is False
        actions.close_poll(cast.ona, poll)
        assert counted(poll)["options"] == {str(option(poll, "Tea")): 1}
        assert heard(room) == ["closed", "closed"]
        actions.reopen_poll(cast.ona, poll)
        assert counted(poll) == {"people": 1}

    def test_words_wait_as_well(self, cast, room):
        poll = opened(cast, room, "text", results_wait=True)
        actions.cast_ballot(cast.zofia, poll, text="Trust")
        assert counted(poll) == {"people": 1}

    def test_drafts_are_counted_nowhere(self, cast, room):
        draft = actions.make_poll(cast.ona, room, "one", "Well?", ["Yes", "No"])
        assert counted(draft) is None
