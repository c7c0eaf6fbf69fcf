"""What was written lately, as feeds: of one forum, or of all that a reader may read."""

from collections.abc import Collection
from datetime import UTC, datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext as _

from community.lib.atom import MOST, Entry, Feed
from community.people.permissions import Person
from forum.access import access_of
from forum.engine import Forum, Post, Topic
from forum.news import writer_of
from forum.queries import forum_url, language_of, post_url

_BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)
# The latest posts are all in the topics that were written in last. Twice as many of these are looked at, because the
# last post of a topic may be one that a moderator hid.
_TOPICS = 2 * MOST


def forum_feed(forum: Forum, title: str = "") -> Feed:
    """The newest posts of a forum, as everyone in it sees them. Whether the reader may is the caller's to ask."""
    return Feed(
        home=settings.WAGTAILADMIN_BASE_URL,
        url=forum_url(forum),
        address=reverse("forum:feed", args=[forum.pk]),
        title=title or forum.name,
        opened=forum.created,
        entries=_entries([forum.pk]),
    )


def common_feed() -> Feed:
    """The newest posts of all forums that are open to everybody."""
    return Feed(
        home=settings.WAGTAILADMIN_BASE_URL,
        url=reverse("forum:index"),
        address=reverse("forum:common_feed"),
        title=f"{_('Forum')} · {settings.SITE_NAME}",
        opened=_BEFORE_ALL,
        entries=_entries(access_of(AnonymousUser()).readable),
    )


def has_public_feed(user: Person, forum: Forum) -> bool:
    """Whether everybody may read the forum, and the ones above it. Costs nothing beside what the page has read."""
    forums, pk = access_of(user).forums, forum.pk
    while pk is not None:
        detail = getattr(forums[pk], "detail", None)
        if detail is None or detail.is_private:
            return False
        pk = forums[pk].parent_id
    return forum.is_forum


def _entries(forum_ids: Collection[int]) -> list[Entry]:
    """One query, whatever there is to find."""
    shown = {"approved": True, "detail__hidden_at": None}
    topics = Topic.objects.filter(forum__in=forum_ids, **shown).order_by("-last_post_on", "-pk")
    posts = Post.objects.filter(topic__in=topics.values("pk")[:_TOPICS], **shown)
    rows = posts.select_related("detail", "poster", "topic__detail").order_by("-created", "-pk")
    return [_entry(post) for post in rows[:MOST]]


def _entry(post: Post) -> Entry:
    topic = post.topic
    return Entry(
        url=post_url(post),
        title=topic.subject if post.pk == topic.first_post_id else f"Re: {topic.subject}",
        author=writer_of(post),
        published=post.created,
        updated=post.updated if post.updates_count else post.created,  # `updated` moves with every repair, too
        html=post.content.rendered,
        language=language_of(post, topic),
    )
