"""What a hub asks the database when something happened: it does so for every message of a room full of people."""

from uuid import uuid4

import pytest

from community.live import actions
from community.live.lookout import Hint, News, Positions, catch_up, read_news


def positions(room) -> Positions:
    room.refresh_from_db()
    return Positions(
        {(room.pk, "room"): room.head_seq, (room.pk, "desk"): room.desk_seq},
        {room.pk: room.epoch},
        {room.pk: room.votes_version},
        {room.pk: room.desk_seq},
    )


@pytest.mark.parametrize("messages", [1, 3])
def test_messages_are_read_in_three_queries(cast, room, django_assert_num_queries, messages):
    known = positions(room)
    for number in range(messages):
        actions.post_message(cast.zofia, room, f"Message {number}")
    with django_assert_num_queries(3):  # the rooms, the events, the messages with whoever wrote them
        news = read_news(known)
    assert [event["item"]["text"] for event in news.events[room.pk, "room"]] == [
        f"Message {number}" for number in range(messages)
    ]


@pytest.mark.parametrize("replies", [1, 3])
def test_what_they_reply_to_takes_two_more(cast, room, django_assert_num_queries, replies):
    first = actions.post_message(cast.zofia, room, "Who has done this?")
    known = positions(room)
    for _number in range(replies):
        actions.post_message(cast.ivo, room, "We have", reply_to=first)
    with django_assert_num_queries(5):
        news = read_news(known)
    assert {event["item"]["reply"]["text"] for event in news.events[room.pk, "room"]} == {"Who has done this?"}


def test_a_change_of_the_room_itself_takes_three(cast, room, django_assert_num_queries):
    known = positions(room)
    actions.change_room(cast.ona, room, chat_enabled=False)
    with django_assert_num_queries(3):
        news = read_news(known)
    assert news.events[room.pk, "room"][-1]["item"]["chat_enabled"] is False


def test_nothing_new_takes_one(room, django_assert_num_queries):
    known = positions(room)
    with django_assert_num_queries(1):
        assert read_news(known).events == {}


def hint_of(event) -> Hint:
    room = event.room
    return Hint(room.pk, event.stream, event.seq, event.kind, event.object_id, str(room.epoch))


def hints_after(room, known) -> list[Hint]:
    return [hint_of(event) for event in room.events.filter(seq__gt=known.events[room.pk, "room"]).order_by("seq")]


def texts(news, room) -> list[str]:
    return [event["item"]["text"] for event in news.events.get((room.pk, "room"), [])]


class TestHints:
    @pytest.mark.parametrize("messages", [1, 3])
    def test_messages_that_come_next_are_read_in_one_query(self, cast, room, django_assert_num_queries, messages):
        known = positions(room)
        for number in range(messages):
            actions.post_message(cast.zofia, room, f"Message {number}")
        hints = hints_after(room, known)
        with django_assert_num_queries(1):
            news = catch_up(known, [*hints, hints[0]])  # hints may come twice
        assert texts(news, room) == [f"Message {number}" for number in range(messages)]

    def test_a_hint_that_was_lost_is_made_up_for(self, cast, room):
        known = positions(room)
        for number in range(3):
            actions.post_message(cast.zofia, room, f"Message {number}")
        assert texts(catch_up(known, hints_after(room, known)[1:]), room) == ["Message 0", "Message 1", "Message 2"]

    def test_words_are_those_of_the_database(self, cast, room):
        known = positions(room)
        message = actions.post_message(cast.zofia, room, "Their margin is 4 percent")
        hints = hints_after(room, known)
        actions.hide_message(cast.ona, message, "Not for here")
        (event,) = catch_up(known, hints).events[room.pk, "room"]
        assert event["item"].keys() == {"id", "hidden", "at"}

    def test_a_number_of_another_history_is_not_believed(self, cast, room):
        """As from another site on the same server, or from a rehearsal that was wiped."""
        known = positions(room)
        message = actions.post_message(cast.zofia, room, "In another room")
        forged = Hint(room.pk, "room", known.events[room.pk, "room"] + 1, "message", message.pk, str(uuid4()))
        assert texts(catch_up(known, [forged]), room) == ["In another room"]
        room.events.all().delete()
        assert texts(catch_up(known, [forged]), room) == []

    def test_what_is_no_message_is_looked_for(self, cast, room):
        known = positions(room)
        actions.ask_question(cast.zofia, room, "Who pays?")
        hints = hints_after(room, known)
        assert catch_up(known, hints).askers[room.pk].members == {cast.zofia.pk}

    def test_nothing_is_asked_about_a_room_that_nobody_here_listens_to(self, cast, room, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert catch_up(positions_of_nothing(), [Hint(room.pk, "room", 1, "message", 1, str(room.epoch))]) == News()

    @pytest.mark.parametrize("said", [{"type": "hint", "room": 1, "colour": "red"}, {"type": "hint"}])
    def test_what_is_said_in_other_words_makes_us_look(self, said):
        assert Hint.heard(said) == Hint()


def positions_of_nothing() -> Positions:
    return Positions({}, {}, {}, {})
