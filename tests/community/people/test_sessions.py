"""Sessions: whoever comes with a key that is none is a guest."""

import pytest
from django.conf import settings

from community.people.sessions import SessionStore

pytestmark = [pytest.mark.django_db, pytest.mark.service]


@pytest.mark.parametrize("key", ['"\\000aaaaaaaa"', "../../etc/passwd", "a" * 4000, "aaaaaaa", "x" * 32])
def test_a_made_up_key_is_the_visit_of_a_guest(client, key):
    client.cookies.load(f"{settings.SESSION_COOKIE_NAME}={key}")
    assert client.get("/forum/topics/").status_code == 200
    assert client.get("/notifications/").status_code == 302


def test_only_what_can_be_a_key_is_looked_for(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert SessionStore("\0aaaaaaaa").get("anything") is None
