"""What facilitators do about a question that nobody answers: give it to somebody, ask somebody who may know."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from community.lib import markdown
from community.notifications.actions import notify
from community.people.models import User
from forum.access import forget_access, readers_among
from forum.engine import Post
from forum.errors import NotAReader
from forum.models import HelpRequest, PostDetail
from forum.news import ASSIGNED, HELP
from forum.permissions import can_see_unanswered, can_vouch_for_question
from forum.queries import post_url


@transaction.atomic
def assign_question(actor: User, question: Post, person: User | None) -> None:
    """Put the question into somebody's hands, or into nobody's; they are told, unless they took it themselves.

    Raises PermissionDenied, NotAReader for somebody who may not read it.
    """
    _check(actor, question, person)
    taken = {"assigned_to": person, "assigned_at": timezone.now() if person else None}
    changed = PostDetail.objects.filter(post=question).exclude(assigned_to=person) if person else None
    is_news = changed is not None and changed.exists()
    PostDetail.objects.filter(post=question).update(**taken)
    if person and is_news:
        key = f"assigned:{question.pk}:{timezone.now():%Y%m%d%H%M}"
        title = _("%(name)s gave you a question: %(question)s")
        _tell(actor, question, person, ASSIGNED, title, key)


@transaction.atomic
def ask_for_help(actor: User, question: Post, person: User) -> bool:
    """Ask somebody whether they know the answer; once for each question. Returns whether it was news to them.

    Raises PermissionDenied, NotAReader.
    """
    _check(actor, question, person)
    try:
        with transaction.atomic():
            HelpRequest.objects.create(question=question, user=person, asked_by=actor)
    except IntegrityError:  # somebody else asked a moment ago
        return False
    title = _("%(name)s asks whether you can help: %(question)s")
    _tell(actor, question, person, HELP, title, f"help:{question.pk}")
    return True


def _check(actor: User, question: Post, person: User | None) -> None:
    forget_access(actor)
    if not (can_see_unanswered(actor) and can_vouch_for_question(actor, question)):
        raise PermissionDenied
    if person is not None and not readers_among(question.topic.forum, [person]):
        raise NotAReader


def _tell(actor: User, question: Post, person: User, kind: str, title: str, key: str) -> None:
    is_topic = question.pk == question.topic.first_post_id
    words = markdown.to_text(question.content.raw)
    asked = question.topic.subject if is_topic else words
    notify(
        [person],
        kind,
        object_id=question.pk,
        title=title % {"name": actor.display_name, "question": Truncator(asked).chars(120)},
        url=post_url(question),
        text=Truncator(words).chars(300),
        actor=actor,
        key=key,
    )
