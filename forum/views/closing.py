"""Ending a topic with a sentence, and opening it again."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forum import actions, queries
from forum.actions.closing import CLOSING_MAX
from forum.permissions import can_close_topic
from forum.views.fetching import member, topic_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def topic_close(request: HttpRequest, topic_pk: int) -> HttpResponse:
    """The page of the form shows only when the sentence has to be written again; else the topic has the form."""
    topic = topic_or_404(request.user, topic_pk)
    if request.method != "POST" or not can_close_topic(request.user, topic):
        return redirect(queries.topic_url(topic))
    sentence = request.POST.get("sentence", "")
    try:
        actions.close_topic(member(request), topic, sentence)
    except ValidationError as refusal:
        context = {"topic": topic, "sentence": sentence, "error": refusal.messages[0], "most": CLOSING_MAX}
        context["crumbs"] = queries.crumbs(request.user, topic.forum, topic.forum, topic)
        return render(request, "forum/topic_close.html", context, status=422)
    messages.success(request, _("The topic is closed. Your sentence stands at its top."))
    return redirect(queries.topic_url(topic))


@require_POST
def topic_reopen(request: HttpRequest, topic_pk: int) -> HttpResponse:
    found = topic_or_404(request.user, topic_pk)
    topic = actions.reopen_topic(member(request), found)
    messages.success(request, _("The topic is open again."))
    return redirect(queries.topic_url(topic))
