"""Files of posts: sent to whoever may read the post, and to nobody else."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forum import actions
from forum.engine import Forum
from forum.errors import ForumError
from forum.models import Attachment
from forum.permissions import can_read_file
from forum.references import MOST_FILES, file_url
from forum.views.fetching import forum_or_404, member

# A picture opened in a tab of its own, or a file that takes itself for a page, runs nothing and reaches nothing.
POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"


@require_POST
def upload(request: HttpRequest, forum_pk: int) -> HttpResponse:
    """Take in one file; answers with what to write into the text for it, or with a sentence about what is wrong."""
    forum = forum_or_404(request.user, forum_pk)
    sent = request.FILES.get("file")
    if sent is None:
        return JsonResponse({"error": _("No file arrived. Choose it again.")}, status=400)
    try:
        found = actions.attach_file(member(request), forum, sent)
    except ForumError as refusal:
        return JsonResponse({"error": str(refusal)}, status=refusal.status)
    except ValidationError as error:
        return JsonResponse({"error": " ".join(error.messages)}, status=400)
    return JsonResponse({"markdown": markdown_of(found), "picture": found.is_picture}, status=201)


def store_chosen(request: HttpRequest, forum: Forum) -> tuple[str, list[str]]:
    """What a form without a script brought along: what to write for it below the text, and what went wrong."""
    added, wrongs = [], []
    for sent in request.FILES.getlist("files")[:MOST_FILES]:
        try:
            added.append(markdown_of(actions.attach_file(member(request), forum, sent)))
        except ForumError as refusal:
            wrongs.append(str(refusal))
        except ValidationError as error:
            wrongs += error.messages
    return "\n\n".join(added), wrongs


def markdown_of(file: Attachment) -> str:
    """How a post shows the file. The words of a picture are for whoever cannot see it (WCAG 1.1.1)."""
    stem = file.name.rpartition(".")[0]
    return f"![{stem}]({file_url(file)})" if file.is_picture else f"[{file.name}]({file_url(file)})"


@require_safe
def file(request: HttpRequest, key: str) -> HttpResponse:
    """Asked for anew every time, because a post may be hidden at any moment; an unchanged file is not sent twice."""
    rows = Attachment.objects.select_related("forum", "post__detail", "post__topic__detail", "post__topic__forum")
    found = get_object_or_404(rows, key=key)
    if not can_read_file(request.user, found):
        raise Http404
    unchanged = request.headers.get("If-None-Match") == f'"{found.key}"'
    response = HttpResponse(status=304) if unchanged else _body(found)
    response["ETag"] = f'"{found.key}"'
    response["Cache-Control"] = "private, no-cache"
    return response


def _body(found: Attachment) -> HttpResponse:
    try:
        with found.file.open("rb") as source:
            response = HttpResponse(source.read(), content_type=found.content_type)
    except FileNotFoundError as error:  # a backup without its media
        raise Http404 from error
    disposition = content_disposition_header(not found.is_picture, found.name)
    if disposition:
        response["Content-Disposition"] = disposition
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
