"""A member's own address of a private forum: good as long as the member may read, found by nobody else."""

import logging
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from community.tokens.actions import make_feed_key, revoke_key
from community.tokens.models import AccessToken
from forum import actions, queries
from tests.forum.conftest import ACADEMY, CANARY
from tests.forum.test_feeds import entries

pytestmark = pytest.mark.embedded


def address(secret: str) -> str:
    return f"/forum/feed/{secret}.atom"


@pytest.fixture
def ivos(cast, forums, private_topic):
    """Ivo's own address of the Academy's forum."""
    return address(make_feed_key(cast.ivo, "forum", forums.academy.pk).secret)


def test_a_member_makes_an_address_on_the_forums_page_and_reads_by_it(client, as_user, cast, forums, private_topic):
    ivo = as_user(cast.ivo)
    page = f"/forum/{forums.academy.pk}/feed/"
    assert page in ivo.get(queries.forum_url(forums.academy)).text
    made = ivo.post(page)
    own = re.search(r'value="http://127\.0\.0\.1:8000(/forum/feed/intersession_feed_[0-9a-f]+\.atom)"', made.text)[1]
    (found,) = entries(client.get(own))
    assert found["content"].strip() == f"<p>The {CANARY} words.</p>"
    assert own not in ivo.get(page).text
    assert f"Academy 5 {CANARY}" in ivo.get("/account/access/").text
    assert AccessToken.objects.get().last_used_at


def test_it_is_kept_by_no_proxy_listed_nowhere_and_told_to_nobody(client, ivos):
    page = client.get(ivos)
    assert page.headers["Cache-Control"] == "private, no-cache"
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "intersession_feed" not in page.text
    assert not page.cookies
    again = client.get(ivos, headers={"If-None-Match": page.headers["ETag"]})
    assert (again.status_code, again.headers["Cache-Control"]) == (304, "private, no-cache")


def test_it_ends_with_the_right_to_read(client, cast, forums, ivos):
    actions.set_forum_members(forums.academy, ACADEMY, users=[cast.zofia])
    assert client.get(ivos).status_code == 404


def test_it_ends_with_the_account_and_when_it_is_revoked(client, cast, ivos):
    cast.ivo.is_active = False
    cast.ivo.save()
    assert client.get(ivos).status_code == 404
    cast.ivo.is_active, cast.ivo.suspended_until = True, timezone.now() + timedelta(days=1)
    cast.ivo.save()
    assert client.get(ivos).status_code == 404
    cast.ivo.suspended_until = None
    cast.ivo.save()
    assert client.get(ivos).status_code == 200
    revoke_key(cast.ivo, AccessToken.objects.get().pk)
    assert client.get(ivos).status_code == 404


def test_nobody_makes_an_address_of_a_forum_that_they_cannot_read(as_user, client, cast, forums):
    page = f"/forum/{forums.academy.pk}/feed/"
    for method in ("get", "post"):
        assert getattr(as_user(cast.jurgis), method)(page).status_code == 404
        assert getattr(client, method)(page).status_code == 302
    assert not AccessToken.objects.exists()


def test_a_key_for_another_forum_or_thing_opens_no_forum(client, cast, forums, private_topic):
    assert client.get(address(make_feed_key(cast.jurgis, "forum", forums.academy.pk).secret)).status_code == 404
    assert client.get(address(make_feed_key(cast.ivo, "topic", private_topic.pk).secret)).status_code == 404
    assert client.get(address("nothing")).status_code == 404


def test_a_lost_address_is_not_in_the_logs(client, cast, ivos, caplog):
    """Django logs the address of each answer with 404; our handlers strike out what opens a door."""
    from community.lib.tokens import StrikeOutTokens  # noqa: PLC0415 - only this test needs it

    AccessToken.objects.all().delete()
    caplog.handler.addFilter(StrikeOutTokens())
    with caplog.at_level(logging.WARNING):
        assert client.get(ivos).status_code == 404
    assert "Not Found: /forum/feed/intersession_feed_….atom" in caplog.text
    assert ivos.split("_")[-1] not in caplog.text
