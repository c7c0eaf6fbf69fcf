"""Typed settings from the environment: a wrong value ends the start with a sentence that names its variable."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


def text(name: str, default: str | None = None) -> str:
    """The variable as text. Raises ImproperlyConfigured when it is missing and there is no default."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set the environment variable {name}; there is no default for it.")
    return value


def flag(name: str, *, default: bool) -> bool:
    """The variable as yes or no. Raises ImproperlyConfigured for anything else."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in _TRUE:
        return True
    if value.strip().lower() in _FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}, but it must be one of: true, false.")


def number(name: str, default: int, *, least: int = 0) -> int:
    """The variable as a whole number of at least `least`. Raises ImproperlyConfigured for anything else."""
    value = os.environ.get(name)
    if value is None:
        return default
    try:
        found = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {value!r}, but it must be a whole number.") from None
    if found < least:
        raise ImproperlyConfigured(f"{name} is {found}, but it must be at least {least}.")
    return found


def words(name: str, default: str = "") -> list[str]:
    """The variable as a list, separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def origins(name: str, default: str = "") -> list[str]:
    """The variable as a list of web origins such as https://community.example.org (RFC 6454)."""
    found = words(name, default)
    for origin in found:
        parts = urlsplit(origin)
        if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path not in {"", "/"}:
            raise ImproperlyConfigured(f"{name} holds {origin!r}, but each entry must look like https://example.org.")
    return [origin.rstrip("/") for origin in found]


def database(name: str, default: str) -> dict:
    """The variable as Django's description of a database, from a URL such as postgres://user:secret@host/name."""
    url = text(name, default)
    try:
        found = environ.Env.db_url_config(url)
    except Exception as error:
        raise ImproperlyConfigured(f"{name} is not a database address: {error}") from None
    if not str(found.get("ENGINE", "")).endswith(("sqlite3", "postgresql")):
        raise ImproperlyConfigured(f"{name} must begin with sqlite:/// or postgres://.")
    return dict(found)


def folder(name: str, default: Path) -> Path:
    """The variable as an absolute path to a folder, which need not exist yet."""
    return Path(text(name, str(default))).expanduser().resolve()
