"""What has to exist once a talk is published: its live room and its topic in the forum."""

import json
from datetime import timedelta
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.translation import gettext

from community.live.actions import SpeakerCard, adjust_room, open_room, set_moderators, set_speakers, unlist_room
from community.live.models import Room
from community.people.models import User
from community.people.permissions import MODERATORS
from events.actions.inviting import invite_speakers
from events.actions.site import talks_forum
from events.models import TalkPage, TalkRoom
from forum.actions import Anchor, ensure_topic
from forum.engine import Topic

ANCHOR_KIND = "talk"
DOORS_OPEN = timedelta(minutes=15)
DOORS_CLOSE = timedelta(minutes=15)
QUESTIONS_IN_ADVANCE = timedelta(days=7)
LINKS_LIVE = timedelta(days=30)  # how long speakers can answer by their personal link


@transaction.atomic
def open_talk(talk: TalkPage, publisher: User | None = None) -> Room:
    """Make the room and the topic of a published talk, once, and bring their times, names and roles up to date.

    `publisher` starts the topic; without one, the page's owner or a moderator does. No topic is made while the house
    has none of them. Unpublishing keeps both: what people wrote stays.
    """
    room = _room_for(talk)
    people = talk.speaker_list()
    set_moderators(room, [person.user for person in people if person.user and person.is_moderator])
    cards = [SpeakerCard(person.name, person.organisation_label, person.user, person.address) for person in people]
    set_speakers(room, cards, links_until=talk.ends_at + LINKS_LIVE)
    if talk.live:
        invite_speakers(talk, room)
    author = publisher or talk.owner or _any_moderator()
    if author:
        _topic_for(talk, author)
    return room


def withdraw_talk(talk: TalkPage) -> None:
    """Name the room of an unpublished talk nowhere; the room and the topic stay, with all that people wrote."""
    if talk.room:
        unlist_room(talk.room)


def _room_for(talk: TalkPage) -> Room:
    facts = _facts(talk)
    plain = json.loads(json.dumps(facts, cls=DjangoJSONEncoder))
    link = TalkRoom.objects.select_related("room").filter(talk=talk).first()
    if link:
        room = adjust_room(link.room, {name: facts[name] for name in facts if link.told.get(name) != plain[name]})
    else:
        room = open_room(_free_slug(talk), **facts)
    made = {"told": plain, "room": room}
    TalkRoom.objects.update_or_create(talk=talk, defaults={"told": plain}, create_defaults=made)
    return room


def _facts(talk: TalkPage) -> dict[str, Any]:
    """What the page says of its room."""
    return {
        "title": talk.title[:200],
        "opens_at": talk.starts_at - DOORS_OPEN,
        "closes_at": talk.ends_at + DOORS_CLOSE,
        "questions_from": talk.starts_at - QUESTIONS_IN_ADVANCE,
        "home_url": talk.url,
        "pre_moderation": talk.questions_wait,
        "chat_enabled": talk.takes_place,
        "qa_enabled": talk.takes_place,
    }


def _free_slug(talk: TalkPage) -> str:
    """The talk's own slug, with that of its series before it where another room has it already."""
    taken = Room.objects.filter(slug=talk.slug).exists()
    return (f"{talk.series.slug}-{talk.slug}" if taken else talk.slug)[:120]


def _topic_for(talk: TalkPage, author: User) -> Topic:
    anchor = Anchor(ANCHOR_KIND, str(talk.pk), talk.url, talk.title)
    return ensure_topic(anchor, talks_forum(), author=author, subject=talk.title, content=_first_post(talk))


def _first_post(talk: TalkPage) -> str:
    """The teaser, and its questions as the first prompts (R-EVT-6)."""
    prompts = "\n".join(f"{number}. {question}" for number, question in enumerate(talk.question_list, 1))
    invitation = gettext("What would you like to ask or tell? Write it here, before or after the talk.")
    return "\n\n".join(part for part in (talk.teaser, prompts, invitation) if part)


def _any_moderator() -> User | None:
    return User.objects.active().filter(groups__name=MODERATORS).order_by("pk").first()
