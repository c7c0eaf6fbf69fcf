"""Results while somebody types: the best few of the same search, as small as an answer can be."""

from itertools import chain
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from community.front.asking import Asked, asked_for
from community.front.results import SHORT, bundles
from community.lib import ratelimit
from community.people.addresses import address_of
from community.people.permissions import Person
from community.search.excerpts import Part, excerpt, mark
from community.search.models import SearchEntry
from community.search.queries import find, with_texts, words_asked
from community.search.registry import label_of

BEST = 7
_AMONG = 30  # hits of which the best bundles are shown
PACE = (90, 60)  # how many in how many seconds, for one member or one address
TITLE_MAX = 120


@require_safe
@never_cache
def suggestions(request: HttpRequest) -> JsonResponse:
    """The best few results for what has been typed so far. Without scripts nobody asks for it."""
    who = request.user.pk or address_of(request)
    if wait := ratelimit.allow(f"suggest:{who}", *PACE):
        said = _("That was a lot at once. Press Enter to search.")
        return JsonResponse({"error": said}, status=429, headers={"Retry-After": str(wait)})
    asked = asked_for(request.GET)
    shown = [] if asked.is_too_short else _best(request.user, asked)
    return JsonResponse({"results": shown, "all": reverse("front:search") + asked.address})


def _best(user: Person, asked: Asked) -> list[dict[str, Any]]:
    kinds = [asked.kind] if asked.kind else None
    hits = find(user, asked.typed, kinds, _AMONG, language=asked.language, ecosystem=asked.ecosystem)
    best = [bundle[:1] for bundle in bundles(hits)[:BEST]]
    entries = list(chain.from_iterable(best))
    with_texts(entries)
    words = words_asked(asked.typed)
    return [_shown(entry, words) for entry in entries]


def _shown(entry: SearchEntry, words: list[str]) -> dict[str, Any]:
    title = mark(entry.title[:TITLE_MAX], words)
    said = [] if any(part.hit for part in title) else excerpt(entry.body, words, SHORT)
    return {
        "url": entry.url,
        "title": _parts(title),
        "excerpt": _parts(said),
        "kind": label_of(entry.kind),
        "language": entry.language,
        "answered": _("Answered") if entry.answered else "",
    }


def _parts(parts: list[Part]) -> list[list[Any]]:
    return [[part.text, part.hit] for part in parts]
