"""Nothing that is private is found by an outsider: in no page, feed, search, mail, notification, redirect, answer of
the interface or frame of a socket. What was planted is found by those who may read it, in the same ways (safety B, E).
"""

import json
import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.http import HttpResponse
from django.utils import timezone

from community import errors
from community.live import hub
from community.notifications.actions import write_digests
from community.notifications.outbox import send_due
from community.people.models import User
from community.tokens.actions import make_api_key, make_feed_key
from forum.models import Attachment
from forum.queries import forum_url
from tests.attacks.canaries import ASKER, CANARIES, DELETED, Planted, keep_file, planted  # noqa: F401
from tests.attacks.surfaces import Visitor, addresses, said, walk, walk_by_post
from tests.community.live.readers import Browser

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

# Where moderators read what others do not.
PAGE = re.compile(
    r"^/forum/topic/\d+-|/versions/$|^/live/[^/]+/(desk/|messages/\d+/(reason)?)?$|^/moderation/(reports/\d+/)?$"
)
AGES_AGO = datetime(2026, 1, 5, tzinfo=UTC)
# Everyone who wrote has a page with their name; whose question it was is what nobody may know.
LEGITIMATE = {ASKER: re.compile(r"^/members/\d+/$")}


@pytest.fixture(autouse=True)
def _files(planted: Planted, settings, tmp_path):  # noqa: F811
    settings.MEDIA_ROOT = tmp_path
    keep_file(Attachment.objects.get())


@pytest.fixture
def _plain_errors(monkeypatch):
    """What is not there is drawn hundreds of times, each time the same; whether it is, is asked elsewhere (B18)."""
    monkeypatch.setattr(errors, "render", lambda request, page, status: HttpResponse(page, status=status))


def visitor(user=None, **headers) -> Visitor:
    client = Visitor(headers=headers)
    if user:
        client.force_login(user, "community.people.backends.Members")
    return client


def program_of(user, **how) -> Visitor:
    """It reads what the member may read."""
    return visitor(Authorization=f"Bearer {make_api_key(user, name='Program', **how).secret}")


def finds(pages) -> dict[str, set[str]]:
    """By canary, where it was found."""
    found: dict[str, set[str]] = {}
    for address, text in pages:
        for canary in CANARIES:
            if canary in text and not (canary in LEGITIMATE and LEGITIMATE[canary].match(address)):
                found.setdefault(canary, set()).add(address)
    return found


@pytest.mark.slow
@pytest.mark.usefixtures("_plain_errors")
@pytest.mark.parametrize("who", ["guest", "member"])
def test_an_outsider_finds_no_canary_at_any_address(planted: Planted, who):  # noqa: F811
    client = visitor(None if who == "guest" else planted.cast.jurgis)
    assert finds(walk(client, addresses())) == {}


def everything_of(planted: Planted) -> dict[str, object]:  # noqa: F811
    """A form that asks for what is private, under each name by which a form of ours asks for something."""
    topic, room = planted.closed_topic, planted.team_room
    numbers = dict.fromkeys(("post", "reply_to", "quote", "answer", "read", "version", "posts"), topic.first_post_id)
    numbers |= dict.fromkeys(("topic", "other", "first", "second", "object_id"), topic.pk)
    words = dict.fromkeys(("content", "text", "reason", "details", "subject", "q", "name"), "Where is the kingfisher?")
    others = {"kind": "topic", "level": "instant", "outcome": "hide", "person": planted.asker.pk, "room": room.slug}
    return {**numbers, **words, **others, "forum": planted.closed.pk, "client_id": str(uuid4())}


@pytest.mark.slow
@pytest.mark.usefixtures("_plain_errors")
@pytest.mark.parametrize("who", ["guest", "member"])
def test_nor_by_sending_forms(planted: Planted, who):  # noqa: F811
    client = visitor(None if who == "guest" else planted.cast.jurgis)
    forms = [alike for alike in addresses() if alike and not alike[0].startswith(("/account/", "/api/"))]
    assert finds(walk_by_post(client, forms, everything_of(planted))) == {}
    assert who == "guest" or "_auth_user_id" in client.session


def test_nor_does_a_program_of_theirs(planted: Planted):  # noqa: F811
    interface = [alike for alike in addresses() if alike and alike[0].startswith("/api/")]
    assert len(interface) > 10
    assert finds(walk(program_of(planted.cast.jurgis), interface)) == {}
    writer, sent = program_of(planted.cast.jurgis, scope="write"), json.dumps(everything_of(planted))
    answers = [
        (f"{method} {address}", said(getattr(writer, method)(address, sent, content_type="application/json")))
        for method in ("post", "put", "patch", "delete")
        for alike in interface
        for address in alike
    ]
    assert finds(answers) == {}


def test_what_an_outsider_may_look_for_by_name_is_answered_as_if_it_were_not_there(planted: Planted):  # noqa: F811
    """Neither results nor numbers, choices or suggestions differ from those of a word that stands nowhere (B7)."""
    pages = {}
    for who, user in {"guest": None, "member": planted.cast.jurgis}.items():
        for word in ("zqtopic", "zqabsent"):
            for address in ("/search/", "/search/suggestions/", "/forum/topics/"):
                answer = visitor(user).get(address, {"q": word})
                body = re.sub(r'nonce="[^"]+"|name="csrfmiddlewaretoken" value="[^"]+"', "", answer.text)
                pages[who, address, word] = body.replace(word, "")
    for (who, address, _), page in pages.items():
        assert page == pages[who, address, "zqabsent"], (who, address)


def mails_and_news(users) -> list[tuple[str, str]]:
    """All mails that go out within the next week, and what each has in the inbox."""
    User.objects.update(date_joined=AGES_AGO, last_login=AGES_AGO, last_seen_at=None)
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        while send_due():
            pass
    days_to_monday = timedelta(days=7 - timezone.now().weekday())
    with time_machine.travel((timezone.now() + days_to_monday).replace(hour=7, minute=0), tick=False):
        write_digests()
        send_due()
    letters = [(f"mail {address}", str(letter.message())) for letter in mail.outbox for address in letter.to]
    return letters + [(f"news {user.email}", said(visitor(user).get("/notifications/"))) for user in users]


def test_no_mail_and_no_news_tell_an_outsider(planted: Planted):  # noqa: F811
    """Jurgis follows it all, was named in it and took part; Zofia, who may read it, is told."""
    cast = planted.cast
    told = mails_and_news([cast.jurgis, cast.zofia])
    assert any(where == f"mail {cast.jurgis.email}" for where, _ in told), "He is told of what is open"
    found = finds((where, text) for where, text in told if cast.jurgis.email in where)
    assert found == {}
    places = {where for canary in ("zqtopic", "zqpost") for where in finds(told).get(canary, ())}
    assert places >= {f"mail {cast.zofia.email}", f"news {cast.zofia.email}"}


async def frames_for(user, planted: Planted) -> str:  # noqa: F811
    """Everything that a socket says to somebody who follows both rooms from their beginning, and what happens then."""
    heard = []
    for room in (planted.room, planted.team_room):
        async with Browser(user) as reader:
            await reader.socket.send_json_to({"sub": room.slug, "after": 0})
            while (answer := await reader.socket.receive_output(6))["type"] == "websocket.send":
                heard.append(answer["text"])
                if json.loads(answer["text"])["t"] == "joined":
                    break
    return "\n".join(heard)


@pytest.mark.django_db(transaction=True)
async def test_no_frame_of_a_socket_tells_an_outsider(planted: Planted, monkeypatch):  # noqa: F811
    monkeypatch.setattr(hub, "POLL_SECONDS", 0.3)
    for user in (None, planted.cast.jurgis):
        frames = await frames_for(user, planted)
        assert "kingfisher" in frames  # whose words everybody may read
        assert finds([("socket", frames)]) == {}
    assert "zqsaid" in await frames_for(planted.cast.zofia, planted)


class TestWhoeverMayFindsThem:
    """The same looking finds each canary on each kind of surface, or the tests above would prove nothing."""

    def test_readers_of_the_private_forum(self, planted: Planted):  # noqa: F811
        zofia, topic, forum = visitor(planted.cast.zofia), planted.closed_topic, planted.closed
        feed_key = make_feed_key(planted.cast.zofia, "forum", forum.pk).secret
        file = Attachment.objects.get().key
        pages = {
            "the index": ("/forum/", "zqforum zqabout"),
            "the forum": (forum_url(forum), "zqtopic"),
            "where it leads": (f"/forum/post/{topic.first_post_id}/", "zqtopic"),
            "the topic": (f"/forum/topic/{topic.pk}-{topic.slug}/", "zqtopic zqpost zqreply"),
            "its file": (f"/forum/file/{file}/", "zqfile zqbytes"),
            "a quotation": (f"/forum/post/{topic.first_post_id}/quote/", "zqpost"),
            "the feed": (f"/forum/feed/{feed_key}.atom", "zqtopic zqpost"),
            "the search": ("/search/?q=kingfisher", "zqtopic zqpost zqreply"),
            "suggestions": ("/search/suggestions/?q=kingf", "zqtopic"),
            "a room": (f"/live/{planted.team_room.slug}/", "zqroom zqsaid"),
            "its events": (f"/live/{planted.team_room.slug}/events?after=0", "zqsaid"),
            "drafts": ("/forum/drafts/", "zqdrafting"),
            "the lesson": (planted.lesson.url, "zqlesson"),
        }
        missing = {
            name: set(wanted.split()) - finds([("", said(zofia.get(address)))]).keys()
            for name, (address, wanted) in pages.items()
        }
        assert not {name: words for name, words in missing.items() if words}

    def test_a_program_of_theirs(self, planted: Planted):  # noqa: F811
        answer = program_of(planted.cast.zofia).get(f"/api/v1/topics/{planted.closed_topic.pk}/posts")
        assert finds([("", said(answer))]).keys() >= {"zqpost", "zqreply"}

    def test_who_sends_forms(self, planted: Planted):  # noqa: F811
        forms = [alike for alike in addresses() if alike and alike[0].startswith(("/forum/", "/report/"))]
        found = finds(walk_by_post(visitor(planted.cast.zofia), forms, everything_of(planted)))
        assert found.keys() >= {"zqtopic", "zqpost", "zqreply"}

    def test_moderators_and_nobody_the_deleted_draft(self, planted: Planted):  # noqa: F811
        ona = visitor(planted.cast.ona)
        useful = [alike for alike in addresses() if alike and PAGE.search(alike[0])]
        found = finds(walk(ona, useful))
        hidden = {"zqhidden", "zqgone", "zqreason", "zqversion", "zqmessage", "zqmoved"}
        assert found.keys() >= hidden | {"zqwaiting", "zqunseen", "zqreport", "zqpending", "zqheld", ASKER}
        assert DELETED not in found
