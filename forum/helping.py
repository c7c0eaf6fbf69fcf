"""The unanswered desk: questions that have waited for two days, who has them in hand, and who might know the answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.core.paginator import Page
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.text import Truncator

from community.lib import markdown
from community.lib.fold import words
from community.people.models import User
from community.people.permissions import MODERATORS, ORGANISERS, TRAINERS, Person
from forum.access import access_of
from forum.engine import Forum, Post, Topic
from forum.listing import open_questions
from forum.models import HelpRequest, PostDetail, TopicDetail
from forum.paging import page_of
from forum.queries import post_url, topic_url

PATIENCE = timedelta(hours=48)
OFFERS = 200  # the latest ones are looked through, however many there are
HELPERS = 3
LONG_WORD = 5  # shorter words say little about what a question is about


@dataclass(frozen=True)
class Offer:
    """Who offers what: the topic, its ecosystems, and the words of its subject and its parts."""

    topic: Topic
    ecosystems: frozenset[int]
    words: frozenset[str]

    @property
    def url(self) -> str:
        return topic_url(self.topic)


@dataclass(frozen=True)
class Waiting:
    """One question of the desk as it is shown."""

    detail: PostDetail
    words: str
    url: str
    is_late: bool
    helpers: list[Offer]

    @property
    def post(self) -> Post:
        return self.detail.post


def waiting_questions(user: Person, show: str, number: Any) -> Page:
    """Twenty open questions of the forums that the user reads, by votes and then by age.

    `show`: "" for those that have waited for two days, "all", "free" for those nobody has in hand, "mine".
    """
    rows = _readable(user).select_related("post__poster", "post__topic__detail", "post__topic__forum", "assigned_to")
    if show in {"", "free"}:
        rows = rows.filter(post__created__lte=timezone.now() - PATIENCE)
    if show == "free":
        rows = rows.filter(assigned_to=None)
    if show == "mine":
        rows = rows.filter(assigned_to_id=user.pk)
    asked = HelpRequest.objects.select_related("user").order_by("asked_at", "pk")
    rows = rows.prefetch_related(Prefetch("post__help_requests", asked), "post__topic__detail__ecosystems")
    return page_of(rows.order_by("-votes", "post__created", "pk"), number)


def shown_questions(user: Person, page: Page) -> list[Waiting]:
    """The questions of a page, each with up to three people who offer something that fits. Two queries for all."""
    details: list[PostDetail] = list(page)
    offers = _offers(user) if details else []
    late = timezone.now() - PATIENCE
    return [
        Waiting(
            detail=detail,
            words=Truncator(markdown.to_text(detail.post.content.raw)).chars(220),
            url=post_url(detail.post),
            is_late=detail.post.created <= late,
            helpers=_helpers(detail, offers),
        )
        for detail in details
    ]


def questions_in_hand(user: Person) -> list[PostDetail]:
    """The open questions that this member was given, oldest first."""
    if not user.is_authenticated:
        return []
    rows = open_questions().filter(assigned_to_id=user.pk)
    if not rows.exists():  # nearly always: then nobody's rights need to be looked up
        return []
    mine = _readable(user).filter(assigned_to_id=user.pk).select_related("post__topic")
    return list(mine.order_by("assigned_at", "pk")[:10])


def facilitators() -> list[User]:
    """Whom a question can be given to: moderators, trainers and organisers, by name."""
    teams = Group.objects.filter(name__in=[MODERATORS, TRAINERS, ORGANISERS])
    return list(User.objects.active().filter(groups__in=teams).distinct().order_by("display_name", "pk"))


def _readable(user: Person) -> QuerySet[PostDetail]:
    return open_questions().filter(post__topic__forum__in=access_of(user).readable)


def _offers(user: Person) -> list[Offer]:
    rows = Topic.objects.filter(
        detail__kind=TopicDetail.Kind.OFFER,
        forum__in=access_of(user).readable,
        approved=True,
        detail__hidden_at=None,
        status=Topic.TOPIC_UNLOCKED,
        poster__is_active=True,
    )
    rows = rows.select_related("poster", "detail", "forum__detail", "first_post__detail").prefetch_related(
        "detail__ecosystems"
    )
    return [_offer(topic) for topic in rows.order_by("-last_post_on", "-pk")[:OFFERS]]


def _offer(topic: Topic) -> Offer:
    first: Post | None = topic.first_post
    sections = first.detail.sections if first is not None and hasattr(first, "detail") else {}
    said = _long_words(topic.subject, *sections.values())
    return Offer(topic, frozenset(one.pk for one in topic.detail.ecosystems.all()), said)


def _helpers(detail: PostDetail, offers: list[Offer]) -> list[Offer]:
    """Offers that share an ecosystem or words with the question, the nearest first; one of each person."""
    topic = detail.post.topic
    about = {one.pk for one in topic.detail.ecosystems.all()}
    asked = _long_words(topic.subject, detail.post.content.raw)
    known = {detail.post.poster_id, *(request.user_id for request in detail.post.help_requests.all())}
    scored = [(2 * len(about & offer.ecosystems) + len(asked & offer.words), offer) for offer in offers]
    found: dict[int, Offer] = {}
    for score, offer in sorted(scored, key=lambda pair: -pair[0]):
        poster = offer.topic.poster_id
        if score and poster not in known and _reaches(offer.topic.forum, topic.forum):
            found.setdefault(poster, offer)
    return list(found.values())[:HELPERS]


def _reaches(offered_in: Forum, asked_in: Forum) -> bool:
    """Whether whoever offers there reads what is asked here: everyone reads what is open, a closed forum its own."""
    return offered_in.pk == asked_in.pk or not asked_in.detail.is_private


def _long_words(*texts: str) -> frozenset[str]:
    return frozenset(word.folded for word in _words_of(texts) if len(word.folded) >= LONG_WORD)


def _words_of(texts: Iterable[str]) -> Iterable[Any]:
    for text in texts:
        yield from words(text)
