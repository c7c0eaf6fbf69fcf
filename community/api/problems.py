"""What can go wrong, as programs read it (RFC 9457): a name to act on, and a sentence that says what to do."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CONTENT_TYPE = "application/problem+json"
Text = str | Promise


@dataclass(frozen=True)
class Kind:
    """One kind of problem. `detail` is the sentence where nobody has a better one."""

    name: str
    status: int
    title: Text
    detail: Text


BAD_JSON = Kind("bad-json", 400, _("Not JSON"), _("Send one JSON object (RFC 8259), not nested deeper than need be."))
KEY_NEEDED = Kind(
    "key-needed",
    401,
    _("A key is needed"),
    _("Send a key as “Authorization: Bearer …”. A member makes one at /account/access/."),
)
KEY_REFUSED = Kind(
    "key-refused",
    401,
    _("This key opens nothing"),
    _("It was revoked, has run out, or was never one of ours. Make another at /account/access/."),
)
READ_ONLY = Kind("read-only-key", 403, _("This key may only read"), _("Use one that may read and write."))
NOT_ALLOWED = Kind("not-allowed", 403, _("Not allowed"), _("The member whose key this is may not do that here."))
NOT_FOUND = Kind("not-found", 404, _("Not found"), _("There is nothing at this address that you may see."))
WRONG_METHOD = Kind("wrong-method", 405, _("Wrong method"), _("Use one of those in the header “Allow”."))
CONFLICT = Kind("conflict", 409, _("Conflict"), _("It is not as you left it. Read it again, then decide."))
GONE = Kind("gone", 410, _("Gone"), _("It is not there any more."))
TOO_LARGE = Kind("too-large", 413, _("Too large"), _("Send at most 256 kB at a time."))
NOT_JSON = Kind("wrong-type", 415, _("Wrong type"), _("Send it as “Content-Type: application/json”."))
NOT_VALID = Kind("not-valid", 422, _("Something does not fit"), _("Correct what “errors” names, and send it again."))
TOO_FAST = Kind("too-fast", 429, _("Too fast"), _("Wait for as many seconds as the header “Retry-After” says."))
OUR_FAULT = Kind("our-fault", 500, _("Our mistake"), _("It is noted and will be looked at. Try again later."))
BUSY = Kind("busy", 503, _("Busy"), _("Nothing was stored. Try again in a moment, with the same client_id."))

KINDS = [
    BAD_JSON, KEY_NEEDED, KEY_REFUSED, READ_ONLY, NOT_ALLOWED, NOT_FOUND, WRONG_METHOD, CONFLICT, GONE, TOO_LARGE,
    NOT_JSON, NOT_VALID, TOO_FAST, OUR_FAULT, BUSY,
]  # fmt: skip
# For refusals of the floors below, which know their status and have a sentence of their own.
BY_STATUS = {400: NOT_VALID, 403: NOT_ALLOWED, 409: CONFLICT, 410: GONE, 422: NOT_VALID, 429: TOO_FAST}


class Problem(Exception):
    """Raised to answer with a problem. `wait`: the seconds for Retry-After."""

    def __init__(self, kind: Kind, detail: Text = "", *, errors: Sequence[Any] = (), wait: int = 0) -> None:
        super().__init__(kind.name)
        self.kind, self.detail, self.errors, self.wait = kind, detail, list(errors), wait


def answer(problem: Problem) -> HttpResponse:
    kind = problem.kind
    facts: dict[str, Any] = {
        "type": f"{reverse('api:docs')}#{kind.name}",
        "title": str(kind.title),
        "status": kind.status,
        "detail": str(problem.detail or kind.detail),
    }
    if problem.errors:
        facts["errors"] = problem.errors
    response = HttpResponse(json.dumps(facts, ensure_ascii=False), status=kind.status, content_type=CONTENT_TYPE)
    if problem.wait:
        response.headers["Retry-After"] = str(problem.wait)
    if kind.status == 401 or kind is READ_ONLY:
        response.headers["WWW-Authenticate"] = _challenge(kind)
    return response


def _challenge(kind: Kind) -> str:
    """What a program may do about its key (RFC 6750, section 3)."""
    said = {KEY_REFUSED: ', error="invalid_token"', READ_ONLY: ', error="insufficient_scope", scope="write"'}
    return f'Bearer realm="Intersession"{said.get(kind, "")}'
