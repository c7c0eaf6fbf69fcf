"""What somebody asks of the search: the words, and what the results are narrowed to. All of it is in the address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from community.lib.fold import fold
from community.search import registry
from community.search.queries import MAX_QUERY, MAX_WORDS, words_asked
from forum.languages import LANGUAGES
from forum.listing import ecosystem_choices

_MOST_SENT = 10_000  # characters that are looked at; no address that a browser sends is longer


@dataclass(frozen=True)
class Asked:
    """One search. Kind, language and ecosystem are empty for all of them."""

    typed: str
    kind: str = ""
    language: str = ""
    ecosystem: str = ""
    was_cut: bool = False

    @property
    def is_narrowed(self) -> bool:
        return bool(self.kind or self.language or self.ecosystem)

    @property
    def is_too_short(self) -> bool:
        """One letter finds only words of one letter, and signs find nothing."""
        return bool(self.typed) and len("".join(words_asked(self.typed))) < 2

    @property
    def address(self) -> str:
        parts = {"q": self.typed, "kind": self.kind, "language": self.language, "ecosystem": self.ecosystem}
        return f"?{urlencode({name: value for name, value in parts.items() if value})}"

    @property
    def everything(self) -> str:
        """The address of the same words, narrowed to nothing."""
        return Asked(self.typed).address

    def narrowed(self, **to: Any) -> Asked:
        return replace(self, **to)


def asked_for(sent: QueryDict) -> Asked:
    """What an address asks for. Whatever nobody could have chosen is nothing."""
    typed = " ".join(sent.get("q", "")[:_MOST_SENT].split())
    kind, language, ecosystem = (sent.get(name, "") for name in ("kind", "language", "ecosystem"))
    return Asked(
        typed[:MAX_QUERY].strip(),
        kind if registry.get(kind) else "",
        language if language in dict(LANGUAGES) else "",
        ecosystem if ecosystem in dict(ecosystem_choices()) else "",
        was_cut=len(typed) > MAX_QUERY or len(fold(typed[:MAX_QUERY]).split()) > MAX_WORDS,
    )
