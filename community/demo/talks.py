"""The series and a year of talks (demo-data C5)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.html import format_html
from wagtail.models import Page

from community.demo import files
from community.demo.dates import BRUSSELS, Dates
from community.demo.reading import read
from community.people.models import Ecosystem, Organisation, User
from events.actions import ensure_talks
from events.models import Material, SeriesAgendaItem, SeriesPage, Speaker, TalkAgendaItem, TalkPage

AGENDA_KINDS = {"practice": "presentation", "qa": "questions", "news": "platform"}
MATERIAL_KINDS = {"training": "set", "recording": "link"}
CLINIC = "drop-in-clinic"
CLINIC_LASTS = timedelta(hours=3)
CLINIC_SINCE = timedelta(minutes=20)


@dataclass
class World:
    """What the talks refer to."""

    dates: Dates
    organisations: dict[str, Organisation]
    people: dict[str, User]
    ecosystems: dict[str, Ecosystem]


def add_series() -> dict[str, SeriesPage]:
    """The two series by their key."""
    index = ensure_talks()
    return {entry["key"]: _series(index, entry) for entry in read("world/series")["series"]}


def _series(index: Page, entry: dict) -> SeriesPage:
    found = SeriesPage.objects.child_of(index).filter(slug=entry["key"]).first()
    if found:
        return found
    series = SeriesPage(
        title=entry["title"],
        slug=entry["key"],
        boilerplate=entry["boilerplate"],
        cadence=entry["cadence"][:80],
        start=time.fromisoformat(entry["start"]),
        end=time.fromisoformat(entry["end"]),
        zone=entry["zone"],
        organiser="Academy Secretariat (demo)",
        target_group="Cluster managers and their teams",
    )
    series.agenda = [SeriesAgendaItem(**_agenda(item), sort_order=place) for place, item in enumerate(entry["agenda"])]
    index.add_child(instance=series)
    series.save_revision().publish()
    return series


def draft_talks(series: dict[str, SeriesPage], world: World) -> dict[str, TalkPage]:
    """Every talk by its key, made as a draft where it is not there yet, so that its topic can be prepared first."""
    return {entry["key"]: _talk(series[entry["series"]], entry, world) for entry in read("world/talks")["talks"]}


def publish_talks(talks: dict[str, TalkPage]) -> None:
    """Publish what is not meant to stay a draft; that opens each talk's room and topic."""
    for entry in read("world/talks")["talks"]:
        talk = talks[entry["key"]]
        if entry["status"] != "draft" and not talk.live:
            talk.save_revision().publish()


def talk_on(talks: dict[str, TalkPage], written_date: str) -> TalkPage:
    """The talk that the files date on this day."""
    return next(talks[entry["key"]] for entry in read("world/talks")["talks"] if entry.get("date") == written_date)


def clinic_hours(now: datetime) -> tuple[date, time, time, str]:
    """Day, start, end and zone of a clinic that began twenty minutes ago and lasts three hours.

    A talk does not run past midnight, so late in the Brussels evening the clinic is held in Toronto.
    """
    for zone in (BRUSSELS, ZoneInfo("America/Toronto")):
        start = (now - CLINIC_SINCE).astimezone(zone).replace(second=0, microsecond=0)
        end = start + CLINIC_LASTS
        if start.date() == end.date():
            break
    return start.date(), start.time(), end.time(), zone.key


def _talk(series: SeriesPage, entry: dict, world: World) -> TalkPage:
    found = TalkPage.objects.child_of(series).filter(slug=entry["key"]).first()
    if found:
        return found
    talk = TalkPage(
        live=False, slug=entry["key"], **_words(entry), **_hours(entry, world.dates), **_state(entry, world)
    )
    talk.speakers.set([_speaker(facts, world, place) for place, facts in enumerate(entry["speakers"])])
    agenda = entry.get("agenda") or ([] if entry.get("live") else _standing_agenda(series))
    talk.agenda.set([TalkAgendaItem(**_agenda(item), sort_order=place) for place, item in enumerate(agenda)])
    talk.materials.set([_material(facts, entry["key"], place) for place, facts in _numbered(entry.get("materials"))])
    if "film" in entry:
        talk.recording = [_recording(entry["film"], world)]  # type: ignore[assignment]
    series.add_child(instance=talk)
    talk.ecosystems.set([world.ecosystems[code] for code in entry["ecosystems"]])
    talk.save()
    return talk


def _numbered(entries: list[dict] | None) -> Iterator[tuple[int, dict]]:
    return iter(enumerate(entries or []))


def _words(entry: dict) -> dict:
    summary = entry.get("summary", "")
    return {
        "title": entry["title"],
        "teaser": entry["teaser"],
        "questions": "\n".join(entry["questions"]),
        "purposes": "\n".join(entry["purposes"]),
        "target_group": entry.get("target", "")[:160],
        "summary": format_html("<p>{}</p>", summary) if summary else "",
    }


def _hours(entry: dict, dates: Dates) -> dict:
    if entry.get("live"):
        day, start, end, zone = clinic_hours(timezone.now())
    else:
        day = dates.day(entry["date"], historic=entry["historic"])
        start, end = time.fromisoformat(entry["start"]), time.fromisoformat(entry["end"])
        zone = entry["zone"]
    return {"day": day, "start": start, "end": end, "zone": zone}


def _state(entry: dict, world: World) -> dict:
    moved = entry.get("postponed_to")
    historic = {
        "organiser": "European Cluster Collaboration Platform",
        "on_behalf_of": "European Commission",
    }
    return {
        "status": TalkPage.Status.SCHEDULED if entry["status"] == "draft" else entry["status"],
        "postponed_to": world.dates.day(moved) if moved else None,
        **(historic if entry["historic"] else {}),
    }


def _speaker(facts: dict, world: World, place: int) -> Speaker:
    """A speaker; the demo's own talks name a role where a name would be, because nobody is invented as a speaker."""
    account = world.people.get(facts.get("account", ""))
    named = facts["name"] or (account.display_name if account else "")
    return Speaker(
        sort_order=place,
        name=named or facts["role"],
        role=facts["role"] if named else "",
        organisation_text=facts.get("organisation", ""),
        organisation=next((o for o in world.organisations.values() if o.name == facts.get("organisation")), None),
        user=account,
        is_moderator="moderator" in facts["role"].lower(),
    )


def _agenda(item: dict) -> dict:
    return {
        "minutes": item["minutes"],
        "title": item["title"],
        "kind": AGENDA_KINDS.get(item["kind"], item["kind"]),
    }


def _standing_agenda(series: SeriesPage) -> list[dict]:
    return [{"minutes": item.minutes, "title": item.title, "kind": item.kind} for item in series.agenda.all()]


def _recording(facts: dict, world: World) -> tuple[str, dict]:
    """The recording: a film of six drawings, as long as the real one would be."""
    return "film", {
        "film": files.film(facts["title"], facts["seconds"], 6, frames_per_second=1 / 40),
        "poster": files.drawing("timeline", facts["title"]),
        "captions": [],
        "transcript": "",
        "chapters": [],
        "captions_due": world.dates.day(facts["captions_follow"]),
    }


def _material(facts: dict, talk: str, place: int) -> Material:
    edition = facts.get("edition", "")
    title = f"{edition}: {facts['title']}" if edition else f"{facts['title']} ({talk})"
    return Material(
        sort_order=place,
        title=facts["title"],
        kind=MATERIAL_KINDS.get(facts["kind"], facts["kind"]),
        language=facts["language"],
        document=files.document(f"{talk}-{place + 1}.txt", title, facts["text"]),
        edition_label=edition,
    )
