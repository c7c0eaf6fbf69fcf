"""What programs send: one JSON object of a size that people write, with no field that nobody asked for."""

import json
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import Form
from django.http import HttpRequest
from ninja import Schema
from ninja.parser import Parser
from pydantic import ConfigDict

from community.api.problems import BAD_JSON, NOT_JSON, NOT_VALID, TOO_LARGE, Problem

MOST_BYTES = 256_000  # the longest post, in letters that JSON writes as twelve


class Body(Schema):
    """Unknown fields are refused, so that a misspelt one is not taken for one that was left out."""

    model_config = ConfigDict(extra="forbid", str_max_length=60_000)


class StrictParser(Parser):
    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type != "application/json":
            raise Problem(NOT_JSON)
        if len(request.body) > MOST_BYTES:
            raise Problem(TOO_LARGE)
        try:
            found = json.loads(request.body, parse_constant=_refuse)
        except (ValueError, RecursionError):  # also text that is no UTF-8
            raise Problem(BAD_JSON) from None
        if not isinstance(found, dict):
            raise Problem(BAD_JSON)
        return found


def cleaned(form: Form) -> dict[str, Any]:
    """What a page's own form makes of the fields. Raises Problem with the form's sentences, each with its field."""
    if not form.is_valid():
        raise Problem(NOT_VALID, errors=errors_of(form))
    return form.cleaned_data


def errors_of(form: Form) -> list[dict[str, str]]:
    return [
        {"detail": str(sentence)} | ({"pointer": _pointer(name)} if name != NON_FIELD_ERRORS else {})
        for name, sentences in form.errors.items()
        for sentence in sentences
    ]


def sentences_of(error: ValidationError) -> list[dict[str, str]]:
    """What an action has to say about a text, or about each field."""
    if not hasattr(error, "error_dict"):
        return [{"detail": sentence} for sentence in error.messages]
    return [
        {"detail": sentence} | ({"pointer": _pointer(name)} if name != NON_FIELD_ERRORS else {})
        for name, sentences in error.message_dict.items()
        for sentence in sentences
    ]


def _pointer(name: str) -> str:
    """Where the field stands in what was sent: the parts of a structured text stand in an object of their own."""
    return f"#/sections/{name.removeprefix('part_')}" if name.startswith("part_") else f"#/{name}"


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")
