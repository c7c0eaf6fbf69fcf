"""A visit is noted at most once an hour, so that reading a page hardly ever writes."""

from datetime import timedelta

import time_machine
from django.utils import timezone

from community.people.models import User


def last_seen(user):
    return User.objects.get(pk=user.pk).last_seen_at


def test_signing_in_is_a_visit_and_an_hour_later_there_is_another(as_user, cast, client):
    zofia = as_user(cast.zofia)
    zofia.get("/notifications/")
    assert last_seen(cast.zofia) is None  # the moment of signing in says it
    later = timezone.now() + timedelta(hours=2)
    with time_machine.travel(later, tick=False):
        zofia.get("/notifications/")
        assert last_seen(cast.zofia) == later
    with time_machine.travel(later + timedelta(minutes=50), tick=False):
        zofia.get("/notifications/")
        assert last_seen(cast.zofia) == later
    client.get("/search/")
    assert last_seen(cast.ivo) is None
