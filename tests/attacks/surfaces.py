"""Every address that the site answers at, found by asking the site's own list of them: a new one is walked from the day
it is there. Arguments are filled with what is in the database, as an attacker would who counts.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice, product
from typing import Any

from django.apps import apps
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern
from wagtail.models import Page

from community.live.models import Message, Question, Room
from forum.engine import Forum, Post, Topic
from forum.models import Attachment, Draft, PostVersion

MOST = 40  # addresses of one pattern
OUTSIDE = ("cms/", "styleguide/", "_util/", "documents/", "account/logout/")  # engines' own, and the way out
NOT_ALLOWED = 405
NAMED = {
    "forum": Forum, "topic": Topic, "post": Post, "draft": Draft, "version": PostVersion, "question": Question,
}  # fmt: skip
KINDS = {"topic": Topic, "post": Post, "message": Message, "question": Question}
OWNERS = {
    "live/": "live", "members/": "people", "notifications/": "notifications", "talks/": "events",
    "moderation/members/": "people", "moderation/reports/": "moderation", "moderation/decisions/": "moderation",
    "training/": "cms", "account/access/": "tokens",
}  # fmt: skip
ARGUMENT = re.compile(r"<(?:(\w+):)?(\w+)>")
QUERIES = [
    "?q=kingfisher", "?q=kingf", "?q=kingfisher&kind=topic", "?q=kingfisher&kind=post&language=en", "?q=kestrel",
    "?show=unanswered", "?show=open", "?kind=question", "?after=0", "?page=2",
]  # fmt: skip
LISTS = [
    "/search/", "/search/suggestions/", "/forum/", "/forum/topics/", "/forum/drafts/", "/live/", "/notifications/",
    "/live/clinic/events", "/live/team/events", "/members/", "/moderation/", "/unanswered/",
]  # fmt: skip
OTHERS = ["/", "/sitemap.xml", "/robots.txt", "/no-such-page/", "/documents/1/x.odt", "/cms/", "/media/x", "/feed.atom"]


def addresses() -> list[list[str]]:
    """All of them, each once, those of one pattern together."""
    filled = [list(islice(_fill(route), MOST)) for route in routes()]
    asked = [address + query for address in LISTS for query in QUERIES]
    pages = [page.url for page in Page.objects.live().filter(depth__gt=1).specific() if page.url]
    return [*filled, *([address] for address in dict.fromkeys([*OTHERS, *asked, *pages]))]


def routes() -> Iterator[str]:
    """The site's addresses with their arguments, such as `forum/post/<int:post_pk>/`."""
    found = dict.fromkeys(_below(get_resolver().url_patterns, ""))
    yield from (route for route in found if not route.startswith(OUTSIDE))


def _below(patterns: Iterable[URLPattern | URLResolver], above: str) -> Iterator[str]:
    for one in patterns:
        if isinstance(one.pattern, RoutePattern):
            route = above + str(one.pattern)
            if isinstance(one, URLResolver):
                yield from _below(one.url_patterns, route)
            else:
                yield route


def _fill(route: str) -> Iterator[str]:
    arguments = ARGUMENT.findall(route)
    if [name for _, name in arguments] == ["kind", "object_id"]:
        filled: Iterable[Any] = [(kind, pk) for kind, model in KINDS.items() for pk in _all(model)]
    else:
        filled = product(*(_values(route, kind or "str", name) for kind, name in arguments))
    blank = "/" + ARGUMENT.sub("{}", route)
    yield from (blank.format(*values) for values in filled)


def _values(route: str, kind: str, name: str) -> list[Any]:
    """What stands for one argument: by its name where that says what it is, else every number or name there is."""
    model = NAMED.get(name.removesuffix("_pk").removesuffix("_id"))
    if model:
        return _all(model)
    if name == "key":
        return list(Attachment.objects.values_list("key", flat=True))
    if name == "kind":
        return list(KINDS)
    if name == "slug" and route.startswith("live/"):
        return list(Room.objects.values_list("slug", flat=True))
    return _numbers(route) if kind == "int" else ["x"]


def _all(model: Any) -> list[Any]:
    return list(model._default_manager.order_by("pk").values_list("pk", flat=True))


def _numbers(route: str) -> list[int]:
    """Those of the things of the floor that owns the address; everything in the forum where no floor does."""
    models: Iterable[Any] = [Forum, Topic, Post]
    for start, label in OWNERS.items():
        if route.startswith(start):
            models = apps.get_app_config(label).get_models()
    return sorted({pk for model in models for pk in _all(model) if isinstance(pk, int)})


class Visitor(Client):
    """A client that does not keep what each template was drawn with, which takes longer than drawing it."""

    def request(self, **request: Any) -> Any:
        return self.handler(self._base_environ(**request))


def said(answer: Any) -> str:
    """Everything that an answer says: its headers, where it leads, and its text."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return f"{answer.status_code}\n{answer.headers}\n{body.decode(errors='replace')}"


def walk(client: Client, patterns: Iterable[list[str]]) -> Iterator[tuple[str, str]]:
    """Each address, and all that it says, and so where it leads. Where one address of a pattern takes no GET, no other
    does."""
    seen: set[str] = set()
    for alike in patterns:
        for address in alike:
            answer = client.get(address)
            yield address, said(answer)
            leads_to = answer.headers.get("Location", "").partition("#")[0]
            if leads_to.startswith("/") and not leads_to.startswith("/account/") and leads_to not in seen:
                seen.add(leads_to)
                yield leads_to, said(client.get(leads_to))
            if answer.status_code == NOT_ALLOWED:
                break


def walk_by_post(client: Client, patterns: Iterable[list[str]], sent: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The same with a form that names everything that one may want: what each address answers, and where it leads."""
    for alike in patterns:
        for address in alike:
            cache.clear()  # nobody is too fast here
            answer = client.post(address, sent)
            yield address, said(answer)
            leads_to = answer.headers.get("Location", "").partition("#")[0]
            if leads_to.startswith("/") and not leads_to.startswith("/account/"):
                yield leads_to, said(client.get(leads_to))
            if answer.status_code == NOT_ALLOWED:
                break
