"""Posts of a topic, drawn with the forum's own part from rows that are never saved."""

from typing import Any

from community.lib import markdown
from community.people.models import User
from community.styleguide.samples.specimen import JUNE, JUNE_END, Specimen
from forum.engine import Post
from forum.models import PostDetail
from forum.shown import ShownPost

LETTER = """\
We asked every member for *one* customer they would share. Eleven of forty did, and that was enough.
The [form we used](#post) is short:

1. Who buys from you abroad?
2. Would you introduce another member?

> Ask for the customer, not for the strategy.

It took three weeks."""
ZOFIA = User(pk=1, display_name="Zofia Przykład", organisation_name="Wicker valley", country="PL")
OLAFUR = User(pk=2, display_name="Ólafur Þórðarson", organisation_name="Northern Iceland food cluster", country="IS")


def _shown(number: int, text: str, *, poster: User | None = None, name: str = "", **detail: Any) -> dict[str, Any]:
    post = Post(pk=number, poster=poster, username=name, created=JUNE if number == 1 else JUNE_END, approved=True)
    post._content_rendered = str(markdown.render(text))
    hidden = "hidden_at" in detail
    return {
        "shown": ShownPost(
            post=post,
            detail=PostDetail(post=post, **detail),
            number=number,
            hidden=hidden,
            shows_words=not hidden,
            can_edit=number == 1,
            can_approve=False,
        )
    }


POSTS = [
    Specimen(
        "post",
        [
            _shown(1, LETTER, poster=ZOFIA),
            _shown(2, "We pay the first trip from the membership fee, the second one nobody.", poster=OLAFUR),
            _shown(
                3,
                "How many firms do you need before a cluster makes sense?",
                name="Pekka Esimerkki",
                origin_kind="question",
                origin_url="#",
                votes=12,
                carried_by=ZOFIA,
            ),
            _shown(4, "", poster=OLAFUR, hidden_at=JUNE_END, hidden_reason="It advertised a service."),
        ],
        wrapper="ruled",
        template="forum/_post.html",
    ),
]
