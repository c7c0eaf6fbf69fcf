"""Files of posts: sent to whoever may read the post, and to nobody else."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from forum.models import Attachment
from forum.permissions import can_read_file

# A picture opened in a tab of its own, or a file that takes itself for a page, runs nothing and reaches nothing.
POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"


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
