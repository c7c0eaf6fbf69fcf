"""The page on which members give programs access: a key is told once, listed, and taken back."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.lib.tokens import digest_of
from community.notifications.models import MailJob, Notification
from community.tokens.actions import MOST_KEYS, make_api_key, make_feed_key
from community.tokens.models import AccessToken
from community.tokens.queries import find_key

pytestmark = pytest.mark.embedded

PAGE = "/account/access/"
FORM = {"name": "Newsletter", "scope": "write", "days": "90"}


def secret_in(page) -> str:
    return re.search(r'value="(intersession_api_[0-9a-f]+)"', page.text).group(1)


def test_a_key_is_told_once_and_kept_as_a_digest(as_user, cast):
    zofia = as_user(cast.zofia)
    page = zofia.post(PAGE, FORM)
    secret = secret_in(page)
    token = AccessToken.objects.get()
    assert (token.user, token.name, token.scope) == (cast.zofia, "Newsletter", "write")
    assert token.digest == digest_of(secret)
    assert timedelta(days=89) < token.expires_at - timezone.now() < timedelta(days=91)
    assert "no-store" in page.headers["Cache-Control"]
    stored = [str(value) for value in AccessToken.objects.values_list().get()]
    assert not [value for value in stored if secret in value]
    again = zofia.get(PAGE).text
    assert "Newsletter" in again
    assert secret not in again


def test_the_member_is_told_of_a_new_key_but_not_its_letters(as_user, cast):
    page = as_user(cast.zofia).post(PAGE, FORM)
    news = Notification.objects.get()
    assert (news.recipient, news.title) == (cast.zofia, "A key for a program was made: Newsletter")
    assert "change your password" in news.text
    assert secret_in(page) not in f"{news.title}{news.text}{news.url}"
    assert MailJob.objects.filter(recipient=cast.zofia).exists()


def test_the_page_is_there_for_members_only_and_says_when_there_is_nothing(client, as_user, cast):
    assert client.get(PAGE).url == f"/account/login/?next={PAGE}"
    page = as_user(cast.zofia).get(PAGE).text
    assert "You have made no key yet." in page
    assert "You read no private forum by feed." in page


@pytest.mark.parametrize("wrong", [{"name": ""}, {"name": "\u3164"}, {"scope": "admin"}, {"days": "9999"}])
def test_what_does_not_fit_is_refused_beside_its_field(as_user, cast, wrong):
    page = as_user(cast.zofia).post(PAGE, FORM | wrong)
    assert page.status_code == 422
    assert 'aria-invalid="true"' in page.text
    assert not AccessToken.objects.exists()


def test_a_revoked_key_opens_nothing_and_stays_in_the_list_for_a_month(as_user, cast):
    made, zofia = make_api_key(cast.zofia, name="Newsletter"), as_user(cast.zofia)
    assert find_key(made.secret, "api") == made.token
    zofia.post(f"{PAGE}{made.token.pk}/revoke/")
    assert find_key(made.secret, "api") is None
    page = zofia.get(PAGE).text
    assert "Revoked" in page
    assert f"{PAGE}{made.token.pk}/revoke/" not in page
    AccessToken.objects.update(revoked_at=timezone.now() - timedelta(days=31))
    assert "Newsletter" not in zofia.get(PAGE).text


def test_nobody_revokes_the_key_of_another(as_user, cast):
    made = make_api_key(cast.zofia, name="Newsletter")
    assert as_user(cast.ona).post(f"{PAGE}{made.token.pk}/revoke/").status_code == 404
    assert as_user(cast.ona).post(f"{PAGE}999999/revoke/").status_code == 404
    assert find_key(made.secret, "api")


def test_a_key_opens_only_what_it_is_for_until_it_has_run_out(cast):
    api, feed = make_api_key(cast.zofia, name="Newsletter"), make_feed_key(cast.zofia, "forum", 1)
    assert find_key(api.secret, "feed") is None
    assert find_key(feed.secret, "api") is None
    AccessToken.objects.update(expires_at=timezone.now())
    assert find_key(api.secret, "api") is None


def test_a_made_up_key_costs_no_query(cast, django_assert_num_queries):
    real = make_api_key(cast.zofia, name="Newsletter").secret
    with django_assert_num_queries(0):
        for made_up in ("", "x", "intersession_api_" + "0" * 56, f"{real[:-1]}{'0' if real[-1] != '0' else '1'}"):
            assert find_key(made_up, "api") is None


def test_there_is_an_end_to_the_number_of_keys(as_user, cast):
    for number in range(MOST_KEYS):
        make_api_key(cast.zofia, name=f"Program {number}")
    page = as_user(cast.zofia).post(PAGE, FORM)
    assert page.status_code == 422
    assert "Revoke one that you do not use any more first." in page.text
    assert AccessToken.objects.count() == MOST_KEYS


def test_the_page_costs_the_same_with_more_keys(as_user, cast, db):
    zofia = as_user(cast.zofia)

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            zofia.get(PAGE)
        return len(captured)

    zofia.get(PAGE)
    make_api_key(cast.zofia, name="One")
    make_feed_key(cast.zofia, "forum", 1)
    before = cost()
    for number in range(2):
        make_api_key(cast.zofia, name=f"More {number}")
        make_feed_key(cast.zofia, "forum", number)
    assert cost() == before
