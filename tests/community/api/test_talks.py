"""Editors write talks through the interface: the editor's own rights, revisions and publication."""

import re

import pytest

from community.live.models import Room
from events.actions import ensure_talks
from events.models import TalkPage
from tests.community.api.conftest import program_of
from tests.events.making import make_series, make_talk
from tests.kept import kept

pytestmark = pytest.mark.embedded

TALK = {"title": "Energy in small firms", "day": "2027-02-10", "start": "08:30", "end": "09:45", "teaser": "Why now."}


@kept
def series():
    ensure_talks()
    return make_series()


@pytest.fixture
def camille(cast):
    """An editor's program."""
    return program_of(cast.camille)


def test_an_editor_drafts_a_talk_and_publishes_it(guest, camille, series):
    (listed,) = guest.get("/series").json()["items"]
    made = camille.post(f"/series/{listed['id']}/talks", TALK)
    assert made.status_code == 201, made.text
    talk = made.json()
    assert (talk["is_published"], talk["time_label"]) == (False, "08:30–09:45 Brussels time (CET, UTC+1)")
    assert guest.get(f"/talks/{talk['id']}").status_code == 404
    assert not Room.objects.filter(title=TALK["title"]).exists()
    out = camille("patch", f"/talks/{talk['id']}", {"teaser": "Because it pays.", "publish": True}).json()
    assert (out["is_published"], out["teaser"]) == (True, "Because it pays.")
    assert (
        guest.get(f"/talks/{talk['id']}").json()["room_url"] == Room.objects.get(title=TALK["title"]).get_absolute_url()
    )
    page = TalkPage.objects.get(pk=talk["id"])
    assert page.agenda.count() == 2  # the series fills in the rest, as in the editor
    assert page.latest_revision.user.email == "camille@example.org"


def test_a_change_waits_until_it_is_published(guest, camille, series):
    talk = make_talk(series)
    changed = camille("patch", f"/talks/{talk.pk}", {"title": "Between two sessions"}).json()
    assert (changed["title"], changed["has_draft"]) == ("Between two sessions", True)
    assert guest.get(f"/talks/{talk.pk}").json()["title"] == "Between the sessions"


MARKDOWN = """Two **paragraphs**,

with a [link](https://example.org/) and

- a point
- another

# A heading
"""


def test_what_is_said_at_length_is_markdown_and_stored_as_the_editor_would(guest, camille, client, series):
    made = camille.post(f"/series/{series.pk}/talks", TALK | {"about": MARKDOWN, "publish": True})
    assert made.status_code == 201, made.text
    stored = TalkPage.objects.get(pk=made.json()["id"])
    shown = re.sub(r' data-block-key="\w+"', "", stored.about)
    assert shown == (
        '<p>Two <b>paragraphs</b>,</p><p>with a <a href="https://example.org/">link</a> and</p>'
        "<ul><li>a point</li><li>another</li></ul><h3>A heading</h3>"
    )
    assert "<li>another</li>" in re.sub(r' data-block-key="\w+"', "", client.get(stored.url).text)
    assert "<b>paragraphs</b>" in guest.get(f"/talks/{stored.pk}").json()["about_html"]
    changed = camille("patch", f"/talks/{stored.pk}", {"summary": "First.\n\nSecond.", "publish": True}).json()
    assert (changed["summary_html"].count("<p"), changed["about_html"]) == (2, made.json()["about_html"])
    assert camille("patch", f"/talks/{stored.pk}", {"about": " \n"}).json()["about_html"] == ""


@pytest.mark.parametrize(
    "evil",
    [
        "<img src=x onerror=alert(1)>",
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "<javascript:alert(1)>",
        "![x](https://evil.example/x.png)",
        '<a linktype="page" id="1">x</a>',
        '<embed embedtype="image" id="1" format="left" alt="x"/>',
    ],
)
def test_nothing_else_gets_in_that_way(camille, series, evil):
    made = camille.post(f"/series/{series.pk}/talks", TALK | {"about": evil})
    html = made.json()["about_html"]
    assert not re.search(r"<(?!/?(p|b|a|i)\b)", html), html
    assert not re.search(r"<a(?! href=.https://evil\.example/x\.png.>)", html), html


@pytest.mark.parametrize("name", ["jurgis", "pekka"])
def test_nobody_else_writes_talks_nor_finds_drafts(cast, camille, series, name):
    member = program_of(getattr(cast, name))
    draft = camille.post(f"/series/{series.pk}/talks", TALK).json()["id"]
    assert member.post(f"/series/{series.pk}/talks", TALK).status_code == 403
    assert member("patch", f"/talks/{make_talk(series).pk}", {"title": "Mine"}).status_code == 403
    assert member("patch", f"/talks/{draft}", {"title": "Mine"}).status_code == 404
    assert not TalkPage.objects.filter(title="Mine").exists()


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"end": "08:00"}, "#/end"),
        ({"zone": "Europe/Nowhere"}, "#/zone"),
        ({"recording_url": "javascript:alert(1)"}, "#/recording_url"),
        ({"day": "soon"}, "#/day"),
        ({"status": "live"}, "#/status"),
        ({"title": ""}, "#/title"),
        ({"live": True}, "#/live"),
        ({"owner": 1}, "#/owner"),
        ({"day": None}, "#/day"),
        ({"day": "0001-01-01"}, "#/day"),
        ({"start": "08:30+02:00"}, "#/start"),
    ],
)
def test_what_does_not_fit_is_named(camille, series, wrong, pointer):
    refused = camille.post(f"/series/{series.pk}/talks", TALK | wrong)
    assert refused.status_code == 422, refused.text
    assert pointer in {error.get("pointer") for error in refused.json()["errors"]}
    assert not TalkPage.objects.exists()


def test_a_locked_talk_is_left_alone(cast, camille, series):
    talk = make_talk(series)
    TalkPage.objects.filter(pk=talk.pk).update(locked=True, locked_by=cast.secretariat)
    refused = camille("patch", f"/talks/{talk.pk}", {"title": "Mine"})
    assert (refused.status_code, refused.json()["type"]) == (409, "/api/v1/#conflict")
