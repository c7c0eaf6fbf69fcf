"""Whoever has signed in comes with their session in one question, while the session says that it is theirs."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.people import arrivals
from community.people.models import User
from community.people.sessions import SessionStore
from community.people.signed_in import SignedIn

pytestmark = [pytest.mark.django_db, pytest.mark.service]


@pytest.fixture
def key(cast, as_user):
    return as_user(cast.zofia).session.session_key


@pytest.fixture
def found(rf, key):
    """Whom a request with Zofia's session is from, and how many questions that took."""

    def ask(method="GET"):
        request = rf.generic(method, "/")
        request.session = SessionStore(key)
        SignedIn(lambda _request: None).process_request(request)
        with CaptureQueriesContext(connection) as asked:
            request.user.is_authenticated  # noqa: B018
        return request.user, len(asked)

    return ask


def test_a_session_and_its_member_are_one_question(cast, found):
    assert found() == (cast.zofia, 1)


def test_a_session_that_was_begun_elsewhere_is_known_from_the_second_time_on(cast, found):
    arrivals._whose.clear()
    assert found() == (cast.zofia, 2)
    assert found() == (cast.zofia, 1)


def test_whose_a_session_is_says_the_session(cast, key, found):
    arrivals._whose[key] = cast.ona.pk
    assert found()[0] == cast.zofia


def ended(member, key):
    Session.objects.filter(session_key=key).update(expire_date=timezone.now() - timedelta(seconds=1))


def signed_out(member, key):
    Session.objects.filter(session_key=key).delete()


def closed(member, key):
    User.objects.filter(pk=member.pk).update(is_active=False)


def with_another_password(member, key):
    member.set_password("quite another one")
    member.save()


@pytest.mark.parametrize("over", [ended, signed_out, closed, with_another_password])
def test_nobody_is_there_when_it_is_over(cast, key, found, over):
    assert found()[0].is_authenticated
    over(User.objects.get(pk=cast.zofia.pk), key)
    assert not found()[0].is_authenticated
    assert not found()[0].is_authenticated


def test_two_requests_of_a_session_that_is_over_do_not_trip_each_other_up(cast, key, found, monkeypatch):
    """As the tabs do in which nobody signed out."""
    ended(cast.zofia, key)
    arrivals._whose[key] = cast.zofia.pk
    first = arrivals._ARRIVAL.first

    def meanwhile(*values):
        arrivals._whose.pop(key, None)
        return first(*values)

    monkeypatch.setattr(arrivals._ARRIVAL, "first", meanwhile)
    assert not found()[0].is_authenticated


def test_a_process_remembers_so_many_sessions_and_no_more(monkeypatch):
    monkeypatch.setattr(arrivals, "MOST", 3)
    monkeypatch.setattr(arrivals, "_whose", {})
    for number in range(5):
        arrivals.remember(f"session{number}", "7")
    assert len(arrivals._whose) <= 3


def test_who_signed_in_by_what_is_no_way_in_any_more_is_nobody(cast, key, found, settings):
    settings.AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
    assert not found()[0].is_authenticated


def test_what_came_along_is_not_believed_where_something_is_written(found):
    assert "unread_notifications" in vars(found()[0])
    assert not {"site_state", "_site_state", "unread_notifications"} & vars(found("POST")[0]).keys()
