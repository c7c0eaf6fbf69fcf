"""Polls that are answered in words: what counts together, what moderators put together, and how it is counted."""

import pytest
from django.core.exceptions import PermissionDenied

from community.live import actions
from community.live.errors import LiveError
from community.live.models import Attendee, Ballot, PollAnswer
from community.live.tally import Row, key_of, share
from tests.community.live.test_polls import counted, opened


class TestWords:
    @pytest.fixture
    def poll(self, cast, room):
        return opened(cast, room, "text")

    def groups(self, poll):
        return [(group["text"], group["number"]) for group in counted(poll).get("groups", [])]

    def answer(self, poll, text):
        return PollAnswer.objects.filter(ballot__poll=poll, text=text).first().pk

    @pytest.fixture
    def answered(self, cast, poll):
        for person, words in ((cast.zofia, "Trust"), (cast.ivo, "trust!"), (cast.jurgis, "Time"), (cast.ona, "Money")):
            actions.cast_ballot(person, poll, text=words)
        return poll

    def test_the_same_words_count_together(self, answered):
        assert self.groups(answered) == [("Trust", 2), ("Time", 1), ("Money", 1)]

    def test_new_words_take_the_place_of_the_old(self, cast, answered):
        actions.cast_ballot(cast.zofia, answered, text="Time")
        assert self.groups(answered)[0] == ("Time", 2)
        assert counted(answered)["people"] == 4

    @pytest.mark.parametrize("words", ["", "   ", "\u200b", "x" * 121])
    def test_nothing_and_too_much_are_refused(self, cast, poll, words):
        with pytest.raises(LiveError):
            actions.cast_ballot(cast.zofia, poll, text=words)
        assert not Ballot.objects.exists()

    def test_a_group_counts_what_means_the_same_also_what_comes_later(self, cast, answered):
        actions.group_answers(cast.ona, answered, [self.answer(answered, t) for t in ("Time", "Trust")], "Patience")
        assert self.groups(answered) == [("Patience", 3), ("Money", 1)]
        actions.cast_ballot(cast.pekka, answered, text="TIME")
        assert self.groups(answered) == [("Patience", 4), ("Money", 1)]
        actions.group_answers(cast.ona, answered, [self.answer(answered, "Trust")], "")
        assert self.groups(answered) == [("Trust", 2), ("Patience", 2), ("Money", 1)]

    def test_a_group_called_as_an_answer_takes_it_in(self, cast, answered):
        actions.group_answers(cast.ona, answered, [self.answer(answered, "Time")], "money")
        assert self.groups(answered) == [("Trust", 2), ("money", 2)]

    def test_hidden_words_are_nowhere_whoever_writes_them_and_can_come_back(self, cast, answered):
        actions.hide_answers(cast.ona, answered, [self.answer(answered, "Trust")])
        actions.cast_ballot(cast.pekka, answered, text="TRUST")
        assert self.groups(answered) == [("Time", 1), ("Money", 1)]
        assert counted(answered)["people"] == 5
        actions.show_answers(cast.ona, answered, [self.answer(answered, "Trust")])
        assert self.groups(answered)[0] == ("Trust", 3)

    def test_only_moderators_group_and_hide_and_only_answers_to_this_poll(self, cast, room, answered):
        mine = [self.answer(answered, "Time")]
        for act in (
            lambda who: actions.group_answers(who, answered, mine, "x"),
            lambda who: actions.hide_answers(who, answered, mine),
            lambda who: actions.show_answers(who, answered, mine),
        ):
            with pytest.raises(PermissionDenied):
                act(cast.zofia)
        other = opened(cast, room, "text")
        for ids in (mine, [], [2**62]):
            with pytest.raises(PollAnswer.DoesNotExist):
                actions.hide_answers(cast.ona, other, ids)

    def test_many_different_answers_do_not_fill_the_wire(self, cast, room, poll):
        for number in range(35):
            guest = Attendee.objects.create(room=room, name=f"Guest {number}")
            actions.cast_ballot(guest, poll, text=f"Word {number}")
        found = counted(poll)
        assert (len(found["groups"]), found["more"], found["people"]) == (30, 5, 35)


class TestCounting:
    @pytest.mark.parametrize(
        ("number", "people", "percent"), [(0, 0, 0), (0, 7, 0), (1, 3, 33), (2, 3, 67), (1, 200, 1), (7, 7, 100)]
    )
    def test_shares_are_whole_per_cent(self, number, people, percent):
        assert share(number, people) == Row("1", "", number, people).percent == percent

    @pytest.mark.parametrize(
        ("one", "other"), [("Rzeszów", "rzeszow"), ("Co-operation", "cooperation."), ("more  time", "More time!")]
    )
    def test_alike(self, one, other):
        assert key_of(one) == key_of(other)

    @pytest.mark.parametrize(("one", "other"), [("5 %", "5 €"), ("+1", "-1"), ("C#", "C"), ("👍", "👎"), ("?", "!")])
    def test_not_alike(self, one, other):
        assert key_of(one) != key_of(other)
