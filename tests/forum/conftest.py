"""The forums that the tests write in: an open one, and the private one of the fifth Academy."""

import re
from dataclasses import dataclass

from forum import actions
from tests.kept import kept

ACADEMY = "Academy 5 participants"
CANARY = "kingfisher-ledger"  # planted where outsiders must never read it


def same(page) -> str:
    """A page without what differs in every answer: the nonce of its scripts and the token of its forms."""
    return re.sub(r'(nonce|name="csrfmiddlewaretoken" value)="[^"]+"', "", page.text)


@dataclass(frozen=True)
class Forums:
    open: object
    academy: object


@kept
def forums(cast) -> Forums:
    community = actions.make_category("community", "Community")
    found = Forums(
        open=actions.make_forum("practice", "Practice", description="What *works* for you.", parent=community),
        academy=actions.make_forum("academy-5", f"Academy 5 {CANARY}", private=True),
    )
    actions.set_forum_members(found.academy, ACADEMY, users=[cast.zofia, cast.ivo, cast.pekka])
    return found


@kept
def topic(cast, forums):
    """Zofia's topic in the open forum."""
    return actions.start_topic(cast.zofia, forums.open, subject="Members who do not pay", content="What do *you* do?")


@kept
def private_topic(cast, forums):
    """Ivo's topic in the forum of the fifth Academy."""
    return actions.start_topic(cast.ivo, forums.academy, subject=f"Our {CANARY}", content=f"The {CANARY} words.")
