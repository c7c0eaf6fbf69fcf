"""Talks, and the questions in their rooms. Talks themselves are pages: editors write them in the editor."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import Http404
from ninja import Query, Router, Schema

from community.api.callers import Call
from community.api.paging import Piece, piece_of
from community.live.models import Room
from events.actions.publishing import ANCHOR_KIND
from events.models import TalkPage
from events.queries import with_series
from forum.permissions import can_read_topic
from forum.queries import topic_for

router = Router(tags=["talks"])


class Talk(Schema):
    id: int
    url: str
    title: str
    teaser: str
    series: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    time_label: str
    state: str
    status: str
    postponed_to: date | None
    mode: str
    venue: str
    organiser: str
    has_recording: bool
    updated_at: datetime | None


class Speaker(Schema):
    name: str
    role: str
    organisation: str


class OneTalk(Talk):
    speakers: list[Speaker]
    questions: list[str]
    ecosystems: list[str]
    recording_url: str
    room_url: str | None
    takes_questions: bool
    topic_id: int | None


class Talks(Schema):
    items: list[Talk]
    next: str | None


class When(Piece):
    when: Annotated[Literal["all", "upcoming", "past"], Query(description="Those that are ahead, or over.")] = "all"


@router.get("", response=Talks, summary="List talks")
def list_talks(request: Call, asked: Annotated[When, Query()]) -> dict:
    """Those that are ahead begin with the next one; all others with the latest."""
    talks = TalkPage.objects.visible()
    chosen = {"all": talks, "upcoming": talks.upcoming(), "past": talks.past()}[asked.when]
    ahead = asked.when == "upcoming"
    found = piece_of(request, chosen, asked, "starts_at", lambda talk: talk, newest=not ahead)
    return found | {"items": [Talk(**_facts(talk)) for talk in with_series(found["items"])]}


@router.get("/{int:talk_id}", response=OneTalk, summary="Read a talk")
def read_talk(request: Call, talk_id: int) -> OneTalk:
    talk = talk_or_404(talk_id)
    room, topic = talk.room, topic_for(ANCHOR_KIND, talk.pk)
    people = [Speaker(name=one.name, role=one.role, organisation=one.organisation_label) for one in talk.speaker_list()]
    return OneTalk(
        **_facts(talk),
        speakers=people,
        questions=talk.question_list,
        ecosystems=sorted(talk.ecosystems.values_list("code", flat=True)),
        recording_url=talk.recording_url,
        room_url=room.get_absolute_url() if room and _is_open_to_all(room) else None,
        takes_questions=bool(room and room.takes_questions),
        topic_id=topic.pk if topic and can_read_topic(request.auth.user, topic) else None,
    )


def talk_or_404(pk: int) -> TalkPage:
    talk = TalkPage.objects.visible().filter(pk=pk).first()
    if talk is None:
        raise Http404
    found: TalkPage = with_series([talk])[0]
    return found


def _is_open_to_all(room: Room) -> bool:
    return room.audience == Room.Audience.EVERYONE


def _facts(talk: TalkPage) -> dict[str, Any]:
    same = ("title", "teaser", "starts_at", "ends_at", "zone", "time_label", "state", "status", "postponed_to", "mode")
    return {
        **{name: getattr(talk, name) for name in same},
        "id": talk.pk,
        "url": talk.url,
        "series": talk.series.title,
        "venue": talk.venue,
        "organiser": talk.organiser_label,
        "has_recording": talk.has_recording,
        "updated_at": talk.last_published_at,
    }
