"""Who sends a request: the member who came along with their session, or whoever Django finds."""

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from community.freshness.parts import note_state
from community.people.arrivals import STATE, leave
from community.people.models import User
from community.people.permissions import Person

SAFE = {"GET", "HEAD"}


class SignedIn(AuthenticationMiddleware):
    """Django's, with its question asked together with that for the session. Nobody is asked for before a view asks."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _whoever_sent(request))  # type: ignore[assignment]


def _whoever_sent(request: HttpRequest) -> Person:
    """From then on in place of the wrapper: each look through that would cost a microsecond."""
    member = _member(request)
    if member is not None:
        if request.method in SAFE:
            note_state(member, getattr(member, STATE))
        else:
            leave(member)
    request.user = request._cached_user = member or get_user(request)  # type: ignore[attr-defined]
    return request.user


def _member(request: HttpRequest) -> User | None:
    """Who came along, if the session is theirs and they sign in with what they signed in with then.

    Whatever is not as usual is left to Django to judge: a secret key that has changed, an account that is closed.
    """
    session = request.session
    number, backend, signature = (session.get(key, "") for key in (SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY))
    member = getattr(session, "member", None)
    if member is None or number != str(member.pk) or backend not in settings.AUTHENTICATION_BACKENDS:
        return None
    is_same = constant_time_compare(signature, member.get_session_auth_hash())
    return member if is_same and member.is_active else None
