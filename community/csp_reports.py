"""What browsers report of a page that wanted what its policy forbids (CSP 3, 5.3): an attack, or a mistake of ours."""

import json
import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from community.lib.ratelimit import allow
from community.live.limits import network
from community.moderation.suspended import also_when_suspended
from community.people.addresses import address_of

log = logging.getLogger("intersession.policy")

MOST, SECONDS = 20, 60  # from one address
MOST_BYTES = 8 * 1024
MOST_LETTERS = 100  # of anything that the report says


@csrf_exempt  # the browser itself sends it, without a form
@also_when_suspended
@require_POST
def take_report(request: HttpRequest) -> HttpResponse:
    """One line in the log. Whoever makes reports up is slowed down, and learns nothing: 204 whatever comes."""
    if not allow(f"policy:{network(address_of(request))}", MOST, SECONDS) and (told := _read(request)):
        log.warning("On %s the policy stopped %s: %s", *told)
    return HttpResponse(status=204)


def _read(request: HttpRequest) -> tuple[str, str, str] | None:
    """The kind of page, where what it wanted is, and the rule, each on one line. None for what is no report.

    Of the page's address only the first part: the rest may be somebody's key.
    """
    try:
        body = request.read(MOST_BYTES + 1)
        report = json.loads(body if len(body) <= MOST_BYTES else b"")["csp-report"]
        page = urlsplit(_word(report, "document-uri")).path.split("/")[1]
        wanted = urlsplit(_word(report, "blocked-uri"))
    except (AttributeError, LookupError, RecursionError, TypeError, ValueError):
        return None
    rule = _word(report, "effective-directive") or _word(report, "violated-directive")
    return f"/{page}/"[:MOST_LETTERS], (wanted.netloc or wanted.path or "-")[:MOST_LETTERS], rule[:MOST_LETTERS]


def _word(report: Mapping[str, Any], name: str) -> str:
    """Raises TypeError for what is no text."""
    found = report.get(name, "")
    if not isinstance(found, str):
        raise TypeError(name)
    return ascii(found)[1:-1]
