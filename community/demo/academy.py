"""Programmes, editions and who takes part (demo-data C4)."""

from datetime import time

from community.demo.dates import Dates
from community.demo.reading import read
from community.people.models import Organisation, User
from events.academy.actions import ensure_academy, open_rooms
from events.academy.models import Edition, EditionMembership, Programme, Session
from forum.actions import set_forum_members
from forum.engine import Forum

STATES = {"call open": "call_open", "finishing": "running"}
FORMATS = {"guest talk": "guest"}
MODES = {"on site": "on_site"}
BETWEEN = """Talk to three members for the homework and post one sentence that you did not expect
Ask the others in the forum; your trainer reads it every second day
Book a quarter of an hour with your tutor"""


def add_editions(
    organisations: dict[str, Organisation], people: dict[str, User], forums: dict[str, Forum], dates: Dates
) -> None:
    """All editions, with sessions and members where the files give any; a running one has a private forum."""
    ensure_academy()
    data = read("world/editions")
    programmes = {entry["key"]: _programme(entry) for entry in data["programmes"]}
    for entry in data["editions"]:
        edition = _edition(entry, programmes[entry["programme"]], organisations, people, dates)
        _open_forums(edition, entry, people, forums)


def _programme(entry: dict) -> Programme:
    programme, _made = Programme.objects.get_or_create(
        slug=entry["key"], defaults={"title": entry["title"], "summary": entry["summary"]}
    )
    return programme


def _edition(
    entry: dict,
    programme: Programme,
    organisations: dict[str, Organisation],
    people: dict[str, User],
    dates: Dates,
) -> Edition:
    found = Edition.objects.filter(slug=entry["key"]).first()
    if found:
        return found
    host = organisations.get(entry["host"])
    edition = Edition(
        programme=programme,
        slug=entry["key"],
        ordinal=entry["ordinal"],
        label=entry["label"],
        status=STATES.get(entry["status"], entry["status"]),
        starts_month=_month(entry["starts_on"], entry, dates),
        ends_month=_month(entry["ends_on"], entry, dates),
        place=entry["place"],
        host=host.name if host else "",
        capacity=entry.get("capacity_max"),
        reported_participants=entry.get("reported_participants"),
        reported_regions=entry.get("reported_regions"),
        reported_countries=entry.get("reported_countries"),
        between=BETWEEN if entry.get("sessions") else "",
    )
    edition.sessions = [_session(facts, dates) for facts in entry.get("sessions", [])]
    edition.memberships = [_membership(facts, people) for facts in entry.get("members", [])]
    edition.save()
    return edition


def _session(facts: dict, dates: Dates) -> Session:
    return Session(
        title=facts["title"],
        format=FORMATS.get(facts["format"], facts["format"]),
        mode=MODES.get(facts["mode"], facts["mode"]),
        venue=facts["venue"],
        day=dates.day(facts["date"]),
        start=time.fromisoformat(facts["start"]),
        end=time.fromisoformat(facts["end"]),
    )


def _membership(facts: dict, people: dict[str, User]) -> EditionMembership:
    return EditionMembership(user=people[facts["account"]], role=facts["role"], team=facts["team"] or None)


def _open_forums(edition: Edition, entry: dict, people: dict[str, User], forums: dict[str, Forum]) -> None:
    """The edition's members into its forums; a team's forum is for the team, its tutor and the trainers."""
    members = entry.get("members", [])
    for facts in read("world/forums")["forums"]:
        if facts["edition"] != entry["key"]:
            continue
        team = int(facts["key"][-1]) if "-team-" in facts["key"] else 0
        inside = [m for m in members if not team or m["team"] == team or m["role"] != "participant"]
        group = f"{edition.group_name}-team-{team}" if team else edition.group_name
        set_forum_members(forums[facts["key"]], group, users=[people[m["account"]] for m in inside])
    if members:
        open_rooms(edition)


def _month(text: str, entry: dict, dates: Dates) -> str:
    """A month of the files such as 2026-11, moved along unless it is history; empty stays empty."""
    if not text:
        return ""
    day = dates.day(f"{text}-01" if len(text) == len("2026-11") else text, historic=entry["historic"])
    return f"{day:%Y-%m}"
