"""The description of the interface for people: a page of ours, made from the same description that programs read."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from community.api.callers import PACES
from community.api.problems import KINDS
from community.api.service import api


@dataclass(frozen=True)
class Field:
    """One thing that a call takes or gives."""

    name: str
    kind: str
    required: bool
    text: str


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    title: str
    text: str
    parameters: list[Field]
    body: list[Field]
    answer: list[Field]


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    schema = api.get_openapi_schema()
    context = {
        "groups": _groups(schema),
        "problems": KINDS,
        "paces": PACES,
        "home": settings.WAGTAILADMIN_BASE_URL,
        "openapi": reverse("api:openapi-json"),
    }
    return render(request, "api/docs.html", context)


def _groups(schema: dict[str, Any]) -> dict[str, list[Operation]]:
    found: dict[str, list[Operation]] = {}
    for path, methods in schema["paths"].items():
        for method, facts in methods.items():
            found.setdefault(facts["tags"][0], []).append(_operation(schema, path, method, facts))
    return found


def _operation(schema: dict[str, Any], path: str, method: str, facts: dict[str, Any]) -> Operation:
    asked = [_field(one["name"], one["schema"], one["required"]) for one in facts.get("parameters", [])]
    body = facts.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    good: dict[str, Any] = next(one for code, one in facts["responses"].items() if 200 <= int(code) < 300)
    given = good.get("content", {}).get("application/json", {}).get("schema", {})
    return Operation(
        method=method.upper(),
        path=path,
        title=facts["summary"],
        text=facts.get("description", ""),
        parameters=asked,
        body=_fields(schema, body),
        answer=_fields(schema, given),
    )


def _fields(schema: dict[str, Any], described: dict[str, Any]) -> list[Field]:
    found = _resolved(schema, described)
    needed = found.get("required", [])
    return [_field(name, one, name in needed) for name, one in found.get("properties", {}).items()]


def _field(name: str, described: dict[str, Any], required: bool) -> Field:
    return Field(name, _kind(described), required, described.get("description", ""))


def _kind(described: dict[str, Any]) -> str:
    """What it is, in as few words as a reader needs: "string", "list of Topic", "integer or null"."""
    if "anyOf" in described:
        return " or ".join(_kind(one) for one in described["anyOf"])
    if "$ref" in described:
        return str(described["$ref"]).rpartition("/")[2]
    if "enum" in described:
        return ", ".join(str(one) for one in described["enum"])
    if described.get("type") == "array":
        return f"list of {_kind(described['items'])}"
    return str(described.get("format") or described.get("type", ""))


def _resolved(schema: dict[str, Any], described: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in described:
        return described
    found: dict[str, Any] = schema["components"]["schemas"][described["$ref"].rpartition("/")[2]]
    return found
