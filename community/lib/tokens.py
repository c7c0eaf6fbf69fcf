"""Secrets that open a door for a program: random, told by their look, and kept nowhere as they are.

`intersession_api_` and 48 hexadecimal digits (192 bits), then 8 that check the rest. Whoever finds one in a place where
it does not belong can see what it is; a search for leaked secrets finds it by its first letters; and what somebody
makes up is refused without a look into the database.
"""

import hashlib
import logging
import re
import secrets
import zlib

_FORM = re.compile(r"intersession_([a-z]+)_([0-9a-f]{48})([0-9a-f]{8})")
_ANYWHERE = re.compile(r"(intersession_[a-z]+_)[0-9a-f]+")


def new_token(purpose: str) -> str:
    """A secret for that purpose, one word in small letters."""
    words = f"intersession_{purpose}_{secrets.token_hex(24)}"
    return words + _check(words)


def is_token(text: str, purpose: str) -> bool:
    """Whether it looks like one of ours for that purpose. Whether it opens anything only the database knows."""
    found = _FORM.fullmatch(text)
    return found is not None and found.group(1) == purpose and text.endswith(_check(text[:-8]))


def digest_of(token: str) -> str:
    """What is kept of a token. It is random enough that nobody finds it from this: no salt nor delay is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def without_tokens(text: str) -> str:
    """The text with every token in it struck out."""
    return _ANYWHERE.sub(r"\1…", text)


class StrikeOutTokens(logging.Filter):
    """Keeps tokens out of the logs, such as those in the address of a feed that is not there any more (safety F10)."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = without_tokens(record.getMessage()), ()
        return True


def _check(words: str) -> str:
    return f"{zlib.crc32(words.encode()):08x}"
