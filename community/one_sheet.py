"""Static files as readers get them: one style sheet instead of forty, and addresses that may be kept for ever.

The sheets are written one per component and gathered by `css/site.css`. A browser would fetch each in turn; so
`collectstatic` puts them into one file, each in its layer, before names with hashes are given out.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET = "css/site.css"
IMPORT = re.compile(r'@import url\("([^"]+)"\) layer\(([a-z]+)\);')


class OneSheetStorage(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True  # modules import each other by their hashed names

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if SHEET in paths and not dry_run:
            gathered = self._gathered(*paths[SHEET])
            self.delete(SHEET)
            self._save(SHEET, ContentFile(gathered.encode()))
            paths[SHEET] = (self, SHEET)
        yield from super().post_process(paths, dry_run, **options)

    def _gathered(self, source: Any, path: str) -> str:
        """The sheet with every import replaced by the words of its file."""

        def words_of(found: re.Match[str]) -> str:
            name, layer = found.groups()
            return f"@layer {layer} {{\n{self._read(source, name)}\n}}"

        return IMPORT.sub(words_of, _text(source, path))

    def _read(self, source: Any, name: str) -> str:
        """One sheet, with its addresses as seen from the folder of the whole."""
        text = _text(source, f"css/{name}")
        depth = name.count("/")
        return text.replace('url("' + "../" * depth, 'url("') if depth else text


def _text(source: Any, path: str) -> str:
    with source.open(path) as file:
        return file.read().decode()
