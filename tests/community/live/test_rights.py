"""Who may still listen, asked of many sockets at once."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from community.live import actions
from community.live.models import Room
from community.live.rights import NOT_ALLOWED, Claim, Visitor, lost_claims
from community.people.models import User

pytestmark = pytest.mark.django_db


def claim_of(user: User, room: Room) -> Claim:
    client = Client()
    client.force_login(user, backend="community.people.backends.Members")
    return Claim(Visitor(user.pk, client.session.session_key), ((room.pk, "room"),))


@pytest.fixture(params=[Room.Audience.EVERYONE, Room.Audience.MEMBERS])
def claims(request, cast, room):
    """Zofia, Ivo and Jurgis listen to the room."""
    Room.objects.filter(pk=room.pk).update(audience=request.param)
    return [claim_of(user, room) for user in (cast.zofia, cast.ivo, cast.jurgis)]


def test_three_sockets_cost_as_many_queries_as_one(claims):
    counted = []
    for asked in (claims[:1], claims):
        with CaptureQueriesContext(connection) as found:
            assert lost_claims(asked) == {}
        counted.append(len(found))
    assert counted[0] == counted[1] <= 5


def test_whoever_was_shut_out_loses_just_their_own_claim(cast, room, claims):
    said = actions.post_message(cast.ivo, room, "Buy now")
    actions.ban_attendee(cast.ona, said.attendee, "Spam")
    assert lost_claims(claims) == {claims[1]: NOT_ALLOWED}
