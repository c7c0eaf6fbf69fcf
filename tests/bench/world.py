"""The other process of the site: makes the room, and writes into it as a process for pages would.

python -m tests.bench.world make              prints a JSON line: the room, and sessions of members
python -m tests.bench.world write RATE SECONDS    waits for a line, warms up and says so, waits for another, writes,
                                                   prints when each message was committed
"""

import asyncio
import json
import os
import sys
import threading
import time
from typing import Any

import django

TEXT = "n={:06d} " + "x" * 191  # 200 bytes
WARM, WARM_TEXT = 10, "x" * 200  # messages that are not measured: the first ones open connections on both sides
MEMBERS = 100  # who take turns, so that nobody is too fast


def signed_in(user: Any) -> str:
    """The key of a session in which this member is signed in."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "community.people.backends.Members"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return session.session_key or ""


def make() -> dict:
    from django.utils import timezone  # noqa: PLC0415

    from community.live.actions import open_room  # noqa: PLC0415
    from community.people.models import User  # noqa: PLC0415

    room = open_room("bench", "Bench", opens_at=timezone.now(), closes_at=None)
    room.refresh_from_db()
    sessions = []
    for number in range(MEMBERS):
        user = User.objects.create(email=f"reader{number}@example.org", display_name=f"Reader {number}")
        sessions.append(signed_in(user))
    return {"slug": room.slug, "seq": room.head_seq, "sessions": sessions}


def write(rate: float, seconds: float) -> dict:
    from django.db import transaction  # noqa: PLC0415

    from community.live.actions import post_message  # noqa: PLC0415
    from community.live.models import Room  # noqa: PLC0415
    from community.live.stream import server_loop  # noqa: PLC0415
    from community.people.models import User  # noqa: PLC0415

    loop = asyncio.new_event_loop()  # it carries the hints, as that of a server does
    threading.Thread(target=loop.run_forever, daemon=True).start()
    server_loop.set(loop)
    room, members = Room.objects.get(slug="bench"), list(User.objects.filter(email__startswith="reader")[:MEMBERS])
    committed: list[float] = []
    sys.stdin.readline()
    for number in range(WARM):
        post_message(members[-1 - number], room, WARM_TEXT)
        time.sleep(1 / rate)
    print("{}", flush=True)
    sys.stdin.readline()
    begun = time.monotonic()
    for number in range(int(rate * seconds)):
        time.sleep(max(0.0, begun + number / rate - time.monotonic()))
        with transaction.atomic():
            transaction.on_commit(lambda: committed.append(time.time()))  # before the hint goes out
            post_message(members[number % MEMBERS], room, TEXT.format(number))
    asyncio.run_coroutine_threadsafe(asyncio.sleep(0.5), loop).result()  # until the last hint has gone, too
    return {"committed": committed, "cpu": time.process_time()}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "community.settings.development")
    django.setup()
    command, *numbers = sys.argv[1:]
    told = make() if command == "make" else write(*map(float, numbers))
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
