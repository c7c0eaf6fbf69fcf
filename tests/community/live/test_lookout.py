"""What a hub asks the database when something happened: it does so for every message of a room full of people."""

import pytest

from community.live import actions
from community.live.lookout import Positions, read_news


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
