"""Talks and their series. What is laid out on their pages, such as agendas, is written in the editor."""

from datetime import date, datetime, time
from typing import Annotated, Any, Literal

from django.http import Http404
from ninja import Query, Router, Schema, Status
from pydantic import AfterValidator, Field, StrictBool

from community.api.bodies import Body
from community.api.callers import Call, member_of, writing
from community.api.paging import Piece, piece_of
from community.live.models import Room
from events import actions
from events.actions.publishing import ANCHOR_KIND
from events.models import SeriesPage, TalkPage
from events.models.timed import FIRST_DAY, LAST_DAY
from events.permissions import can_edit_talk
from events.queries import with_series
from events.rich_text import as_html
from forum.permissions import can_read_topic
from forum.queries import topic_for

router = Router(tags=["talks"])


class Talk(Schema):
    id: int
    url: str
    title: str
    teaser: str
    series: str
    series_id: int
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
    is_published: bool
    has_draft: bool = Field(description="Whether something was changed that readers do not see yet.")
    updated_at: datetime | None


class Speaker(Schema):
    name: str
    role: str
    organisation: str


class OneTalk(Talk):
    speakers: list[Speaker]
    questions: list[str]
    about_html: str = Field(description="As on the page.")
    summary_html: str = Field(description="As on the page.")
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


def _on_the_wall(clock: time) -> time:
    """The zone is said once, for the whole talk."""
    if clock.tzinfo is not None:
        raise ValueError
    return clock


Clock = Annotated[time, AfterValidator(_on_the_wall)]


class ChangedTalk(Body):
    """Only what is sent is changed. Readers see it once it is published."""

    title: str = Field("", min_length=1)
    teaser: str = ""
    questions: str = Field("", description="One a line.")
    purposes: str = Field("", description="One a line.")
    about: str = Field("", description="Markdown: paragraphs, lists, two levels of headings, bold, italic and links.")
    summary: str = Field("", description="What was said, in Markdown.")
    day: date = Field(None, ge=FIRST_DAY, le=LAST_DAY)  # type: ignore[assignment] # absent or a moment, never null
    start: Clock = Field(None)  # type: ignore[assignment] # absent or a moment, never null
    end: Clock = Field(None)  # type: ignore[assignment] # absent or a moment, never null
    zone: str = Field("", description="An IANA name, such as Europe/Brussels: the times are those of its clocks.")
    status: Literal["scheduled", "cancelled", "postponed"] = "scheduled"
    postponed_to: date | None = None
    mode: Literal["online", "on_site", "hybrid"] = "online"
    venue: str = ""
    target_group: str = ""
    organiser: str = ""
    on_behalf_of: str = ""
    recording_url: str = ""
    publish: StrictBool = False


class NewTalk(ChangedTalk):
    """What is not sent, the series fills in."""

    title: str = Field(min_length=1)


class Series(Schema):
    id: int
    url: str
    title: str


class ManySeries(Schema):
    items: list[Series]
    next: str | None


@router.get("/series", response=ManySeries, summary="List series of talks")
def list_series(request: Call, piece: Annotated[Piece, Query()]) -> dict:
    """The newest first."""
    rows = SeriesPage.objects.live().public()
    return piece_of(request, rows, piece, "first_published_at", _shown_series, newest=True)


@router.get("/talks", response=Talks, summary="List talks")
def list_talks(request: Call, asked: Annotated[When, Query()]) -> dict:
    """Those that are ahead begin with the next one; all others with the latest."""
    talks = TalkPage.objects.visible()
    chosen = {"all": talks, "upcoming": talks.upcoming(), "past": talks.past()}[asked.when]
    ahead = asked.when == "upcoming"
    found = piece_of(request, chosen, asked, "starts_at", lambda talk: talk, newest=not ahead)
    return found | {"items": [Talk(**_facts(talk)) for talk in with_series(found["items"])]}


@router.get("/talks/{int:talk_id}", response=OneTalk, summary="Read a talk")
def read_talk(request: Call, talk_id: int) -> OneTalk:
    return _one(request, talk_or_404(talk_id))


@router.post("/series/{int:series_id}/talks", response={201: OneTalk}, auth=writing, summary="Draft a talk")
def draft_talk(request: Call, series_id: int, body: NewTalk) -> Status:
    """For editors: a new talk of a series, which waits in the editor unless it is published."""
    series = SeriesPage.objects.live().public().filter(pk=series_id).first()
    if series is None:
        raise Http404
    talk = actions.draft_talk(member_of(request), series, **body.model_dump(exclude_unset=True))
    return Status(201, _one(request, with_series([talk])[0]))


@router.patch("/talks/{int:talk_id}", response=OneTalk, auth=writing, summary="Change a talk")
def change_talk(request: Call, talk_id: int, body: ChangedTalk) -> OneTalk:
    """For editors, who find their drafts here, too."""
    editor = member_of(request)
    draft = TalkPage.objects.filter(pk=talk_id).first()
    talk = draft if draft and can_edit_talk(editor, draft) else talk_or_404(talk_id)
    changed = actions.revise_talk(editor, talk, **body.model_dump(exclude_unset=True))
    return _one(request, with_series([changed])[0])


def _one(request: Call, talk: TalkPage) -> OneTalk:
    room, topic = talk.room, topic_for(ANCHOR_KIND, talk.pk)
    people = [Speaker(name=one.name, role=one.role, organisation=one.organisation_label) for one in talk.speaker_list()]
    return OneTalk(
        **_facts(talk),
        speakers=people,
        questions=talk.question_list,
        about_html=as_html(talk.about),
        summary_html=as_html(talk.summary),
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


def _shown_series(series: SeriesPage) -> Series:
    return Series(id=series.pk, url=series.url, title=series.title)


def _facts(talk: TalkPage) -> dict[str, Any]:
    same = ("title", "teaser", "starts_at", "ends_at", "zone", "time_label", "state", "status", "postponed_to", "mode")
    return {
        **{name: getattr(talk, name) for name in same},
        "id": talk.pk,
        "url": talk.url,
        "series": talk.series.title,
        "series_id": talk.series.pk,
        "venue": talk.venue,
        "organiser": talk.organiser_label,
        "has_recording": talk.has_recording,
        "is_published": talk.live,
        "has_draft": talk.has_unpublished_changes,
        "updated_at": talk.last_published_at,
    }
