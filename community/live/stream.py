"""Stored before told: give an event its number inside the transaction, say so after the commit (safety 1.5, 2 to 6)."""

import asyncio
import logging
from contextvars import ContextVar
from functools import partial

from asgiref.sync import async_to_sync
from channels.layers import BaseChannelLayer, get_channel_layer
from django.db import transaction
from django.db.models import F

from community.lib.prepared import Prepared
from community.live.models import Attendee, Message, Poll, Question, Room, RoomEvent

log = logging.getLogger("intersession.live")

HINT_GROUP = "live.hints"
HINT_SECONDS = 1.0  # a layer that hangs holds up a request no longer than this (fault 7)

# Set around a request by whoever answers it in a thread of a server.
server_loop: ContextVar[asyncio.AbstractEventLoop | None] = ContextVar("server_loop", default=None)

Thing = Message | Question | Poll | Room | Attendee
KIND_OF = {
    Message: RoomEvent.Kind.MESSAGE,
    Question: RoomEvent.Kind.QUESTION,
    Poll: RoomEvent.Kind.POLL,
    Room: RoomEvent.Kind.ROOM,
    Attendee: RoomEvent.Kind.GUEST,
}


def record(room: Room, thing: Thing, stream: str = RoomEvent.Stream.ROOM) -> RoomEvent:
    """Store that `thing` was added or changed, as the next event of a stream. Call it inside a transaction.

    The UPDATE locks the room's row until the commit, so numbers follow the order of commits and leave no gap.
    """
    counter = RoomEvent.COUNTERS[stream]
    Room.objects.filter(pk=room.pk).update(**{counter: F(counter) + 1})
    ((seq, epoch),) = _REACHED[counter](room.pk)
    event = RoomEvent.objects.create(room=room, stream=stream, seq=seq, kind=KIND_OF[type(thing)], object_id=thing.pk)
    told = {"stream": stream, "seq": seq, "kind": event.kind, "object_id": thing.pk, "epoch": str(epoch)}
    transaction.on_commit(partial(hint, room.pk, **told), robust=True)
    return event


def _reached(counter: str) -> Prepared:
    return Prepared(lambda pk: Room.objects.order_by().filter(pk=pk).values_list(counter, "epoch"))


_REACHED = {counter: _reached(counter) for counter in RoomEvent.COUNTERS.values()}


def votes_changed(room: Room) -> None:
    """Note that a count changed; counts have no numbers of their own, the latest simply wins."""
    Room.objects.filter(pk=room.pk).update(votes_version=F("votes_version") + 1)
    transaction.on_commit(partial(hint, room.pk), robust=True)


def hint(room_id: int, **event: object) -> None:
    """Wake the hub of every process, and say which event it was. A lost hint costs two seconds, never a message."""
    send_hint(HINT_GROUP, room=room_id, **event)


def send_hint(group: str, **about: object) -> None:
    """Tell every process that listens to the group. A hint may get lost, so it must not fail a request.

    Nor hold one up: a server sends it from its own loop. Elsewhere, as in a command, it has gone when this returns.
    """
    layer = get_channel_layer()
    if layer is None:
        return
    if loop := server_loop.get():
        asyncio.run_coroutine_threadsafe(_send(layer, group, about), loop)
    else:
        async_to_sync(_send)(layer, group, about)


async def _send(layer: BaseChannelLayer, group: str, about: dict[str, object]) -> None:
    try:
        async with asyncio.timeout(HINT_SECONDS):
            await layer.group_send(group, {"type": "hint", **about})
    except Exception as error:
        log.warning("No hint in %s: %r", group, error)
