"""What a topic is and what it is about, changed after it was started."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forum import actions, queries
from forum.errors import ForumError
from forum.kind_forms import DescribeForm
from forum.permissions import can_announce, can_describe_topic
from forum.views.fetching import member, topic_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def topic_describe(request: HttpRequest, topic_pk: int) -> HttpResponse:
    topic = topic_or_404(request.user, topic_pk)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not can_describe_topic(request.user, topic):
        raise PermissionDenied
    detail = queries.topic_detail(topic)
    form = DescribeForm(request.POST or None, detail=detail, announcements=can_announce(request.user, topic.forum))
    status = 200
    if form.is_bound and form.is_valid():
        try:
            actions.describe_topic(member(request), topic, **form.cleaned_data)
        except ForumError as refusal:
            form.add_error("kind", str(refusal))
            status = refusal.status
        else:
            messages.success(request, _("Your change is saved."))
            return redirect(queries.topic_url(topic))
    status = 422 if form.errors and status == 200 else status
    context = {"topic": topic, "form": form, "crumbs": queries.crumbs(request.user, topic.forum, topic.forum, topic)}
    return render(request, "forum/topic_describe.html", context, status=status)
