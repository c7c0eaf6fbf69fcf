"""Where in the recording of a talk each question is answered.

*Answering now* notes when an answer began. Together with the moment at which the recording began, and a number of
seconds by which an editor has moved all of them, that gives the place in the film.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from community.lib import durations
from community.live.models import Question, Room
from events.models import TalkPage

LATE = 120  # seconds: an answer that began so shortly before the recording is at its beginning


@dataclass(frozen=True)
class Chapter:
    """A question that was answered on stage: where in the recording, and where that place can be opened."""

    question: Question
    seconds: int
    href: str

    @property
    def label(self) -> str:
        return durations.on_the_clock(self.seconds)


def chapters(talk: TalkPage, room: Room, questions: Iterable[Question]) -> list[Chapter]:
    """The questions that were answered on stage, in the order of the recording; without those that it left out."""
    url, length = _film(talk)
    placed = _placed(questions, recording_began(talk, room), room.recording_shift, length)
    ordered = sorted(placed, key=lambda one: (one[1], one[0].pk))
    return [Chapter(question, second, address_at(url, second)) for question, second in ordered]


def recording_began(talk: TalkPage, room: Room) -> datetime:
    """As an editor has said; else when the talk began."""
    return room.recording_started_at or talk.starts_at


def film_length(talk: TalkPage) -> int:
    """How long our own film is, in seconds; 0 where nobody knows."""
    return _film(talk)[1]


def address_at(url: str, second: int) -> str:
    """The address of a recording from that second on, where its site is known to have one; else the plain address."""
    if not url:
        return ""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    if host in {"youtube.com", "m.youtube.com", "youtu.be", "youtube-nocookie.com"}:
        query = [(name, value) for name, value in parse_qsl(parts.query) if name not in {"t", "start"}]
        return urlunsplit(parts._replace(query=urlencode([*query, ("t", f"{second}s")])))
    if host == "vimeo.com" or url.startswith("/"):  # media fragments (W3C) work with the files of our own
        return urlunsplit(parts._replace(fragment=f"t={second}s" if host else f"t={second}"))
    return url


def _film(talk: TalkPage) -> tuple[str, int]:
    for block in talk.recording:
        film = block.value["film"]
        return film.url, int(film.duration or 0)
    return talk.recording_url, 0


def _placed(questions: Iterable[Question], began: datetime, shift: int, length: int) -> Iterator[tuple[Question, int]]:
    for question in questions:
        if question.state != Question.State.ANSWERED_LIVE or question.answering_at is None:
            continue
        second = round((question.answering_at - began).total_seconds()) + shift
        if second >= -LATE and (not length or second < length):
            yield question, max(second, 0)
