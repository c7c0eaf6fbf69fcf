"""The template vocabulary that every page shares; it is loaded everywhere, no page has to ask for it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.core.paginator import Paginator
from django.template.context import Context
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from community.stylesheet import bundle

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """One symbol of the sprite: `{% icon "clock" %}`. Decoration unless it has a label, which is then its text."""
    address = f"{static('img/icons.svg')}#{name}"
    classes = f"icon {css}".strip()
    if not label:
        return format_html('<svg class="{}" aria-hidden="true"><use href="{}"></use></svg>', classes, address)
    return format_html(
        '<svg class="{}" role="img" aria-label="{}"><use href="{}"></use></svg>', classes, label, address
    )


@register.simple_tag
def stylesheet_address() -> str:
    """Where all style sheets are fetched as one."""
    return reverse("stylesheet", args=[bundle().name])


@register.simple_tag(takes_context=True)
def current_if(context: Context, href: str) -> SafeString:
    """`aria-current` for a link to this page ("page") or to a part of the site that this page is in ("true")."""
    path = getattr(context.get("request"), "path", "")
    if path == href:
        return SafeString(' aria-current="page"')
    return SafeString(' aria-current="true"') if href != "/" and path.startswith(href) else SafeString("")


@register.filter
def initials(name: object) -> str:
    """Up to two letters for the round mark beside a name: the first of the first word and of the last."""
    words = str(name or "").split()
    ends = words[:1] + words[1:][-1:]
    return "".join(word[0] for word in ends).upper()


@register.inclusion_tag("ui/when.html")
def when(starts_at: datetime, ends_at: datetime | None = None, zone: str = "", style: str = "full") -> dict[str, Any]:
    """A moment or a span on the wall clock of its own zone (requirements B8), the label printed and never parsed.

    `zone` is an IANA name, by default the site's. `style`: "full" (date, times, zone), "times" (no date), "date".
    """
    place = ZoneInfo(zone) if zone else timezone.get_default_timezone()
    start = timezone.localtime(starts_at, place)
    return {
        "start": start,
        "end": timezone.localtime(ends_at, place) if ends_at else None,
        "city": place.key.rpartition("/")[2].replace("_", " "),  # type: ignore[attr-defined]
        "offset": _offset_in_words(start),
        "style": style,
    }


def _offset_in_words(moment: datetime) -> str:
    """`CEST, UTC+2`; only `UTC+3` where a zone has no name of its own."""
    minutes = round((moment.utcoffset() or timedelta()).total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    utc = f"UTC{'-' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"
    name = moment.tzname() or ""
    return f"{name}, {utc}" if name.isalpha() and name != "UTC" else utc


@register.inclusion_tag("ui/date_block.html")
def date_block(day: date | datetime) -> dict[str, Any]:
    """The date of a talk as a block: `{% date_block talk.starts_at %}`, on the site's own calendar day."""
    moment = timezone.localtime(day, timezone.get_default_timezone()) if isinstance(day, datetime) else day
    return {"day": moment}


@register.filter
def pages_around(paginator: Paginator, number: int) -> Iterator[int | str]:
    """Page numbers worth a link: both ends and the neighbours of `number`, with an ellipsis for the rest."""
    return paginator.get_elided_page_range(number, on_each_side=1, on_ends=1)


@register.simple_tag(takes_context=True)
def page_address(context: Context, number: int, parameter: str = "") -> str:
    """The address of another page of this list, with everything else that was asked for kept."""
    query = context["request"].GET.copy()
    query[parameter or "page"] = str(number)
    return f"?{query.urlencode()}"
