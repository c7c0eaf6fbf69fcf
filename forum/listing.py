"""Lists of topics, narrowed by what the address asks for: plain links and a plain form, everything combinable."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import cache
from django.core.paginator import Page
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from community.notifications.models import Follow, Level
from community.people.models import COUNTRIES, Ecosystem, User
from community.people.permissions import Person
from forum.access import access_of
from forum.engine import Forum, Post, Topic
from forum.following import anchored_in, places_above
from forum.models import PostDetail, TopicDetail
from forum.paging import page_of
from forum.permissions import can_moderate
from forum.queries import topics_for
from forum.unread import unread_only, with_marks

KEEP = 300  # seconds for which the names of the ecosystems are remembered
SHOWS: dict[str, str | Promise] = {
    "": _("All"),
    "unread": _("Unread"),
    "open": _("Open questions"),
    "unanswered": _("No reply yet"),
    "mine": _("Mine"),
    "followed": _("Followed"),
}
MEMBERS_ONLY = {"unread", "mine", "followed"}


@dataclass(frozen=True)
class Choice:
    """One way to narrow the list: a tab, or an option of a select."""

    value: str
    label: str
    href: str = ""
    current: bool = False
    count: None = None


@dataclass(frozen=True)
class TopicFilter:
    """What a list is narrowed to. Values that do not exist narrow nothing."""

    show: str = ""
    kind: str = ""
    ecosystem: str = ""
    language: str = ""
    country: str = ""

    @property
    def is_active(self) -> bool:
        return self != TopicFilter()

    @property
    def is_narrowed(self) -> bool:
        """By anything but a tab."""
        return replace(self, show="") != TopicFilter()

    @property
    def address(self) -> str:
        chosen = {name: value for name, value in vars(self).items() if value}
        return f"?{urlencode(chosen)}" if chosen else "?"

    def tabs(self, user: Person) -> list[Choice]:
        shown = [show for show in SHOWS if user.is_authenticated or show not in MEMBERS_ONLY]
        return [Choice(one, str(SHOWS[one]), replace(self, show=one).address, one == self.show) for one in shown]

    def chosen(self) -> list[Choice]:
        """What the list is narrowed to, each with the address of the list without it."""
        found = ((name, dict(options()).get(getattr(self, name))) for name, options in OPTIONS.items())
        return [Choice(name, str(label), replace(self, **{name: ""}).address) for name, label in found if label]

    def selects(self) -> list[tuple[str, str, str, list[tuple[str, Any]]]]:
        """Name, label, chosen value and options of each select of the form."""
        return [(name, str(LABELS[name]), getattr(self, name), options()) for name, options in OPTIONS.items()]


def ecosystem_choices() -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = cache.get_or_set("forum:ecosystems", _ecosystems, KEEP) or []
    return found


def _ecosystems() -> list[tuple[str, str]]:
    return list(Ecosystem.objects.values_list("code", "name"))


OPTIONS: dict[str, Callable[[], list[tuple[str, Any]]]] = {
    "kind": lambda: list(TopicDetail.Kind.choices),
    "ecosystem": ecosystem_choices,
    "language": lambda: list(settings.LANGUAGES),
    "country": lambda: list(COUNTRIES),
}
LABELS = {"kind": _("Kind"), "ecosystem": _("Ecosystem"), "language": _("Language"), "country": _("Country")}


@dataclass(frozen=True)
class Tag:
    """An ecosystem or a country, and the list of the topics about it."""

    name: str
    url: str


def tags_of(topic: Topic, all_topics: str) -> list[Tag]:
    """The tags of a topic that came `with_tags`; `all_topics` is the address of the list that they narrow."""
    codes = (topic.__dict__.get("ecosystem_codes") or "").split(",")
    names = ecosystem_choices() if codes != [""] else []
    found = [Tag(str(name), all_topics + TopicFilter(ecosystem=code).address) for code, name in names if code in codes]
    detail = topic.detail if hasattr(topic, "detail") else None
    if detail and detail.country:
        found.append(Tag(detail.get_country_display(), all_topics + TopicFilter(country=detail.country).address))
    return found


def asked_filter(user: Person, asked: QueryDict) -> TopicFilter:
    """What the address asks for, as far as it exists for this reader."""
    values = {one.name: asked.get(one.name, "") for one in fields(TopicFilter)}
    return TopicFilter(**{name: value for name, value in values.items() if value and value in _known(name, user)})


def _known(name: str, user: Person) -> set[str]:
    if name == "show":
        return {show for show in SHOWS if user.is_authenticated or show not in MEMBERS_ONLY}
    return {str(value) for value, _label in OPTIONS[name]()}


def forum_topics(user: Person, forum: Forum, narrowed: TopicFilter, number: Any) -> Page:
    """Twenty topics of a forum: announcements, then pinned ones, then by their latest post."""
    rows = _narrow(topics_for(user, forum), user, narrowed)
    known = None if narrowed.is_active or can_moderate(user, forum) else forum.direct_topics_count
    return page_of(_for_list(rows, user).order_by("-type", "-last_post_on", "-pk"), number, known)


def all_topics(user: Person, narrowed: TopicFilter, number: Any) -> Page:
    """Twenty topics of all forums that the user may read, as everyone there sees them, by their latest post."""
    return page_of(topics_in_view(user, narrowed).order_by("-last_post_on", "-pk"), number)


def topics_in_view(user: Person, narrowed: TopicFilter) -> QuerySet:
    """All of these topics, with what a row shows."""
    rows = Topic.objects.filter(forum__in=access_of(user).readable, approved=True, detail__hidden_at=None)
    return _for_list(_narrow(rows, user, narrowed).select_related("forum"), user)


def open_questions() -> QuerySet[PostDetail]:
    """What everyone in its forum may read and nobody has answered so that everyone may read it."""
    asked = PostDetail.objects.filter(asks=True, hidden_at=None, post__approved=True)
    return asked.filter(
        Q(answer=None) | Q(answer__approved=False) | Q(answer__detail__hidden_at__isnull=False),
        post__topic__approved=True,
        post__topic__detail__hidden_at=None,
        post__topic__status=Topic.TOPIC_UNLOCKED,
    )


def _for_list(topics: QuerySet, user: Person) -> QuerySet:
    """With what a row shows: who wrote first and last, whether its question is answered, how many wait for that."""
    asked = PostDetail.objects.filter(post=OuterRef("first_post"), asks=True)
    answered = asked.filter(answer__approved=True, answer__detail__hidden_at=None)
    rows = topics.select_related("detail", "poster", "last_post__poster")
    return with_marks(rows, user).annotate(answered=Exists(answered), votes=Subquery(asked.values("votes")[:1]))


def _narrow(topics: QuerySet, user: Person, narrowed: TopicFilter) -> QuerySet:
    same = {"kind": "detail__kind", "language": "detail__language", "country": "detail__country"}
    for name, column in same.items():
        if value := getattr(narrowed, name):
            topics = topics.filter(**{column: value})
    if narrowed.ecosystem:
        tags = TopicDetail.ecosystems.through.objects.filter(topicdetail__topic=OuterRef("pk"))
        topics = topics.filter(Exists(tags.filter(ecosystem__code=narrowed.ecosystem)))
    show = _SHOWN.get(narrowed.show)
    return show(topics, user) if show else topics


def _open(topics: QuerySet, user: Person) -> QuerySet:
    """Questions as a whole, and topics into which a question was carried that is still open."""
    return topics.filter(Exists(open_questions().filter(post__topic=OuterRef("pk"))))


def _unanswered(topics: QuerySet, user: Person) -> QuerySet:
    waiting = topics.filter(posts_count__lte=1, status=Topic.TOPIC_UNLOCKED)
    return waiting.exclude(detail__kind=TopicDetail.Kind.ANNOUNCEMENT)


def _mine(topics: QuerySet, user: Person) -> QuerySet:
    """Those in which the member has written."""
    return topics.filter(Exists(Post.objects.filter(topic=OuterRef("pk"), poster_id=user.pk)))


def _followed(topics: QuerySet, user: Person) -> QuerySet:
    """Those that the member follows, as such or by what they stand in; a muted topic is none of them."""
    ids: dict[tuple[str, bool], list[str]] = {}
    kinds = ["topic", "forum", "ecosystem", *places_above()]
    rows = Follow.objects.filter(user_id=user.pk or 0, kind__in=kinds)
    for kind, found, level in rows.values_list("kind", "object_id", "level"):
        ids.setdefault((kind, level != Level.MUTE), []).append(found)
    tags = TopicDetail.ecosystems.through.objects.filter(topicdetail__topic=OuterRef("pk"))
    followed = Q(pk__in=ids.get(("topic", True), [])) | Q(forum__in=ids.get(("forum", True), []))
    followed |= anchored_in({kind: found for (kind, wanted), found in ids.items() if wanted})
    if named := ids.get(("ecosystem", True)):
        followed |= Q(Exists(tags.filter(ecosystem__in=[int(one) for one in named if one.isdigit()])))
    return topics.filter(followed).exclude(pk__in=ids.get(("topic", False), []))


def _unread(topics: QuerySet, user: Person) -> QuerySet:
    return unread_only(topics, user) if isinstance(user, User) else topics


_SHOWN: dict[str, Callable[[QuerySet, Person], QuerySet]] = {
    "open": _open,
    "unanswered": _unanswered,
    "mine": _mine,
    "followed": _followed,
    "unread": _unread,
}
