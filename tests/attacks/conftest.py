"""The world that is attacked: an open forum, one that is watched, one that is closed, and Jurgis, who attacks."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client, override_settings
from machina.apps.forum_conversation.forum_attachments.models import Attachment
from machina.apps.forum_conversation.forum_polls.models import TopicPoll, TopicPollOption, TopicPollVote
from machina.apps.forum_permission.shortcuts import ALL_AUTHENTICATED_USERS, assign_perm

from community.live import hub
from forum import actions
from tests.attacks.targets import Ours, Stock, stock_settings
from tests.community.live.making import open_clinic
from tests.kept import kept

CANARY = "kingfisher-ledger"


@dataclass
class Places:
    open: Any
    other: Any
    watched: Any
    closed: Any
    open_topic: Any
    other_topic: Any
    watched_topic: Any
    closed_topic: Any


@dataclass(kw_only=True)
class World(Places):
    cast: Any
    jurgis: Client
    guest: Client

    def start(self, author, forum, subject, content="Words"):
        """A topic by our own action, which also under stock machina's settings needs our addresses."""
        with override_settings(ROOT_URLCONF="community.urls"):
            return actions.start_topic(author, forum, subject=subject, content=content)

    def answer(self, author, topic, content="Words"):
        with override_settings(ROOT_URLCONF="community.urls"):
            return actions.reply(author, topic, content=content)

    def client(self, user) -> Client:
        found = Client()
        found.force_login(user, backend="community.people.backends.Members")
        return found

    def attachment(self, post, name="notes.txt", text=CANARY):
        return Attachment.objects.create(post=post, file=ContentFile(text.encode(), name=name), comment="")

    def poll(self, topic):
        poll = TopicPoll.objects.create(topic=topic, question=f"The {CANARY}?", max_options=1)
        options = [TopicPollOption.objects.create(poll=poll, text=text) for text in ("Yes", "No")]
        TopicPollVote.objects.create(poll_option=options[0], voter=self.cast.zofia)
        return poll, options


@kept
def places(cast) -> Places:
    open_forum = actions.make_forum("practice", "Practice")
    other = actions.make_forum("offers", "Offers")
    watched = actions.make_forum("first-steps", "First steps", needs_approval=True)
    closed = actions.make_forum("academy-5", "Academy 5", private=True)
    actions.set_forum_members(closed, "Academy 5 participants", users=[cast.zofia, cast.ivo])
    for codename in ("can_attach_file", "can_download_file", "can_create_polls", "can_vote_in_polls"):
        assign_perm(codename, ALL_AUTHENTICATED_USERS, open_forum)

    def topic(author, forum, subject):
        return actions.start_topic(author, forum, subject=subject, content=f"Words about {subject}")

    return Places(
        open=open_forum,
        other=other,
        watched=watched,
        closed=closed,
        open_topic=topic(cast.zofia, open_forum, "Fees"),
        other_topic=topic(cast.ivo, other, "Machines to lend"),
        watched_topic=topic(cast.ona, watched, "Hello"),
        closed_topic=topic(cast.ivo, closed, f"Our {CANARY}"),
    )


@pytest.fixture
def world(cast, places, as_user, settings, tmp_path) -> World:
    settings.MEDIA_ROOT = tmp_path
    return World(cast=cast, jurgis=as_user(cast.jurgis), guest=Client(), **vars(places))


@pytest.fixture(autouse=True)
def _quick_clock(monkeypatch):
    """A hint that gets lost costs a test less than two seconds."""
    monkeypatch.setattr(hub, "POLL_SECONDS", 0.3)


@kept
def room(cast):
    """An open live room in which Pekka speaks."""
    return open_clinic(cast)


@pytest.fixture
def ours():
    return Ours()


@pytest.fixture
def stock(world):
    """Stock machina under its own settings, after the world was made under ours."""
    with override_settings(**stock_settings()):
        yield Stock()
