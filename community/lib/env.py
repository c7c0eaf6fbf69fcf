"""Typed settings from the environment: a wrong value ends the start with a sentence that names its variable."""

import os
import warnings
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off"}


def text(name: str, default: str | None = None) -> str:
    """The variable as text; empty is as good as missing. Raises ImproperlyConfigured when there is no default."""
    value = os.environ.get(name) or default
    if value is None:
        raise ImproperlyConfigured(f"Set the environment variable {name}; there is no default for it.")
    return value


def secret(name: str, *, least: int = 50) -> str:
    """The variable as a key that nobody guesses. Raises ImproperlyConfigured when it has fewer than `least` characters.

    The bound is that of Django's own deployment check (security.W009).
    """
    found = text(name)
    if len(found) < least:
        raise ImproperlyConfigured(f"{name} has {len(found)} characters, but it must have at least {least}.")
    return found


def flag(name: str, *, default: bool) -> bool:
    """The variable as yes or no. Raises ImproperlyConfigured for anything else."""
    value = os.environ.get(name)
    if not value:
        return default
    if value.strip().lower() in _TRUE:
        return True
    if value.strip().lower() in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}, but it must be one of: true, false.")


def number(name: str, default: int, *, least: int = 0) -> int:
    """The variable as a whole number of at least `least`. Raises ImproperlyConfigured for anything else."""
    value = os.environ.get(name)
    if not value:
        return default
    try:
        found = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {value!r}, but it must be a whole number.") from None
    if found < least:
        raise ImproperlyConfigured(f"{name} is {found}, but it must be at least {least}.")
    return found


def words(name: str, default: str | None = None) -> list[str]:
    """The variable as a list, separated by commas. Raises ImproperlyConfigured when it is missing without a default."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def origins(name: str, default: str = "") -> list[str]:
    """The variable as a list of web origins such as https://community.example.org (RFC 6454)."""
    return [_checked_origin(name, found) for found in words(name, default)]


def origin(name: str, default: str) -> str:
    """The variable as one web origin. Raises ImproperlyConfigured for anything else."""
    return _checked_origin(name, text(name, default))


def _checked_origin(name: str, found: str) -> str:
    parts = urlsplit(found)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path not in {"", "/"}:
        raise ImproperlyConfigured(f"{name} holds {found!r}, but it must look like https://community.example.org.")
    return found.rstrip("/")


def database(name: str, default: str) -> dict:
    """The variable as Django's description of a database, from a URL such as postgres://user:secret@host/name."""
    url = text(name, default)
    with warnings.catch_warnings(action="ignore"):  # an unknown scheme is answered below, in a sentence
        try:
            found = dict(environ.Env.db_url_config(url))
        except ValueError as error:
            raise ImproperlyConfigured(f"{name} is not a database address: {error}.") from None
    engine = str(found.get("ENGINE", ""))
    if not engine.endswith(("sqlite3", "postgresql")):
        raise ImproperlyConfigured(f"{name} must begin with sqlite:/// or postgres://.")
    if engine.endswith("postgresql") and not found.get("NAME"):
        raise ImproperlyConfigured(f"{name} must end with the name of a database, as in postgres://host/intersession.")
    return found


def mail(name: str, default: str) -> dict[str, Any]:
    """The variable as Django's EMAIL_ settings, from a URL such as smtp+tls://user:secret@host:587."""
    try:
        found = environ.Env.email_url_config(text(name, default))
    except (ImproperlyConfigured, ValueError):
        raise ImproperlyConfigured(f"{name} must look like smtp+tls://user:secret@mail.example.org:587.") from None
    return {
        key: value for key, value in found.items() if key.startswith("EMAIL_") and (value or key != "EMAIL_FILE_PATH")
    }


def folder(name: str, default: Path) -> Path:
    """The variable as an absolute path to a folder, which need not exist yet."""
    return Path(text(name, str(default))).expanduser().resolve()
