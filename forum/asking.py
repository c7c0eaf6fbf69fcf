"""Where a member may put a question, for whoever looked for an answer and found none."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from community.people.permissions import Person
from forum import access
from forum.limits import SUBJECT_MAX
from forum.models import TopicDetail

PLACES = 6


@dataclass(frozen=True)
class Place:
    """A forum, and the address of its form with the question filled in."""

    name: str
    href: str


def places_to_ask(user: Person, words: str) -> list[Place]:
    """The forums in which the user may start a topic, in the order of the index, PLACES at most."""
    found = access.access_of(user)
    forums = [
        forum
        for pk, forum in found.forums.items()
        if forum.is_forum and pk in found.readable and found.allows(pk, access.START)
    ]
    question = urlencode({"kind": TopicDetail.Kind.QUESTION, "subject": words[:SUBJECT_MAX]})
    return [
        Place(forum.name, f"{reverse('forum:topic_new', args=[forum.pk, forum.slug or 'forum'])}?{question}")
        for forum in forums[:PLACES]
    ]
