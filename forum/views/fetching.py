"""What every view begins with: the thing itself, or the answer that something which does not exist gets."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from community.people.models import User
from community.people.permissions import Person
from forum import queries
from forum.access import read_access
from forum.engine import Forum, Post, Topic
from forum.permissions import can_read_post, can_read_topic


def reader_of(request: HttpRequest) -> Person:
    """Whoever reads: asked for here, so that it is no wrapper any more through which they have to be looked at."""
    bool(request.user.is_authenticated)
    return request.user


def member(request: HttpRequest) -> User:
    """Whoever is signed in. Raises PermissionDenied for guests."""
    if not request.user.is_authenticated:
        raise PermissionDenied
    return request.user


def forum_or_404(user: Person, pk: int) -> Forum:
    forum = queries.readable_forum(user, pk)
    if forum is None or forum.is_link:
        raise Http404
    return forum


def topic_or_404(user: Person, pk: int) -> Topic:
    """Also by the number of a topic that was joined with this one: what is sent to the old address is not lost."""
    topic = queries.find_topic(user, pk) or queries.find_joined_topic(user, pk)
    if topic is None or not can_read_topic(user, topic):
        raise Http404
    return topic


def topic_for_words(user: Person, pk: int) -> Topic:
    """The same for what is sent to it: no more than a reply needs, with what they may do in its forum alone."""
    topic = queries.plain_topic(pk) or queries.find_joined_topic(user, pk)
    if topic is None:
        raise Http404
    read_access(user, topic.forum)
    if not can_read_topic(user, topic):
        raise Http404
    return topic


def post_or_404(user: Person, pk: int) -> Post:
    post = queries.find_post(pk)
    if post is None or not can_read_post(user, post):
        raise Http404
    return post
