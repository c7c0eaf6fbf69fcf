"""Who asks: a member, by the key that a program brings, or nobody. Never a session: no cookie opens this door, so
there is nothing that another site could send in somebody's name."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from ninja.security import HttpBearer

from community.api.problems import KEY_NEEDED, KEY_REFUSED, NOT_ALLOWED, READ_ONLY, TOO_FAST, Problem
from community.lib import ratelimit
from community.live.limits import network
from community.moderation.suspended import sentence_for
from community.people.addresses import address_of
from community.people.models import User
from community.people.permissions import Person
from community.tokens.actions import note_use
from community.tokens.models import AccessToken
from community.tokens.queries import find_key

# (how many, in how many seconds)
PACES = {"guest": (60, 60), "member": (240, 60), "writing": (60, 60)}


@dataclass(frozen=True)
class Caller:
    user: Person
    key: AccessToken | None = None


class Call(HttpRequest):
    """A request that was let in."""

    auth: Caller


class Reading(HttpBearer):
    """With a key, what its member may read; without one, what everybody may."""

    def __call__(self, request: HttpRequest) -> Caller:
        caller = _caller_of(request)
        self.check(request, caller)
        return caller

    def check(self, request: HttpRequest, caller: Caller) -> None:
        if isinstance(caller.user, User):
            _pace("member", caller.user.pk)
        else:
            _pace("guest", network(address_of(request)))

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        raise NotImplementedError  # asked for by the base class, whose own way to read the header is not ours


class Knowing(Reading):
    """Only with a key."""

    def check(self, request: HttpRequest, caller: Caller) -> None:
        super().check(request, caller)
        if caller.key is None:
            raise Problem(KEY_NEEDED)


class Writing(Knowing):
    """Only with a key that may write."""

    def check(self, request: HttpRequest, caller: Caller) -> None:
        super().check(request, caller)
        if caller.key is None or not caller.key.writes:
            raise Problem(READ_ONLY)
        if caller.key.user.is_suspended:
            raise Problem(NOT_ALLOWED, sentence_for(caller.key.user))
        _pace("writing", caller.user.pk)


reading, knowing, writing = Reading(), Knowing(), Writing()


def member_of(call: Call) -> User:
    """The member behind a key, where there has to be one."""
    if not isinstance(call.auth.user, User):
        raise Problem(KEY_NEEDED)
    return call.auth.user


def _caller_of(request: HttpRequest) -> Caller:
    header = request.headers.get("Authorization")
    if header is None:
        return Caller(AnonymousUser())
    scheme, _blank, secret = header.partition(" ")
    key = find_key(secret.strip(), AccessToken.Purpose.API) if scheme.lower() == "bearer" else None
    if key is None:
        _pace("guest", network(address_of(request)))  # whoever guesses has as many tries as any guest
        raise Problem(KEY_REFUSED)
    note_use(key)
    return Caller(key.user, key)


def _pace(what: str, who: object) -> None:
    wait = ratelimit.allow(f"api:{what}:{who}", *PACES[what])
    if wait:
        raise Problem(TOO_FAST, wait=wait)
