"""QR codes as SVG, drawn without any inline style, so that the strict policy of our pages lets them through."""

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString

QUIET_ZONE = 4  # modules of white around a code (ISO/IEC 18004)


def qr_svg(text: str, label: str) -> SafeString:
    """The code for `text` as an <svg> whose size its container decides; dark on white in every colour scheme.

    Correction level M: survives glare on a screen, and keeps the modules large.
    """
    code = segno.make(text, error="m", micro=False, boost_error=False)
    size = code.symbol_size(border=QUIET_ZONE)[0]
    path = "".join(_runs(code.matrix))
    return format_html(
        '<svg class="qr" role="img" aria-label="{}" viewBox="0 0 {} {}" shape-rendering="crispEdges">'
        '<rect width="{}" height="{}" fill="#fff"/><path fill="#000" d="{}"/></svg>',
        label,
        size,
        size,
        size,
        size,
        path,
    )


def _runs(matrix: tuple[bytearray, ...]) -> list[str]:
    """Each run of dark modules as one rectangle of the path."""
    found = []
    for y, row in enumerate(matrix):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                found.append(f"M{start + QUIET_ZONE} {y + QUIET_ZONE}h{x - start}v1h-{x - start}z")
            x += 1
    return found
