"""What the buttons of the unanswered desk do. The desk itself is a page of the floor above."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from community.people.models import User
from forum import actions, queries
from forum.engine import Post
from forum.errors import ForumError
from forum.permissions import can_see_unanswered
from forum.views.fetching import member, post_or_404


@require_POST
def assign(request: HttpRequest, post_pk: int) -> HttpResponse:
    """Give the question to the member that the form names; to nobody, if it names none."""
    question = _question_or_404(request, post_pk)
    named = request.POST.get("person", "")
    person = _person_or_404(named) if named else None
    try:
        actions.assign_question(member(request), question, person)
    except ForumError as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("%(name)s has it in hand now.") % {"name": person.display_name} if person else ""
        messages.success(request, said or _("Nobody has it in hand now."))
    return _back(request, question)


@require_POST
def ask(request: HttpRequest, post_pk: int) -> HttpResponse:
    """Ask the member that the form names whether they can help."""
    question, person = _question_or_404(request, post_pk), _person_or_404(request.POST.get("person", ""))
    try:
        actions.ask_for_help(member(request), question, person)
    except ForumError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(name)s is asked, with a link to the question.") % {"name": person.display_name})
    return _back(request, question)


def _question_or_404(request: HttpRequest, pk: int) -> Post:
    question = post_or_404(request.user, pk)
    if not can_see_unanswered(request.user):
        raise Http404
    return question


def _person_or_404(named: str) -> User:
    found = (
        User.objects.active().filter(pk=int(named)).first()
        if named.isascii() and named.isdigit() and len(named) < 19
        else None
    )
    if found is None:
        raise Http404
    return found


def _back(request: HttpRequest, question: Post) -> HttpResponse:
    """To where the button was, if that is a page of ours."""
    way = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(way, allowed_hosts=None):
        return redirect(way)
    return redirect(queries.place_url(request.user, question))
