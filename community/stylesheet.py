"""All style sheets as one: many small files to work on, one request for the reader.

`css/site.css` lists the others with @import and a layer each. Fetched one by one they would cost a reader on a slow
line seconds, so they are put together here, named by their content and kept by the browser for good.
"""

import gzip
import hashlib
import posixpath
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.templatetags.static import static
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

ENTRY = "css/site.css"
_IMPORT = re.compile(r'@import url\("([^"]+)"\)(?: layer\(([\w.]+)\))?;')
_ADDRESS = re.compile(r'url\("(?!data:|/)([^"]+)"\)')
_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
FOR_GOOD = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Bundle:
    name: str
    content: bytes
    packed: bytes


def _put_together(path: str) -> str:
    """The text of one style sheet with its imports in their layers and its addresses made absolute."""
    found = finders.find(path)
    if not isinstance(found, str):
        raise Http404(path)
    folder = posixpath.dirname(path)
    text = _COMMENT.sub("", Path(found).read_text(encoding="utf-8"))
    text = _ADDRESS.sub(lambda match: f'url("{static(posixpath.normpath(f"{folder}/{match[1]}"))}")', _hide(text))

    def inline(match: re.Match[str]) -> str:
        inner = _put_together(posixpath.normpath(f"{folder}/{match[1]}"))
        return f"@layer {match[2]} {{\n{inner}}}\n" if match[2] else inner

    return _IMPORT.sub(inline, _show(text))


def _hide(text: str) -> str:
    """Keep the addresses of imports from being rewritten: they are names of files to read."""
    return text.replace('@import url("', '@import url("/')


def _show(text: str) -> str:
    return text.replace('@import url("/', '@import url("')


def _bundle() -> Bundle:
    content = _put_together(ENTRY).encode()
    name = hashlib.sha256(content).hexdigest()[:12]
    return Bundle(name, content, gzip.compress(content, 9, mtime=0))


_kept_bundle = lru_cache(maxsize=1)(_bundle)


def bundle() -> Bundle:
    """The bundle; made anew for every page while DEBUG is on."""
    return _bundle() if settings.DEBUG else _kept_bundle()


@require_safe
def stylesheet(request: HttpRequest, name: str) -> HttpResponse:
    """The bundle under its own name for good; an old page that asks for an older one gets today's, once."""
    found = bundle()
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(found.packed if packed else found.content, content_type="text/css; charset=utf-8")
    if packed:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    response["Cache-Control"] = FOR_GOOD if name == found.name else "no-cache"
    return response
