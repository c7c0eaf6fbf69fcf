"""The components on one page, for whoever builds pages; mounted in development only."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template

from community.styleguide import forms, tokens
from community.styleguide.samples import acting, desks, lessons, lists, live, moving, people, posts, states
from community.styleguide.samples.specimen import Specimen

FIRST_COMMENT = re.compile(r"\{#\s*(.*?)\s*#\}")
SECTIONS = [
    ("Acting", acting.ACTIONS),
    ("States", states.STATES),
    ("Moving about", moving.MOVING),
    ("Lists", lists.LISTS),
    ("People and posts", people.PEOPLE + posts.POSTS),
    ("In a live room", live.LIVE),
    ("At the desks of a room, on its stage, in quiet mode", desks.DESKS),
    ("Training", lessons.READING),
]


def styleguide(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "styleguide/index.html",
        {
            "sections": [(title, [_drawn(item, request) for item in items]) for title, items in SECTIONS],
            "colours": tokens.colours(),
            "pairs": tokens.pairs(),
            "forms": forms.samples(),
        },
    )


def _drawn(specimen: Specimen, request: HttpRequest) -> dict[str, Any]:
    """A component drawn once per sample, with the comment at its top, which names its parameters."""
    template = get_template(specimen.path)
    comment = FIRST_COMMENT.search(template.template.source)  # type: ignore[attr-defined]
    return {
        "name": specimen.name,
        "path": specimen.path,
        "notes": comment.group(1) if comment else "",
        "wrapper": specimen.wrapper,
        "tag": specimen.tag,
        "drawings": [template.render(sample, request) for sample in specimen.samples],
    }
