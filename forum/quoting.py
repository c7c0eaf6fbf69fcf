"""A post as it stands in another one: its author, a link, and its own words, not those that it quotes itself."""

import re

from django.utils.translation import gettext as _

from forum.engine import Post
from forum.queries import post_url

_LONGEST = 2_000  # characters
_PICTURE = re.compile(r"!(\[[^\[\]\n]*\]\()")


def quote_of(post: Post) -> str:
    """The words of a post as a quotation in Markdown, to answer below. Ask `can_read_words` before."""
    own = [line for line in post.content.raw.splitlines() if not line.lstrip().startswith(">")]
    words = _PICTURE.sub(r"\1", "\n".join(own).strip())  # a picture belongs to its post and is a link elsewhere
    if len(words) > _LONGEST:
        words = f"{words[:_LONGEST].rsplit(maxsplit=1)[0]} …"
    return quoted(words, author_name(post), post_url(post))


def quoted(words: str, name: str, url: str) -> str:
    lines = "\n".join(f"> {line}".rstrip() for line in words.splitlines())
    return f"> **{_bare(name)}** [{_('wrote')}]({url}):\n>\n{lines}\n\n"


def author_name(post: Post) -> str:
    return post.poster.display_name if post.poster else post.username or _("A participant")


def _bare(name: str) -> str:
    """A name without signs that Markdown would read."""
    return re.sub(r"[*_\[\]()`<>@\\]", "", name)
