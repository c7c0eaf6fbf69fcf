"""After a restore nothing goes on that was begun after the backup: pages, sessions, the search."""

from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client

from community.live import actions
from community.live.models import Room
from community.search.models import SearchEntry
from tests.community.live.making import open_clinic
from tests.community.live.readers import Browser, act

pytestmark = pytest.mark.django_db


def restore():
    said = StringIO()
    call_command("after_restore", stdout=said)
    return said.getvalue()


def test_every_room_has_a_history_of_its_own(cast):
    rooms = [open_clinic(cast, slug) for slug in ("one", "two")]
    there = Room.objects.count()
    assert f"new history: {there}" in restore()
    epochs = set(Room.objects.values_list("epoch", flat=True))
    assert len(epochs) == there
    assert not epochs & {room.epoch for room in rooms}


def test_everybody_signs_in_again(cast, as_user):
    zofia = as_user(cast.zofia)
    assert "Sessions ended: 1" in restore()
    assert not Session.objects.exists()
    assert zofia.get("/notifications/").status_code == 302


def test_the_search_finds_what_is_there(cast):
    SearchEntry.objects.create(kind="topic", object_id="999999", title="Written after the backup", url="/")
    restore()
    assert not SearchEntry.objects.filter(object_id="999999").exists()


@pytest.mark.django_db(transaction=True)
async def test_an_open_page_loads_anew(cast):
    room = await act(open_clinic, cast)
    await act(actions.post_message, cast.zofia, room, "Before the restore")
    async with Browser() as page:
        await page.follow(room, epoch=str(room.epoch))
        await act(restore)
        await page.until("reload")
    assert (await act(Client().get, f"/live/clinic/events?epoch={room.epoch}")).status_code == 410
