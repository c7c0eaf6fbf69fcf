"""Files for posts: taken in one by one while a post is written, swept when no post wants them."""

import logging
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from community.lib import file_types, pictures
from community.lib.printable import printable_name
from community.people.models import User
from forum.access import forget_access
from forum.engine import Forum
from forum.limits import FILE_SIZE_MAX, FILES_OF_A_MEMBER, LONGEST_SIDE, PICTURE_PIXELS_MAX, slow_down
from forum.models import Attachment, Draft
from forum.models.attachments import FOLDER
from forum.permissions import can_attach
from forum.references import keys_in

log = logging.getLogger("intersession.forum")

KEPT_LOOSE_FOR = timedelta(hours=23)  # swept within the hour after
SWEEP_EVERY = 1800  # seconds
_NAME_MAX = 80
_BREAKS_A_LINK = str.maketrans(dict.fromkeys('[]()<>"`\\/|:;*?', "-"))


def attach_file(owner: User, forum: Forum, file: File) -> Attachment:
    """Take in a file for a post in the forum. It is nobody else's until a post names it.

    A picture is written again without metadata and no larger than a screen; of other files only those are taken whose
    content is what their name says. Raises PermissionDenied, TooFast, ValidationError with a sentence.
    """
    forget_access(owner)
    if not can_attach(owner, forum):
        raise PermissionDenied
    slow_down("file", owner)
    _check_size(file)
    name = safe_name(file.name or "")
    content, facts = _picture(file, name) if file_types.ending(name) in file_types.PICTURES else _document(file, name)
    _check_room(owner, content.size)
    return Attachment.objects.create(owner=owner, forum=forum, file=content, size=content.size, **facts)


def safe_name(name: str) -> str:
    """A file name to show: one printable line without folders and without what would end a link in Markdown."""
    last = name.replace("\\", "/").rpartition("/")[2]
    tidy = printable_name(last).translate(_BREAKS_A_LINK).strip(" .-")
    kind = file_types.ending(tidy)
    stem = tidy[: -len(kind) - 1] if kind else tidy
    return f"{stem[:_NAME_MAX].strip() or 'file'}{f'.{kind}' if kind else ''}"[: _NAME_MAX + 12]


def sweep_files() -> None:
    """Remove files that no post took in, and files of which no row tells. Does so every half hour, not more often."""
    if not cache.add("forum:swept", 1, SWEEP_EVERY):
        return
    before = timezone.now() - KEPT_LOOSE_FOR
    _sweep_loose(before)
    _sweep_strays(before)


def _picture(file: File, name: str) -> tuple[File, dict[str, Any]]:
    clean = pictures.cleaned(file, PICTURE_PIXELS_MAX, LONGEST_SIDE)
    kind = "jpg" if clean.content_type == "image/jpeg" else clean.content_type.rpartition("/")[2]
    name = f"{name.rpartition('.')[0]}.{kind}"
    clean.name = name
    facts = {"name": name, "content_type": clean.content_type, "width": clean.width, "height": clean.height}
    return clean, facts


def _document(file: File, name: str) -> tuple[File, dict[str, Any]]:
    content_type = file_types.document_type(file, name)  # type: ignore[arg-type]
    if content_type is None:
        raise ValidationError(
            _("%(name)s cannot be added. Pictures, PDF, text, CSV and documents without macros can.") % {"name": name}
        )
    file.seek(0)
    file.name = name
    return file, {"name": name, "content_type": content_type}


def _check_size(file: File) -> None:
    if not file.size:
        raise ValidationError(_("This file is empty. Choose another one."))
    if file.size > FILE_SIZE_MAX:
        raise ValidationError(
            _("A file may have %(most)s MB; this one has more. Make it smaller, or add a link to it instead.")
            % {"most": FILE_SIZE_MAX // 1_000_000}
        )


def _check_room(owner: User, size: int) -> None:
    used = Attachment.objects.filter(owner=owner).aggregate(sum=Sum("size"))["sum"] or 0
    if used + size > FILES_OF_A_MEMBER:
        raise ValidationError(
            _("Your files in the forum fill the %(most)s MB that each member has. Take some out of your posts first.")
            % {"most": FILES_OF_A_MEMBER // 1_000_000}
        )


def _sweep_loose(before: datetime) -> None:
    """Those that a draft of their owner still names are wanted."""
    rows = list(Attachment.objects.loose().filter(loose_since__lt=before)[:500])
    drafts = Draft.objects.filter(user__in={row.owner_id for row in rows if row.owner_id})
    wanted = {key for text in drafts.values_list("content", flat=True) for key in keys_in(text)}
    for row in rows:
        if row.key not in wanted:
            _remove(row)


@transaction.atomic
def _remove(row: Attachment) -> None:
    gone, _rows = Attachment.objects.loose().filter(pk=row.pk).delete()
    if gone:
        transaction.on_commit(lambda: default_storage.delete(str(row.file.name)))


def _sweep_strays(before: datetime) -> None:
    """Left behind by a transaction that failed after its file was written."""
    root = Path(default_storage.path(FOLDER))
    old = [path for path in root.glob("*/*") if path.is_file() and path.stat().st_mtime < before.timestamp()]
    for start in range(0, len(old), 500):
        paths = {f"{FOLDER}/{path.parent.name}/{path.name}": path for path in old[start : start + 500]}
        known = set(Attachment.objects.filter(file__in=paths).values_list("file", flat=True))
        for name in paths.keys() - known:
            default_storage.delete(name)
            log.info("A file of which no post tells was removed: %s", name)
