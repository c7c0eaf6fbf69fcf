"""Asking about a lesson, on the lesson's own page."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from cms.actions import ask_about_lesson
from cms.forms import LessonQuestionForm
from cms.models import LessonPage
from cms.queries import can_ask_about
from community.people.models import User
from forum.errors import ForumError
from forum.limits import slow_down
from forum.queries import place_url


@login_required
@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Post the question and show it in its topic; or show the lesson again, with what was typed and why not."""
    lesson = _lesson_to_ask_about(request, pk)
    form = LessonQuestionForm(request.POST)
    if form.is_valid():
        try:
            asker = cast(User, request.user)
            slow_down("post", asker)
            post = ask_about_lesson(asker, lesson, **form.words)
            return redirect(place_url(request.user, post))
        except ForumError as error:
            form.refuse(error)
    context = {**lesson.get_context(request), "form": form}
    return render(request, lesson.get_template(request), context, status=form.status)


def _lesson_to_ask_about(request: HttpRequest, pk: int) -> LessonPage:
    lesson = get_object_or_404(LessonPage.objects.live().public(), pk=pk)
    if not can_ask_about(request.user, lesson):
        raise PermissionDenied
    return lesson
