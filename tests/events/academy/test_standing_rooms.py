"""Rooms that stay open between the sessions: the lounge, an edition's, a team's. Private ones are kept private."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command

from community.live.actions import ensure_lounge, post_message
from community.live.models import Room
from community.live.permissions import can_moderate_room, can_read_room
from community.live.queries import room_on_now, standing_rooms
from events.academy.actions import add_member, close_edition, open_edition, remove_member
from events.academy.models import Edition, EditionMembership, EditionRoom, Programme

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]

TUTOR = EditionMembership.Role.TUTOR


@pytest.fixture
def edition(cast):
    """Zofia and Ivo take part, Ivo in team 2; Pekka is their tutor."""
    programme = Programme.objects.create(title="Academy", slug="academy")
    edition = Edition.objects.create(programme=programme, label="5th", slug="5th", status="running")
    add_member(cast.secretariat, edition, cast.zofia)
    add_member(cast.secretariat, edition, cast.ivo, team=2)
    add_member(cast.secretariat, edition, cast.pekka, TUTOR)
    return Edition.objects.get(pk=edition.pk)


def room(edition, team=0):
    return EditionRoom.objects.get(edition=edition, team=team).room


def titles(user):
    return [found.title for found in standing_rooms(user)]


def test_the_lounge_is_made_once_and_is_for_members(cast):
    call_command("prepare_site")
    lounge = ensure_lounge()
    assert Room.objects.get(slug="lounge") == lounge
    assert lounge.is_standing
    assert lounge.phase == "open"
    post_message(cast.jurgis, lounge, "Good evening")
    assert not can_read_room(AnonymousUser(), lounge)


def test_an_edition_and_each_of_its_teams_have_a_room_for_exactly_their_members(cast, edition):
    everyone, team = room(edition), room(edition, 2)
    assert [can_read_room(user, everyone) for user in (cast.zofia, cast.ivo, cast.pekka, cast.jurgis)] == [
        True, True, True, False,
    ]  # fmt: skip
    assert [can_read_room(user, team) for user in (cast.zofia, cast.ivo, cast.pekka, cast.jurgis)] == [
        False, True, True, False,
    ]  # fmt: skip
    assert can_moderate_room(cast.pekka, team)
    assert not can_moderate_room(cast.ivo, team)


def test_lists_name_private_rooms_to_their_members_only(client, cast, edition, as_user):
    ensure_lounge()
    assert titles(AnonymousUser()) == []
    assert titles(cast.jurgis) == ["Lounge"]
    assert titles(cast.zofia) == ["Academy, 5th", "Lounge"]
    assert titles(cast.ivo) == ["Academy, 5th", "Academy, 5th: team 2", "Lounge"]
    assert room_on_now() is None
    for visitor in (client, as_user(cast.jurgis)):
        for address in ("/live/", "/", "/editions/5th/"):
            page = visitor.get(address).text
            assert room(edition).get_absolute_url() not in page
            assert "team 2" not in page
    assert "Academy, 5th: team 2" in as_user(cast.ivo).get("/live/").text


def test_the_editions_page_leads_to_its_rooms(cast, edition, as_user):
    page = as_user(cast.ivo).get("/editions/5th/").text
    assert room(edition).get_absolute_url() in page
    assert "Room of team 2" in page
    assert "Room of team 2" not in as_user(cast.zofia).get("/editions/5th/").text


def test_saving_an_edition_again_changes_nothing(edition):
    before = list(Room.objects.values())
    open_edition(edition)
    assert list(Room.objects.values()) == before


def test_whoever_leaves_the_edition_leaves_its_rooms(cast, edition):
    remove_member(cast.secretariat, edition, cast.ivo)
    assert not can_read_room(cast.ivo, room(edition))
    assert room(edition, 2).phase == "closed"


def test_a_finished_edition_closes_its_rooms_and_its_members_read_on(cast, edition):
    Edition.objects.filter(pk=edition.pk).update(status="finished")
    open_edition(Edition.objects.get(pk=edition.pk))
    assert {room(edition).phase, room(edition, 2).phase} == {"closed"}
    assert can_read_room(cast.zofia, room(edition))


def test_a_deleted_edition_leaves_its_address_to_the_next(cast, edition):
    old = room(edition)
    post_message(cast.zofia, old, "What we said")
    edition = Edition.objects.get(pk=edition.pk)
    close_edition(edition)
    edition.delete()
    old.refresh_from_db()
    assert old.phase == "closed"
    assert old.slug != "5th"
    assert can_read_room(cast.zofia, old)
    new = Edition.objects.create(programme=edition.programme, label="5th", slug="5th", status="running")
    open_edition(new)
    assert room(new).slug == "5th"
    assert room(new) != old


def test_an_edition_whose_name_another_room_has_gets_one_of_its_own(cast, edition):
    Room.objects.filter(pk=room(edition).pk).update(slug="6th")
    sixth = Edition.objects.create(programme=edition.programme, label="6th", slug="6th", status="running")
    open_edition(sixth)
    assert room(sixth).slug.startswith("6th-")
