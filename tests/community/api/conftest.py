"""A program with a key, and the forums that it reads and writes."""

from typing import Any

import pytest
from django.test import Client

from community.tokens.actions import make_api_key
from tests.forum.conftest import forums, private_topic, topic  # noqa: F401 - fixtures

BASE = "/api/v1"


class Program:
    """Calls the interface as a program does: with a key or without one, and never with a cookie."""

    def __init__(self, secret: str = "") -> None:
        self.client = Client(headers={"Authorization": f"Bearer {secret}"} if secret else {})

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        content = {} if body is None else {"data": body, "content_type": "application/json"}
        response = getattr(self.client, method)(
            path if path.startswith("/api") else BASE + path, headers=headers, **content
        )
        assert not response.cookies
        return response

    def get(self, path: str, **headers: str) -> Any:
        return self("get", path, **headers)

    def post(self, path: str, body: Any) -> Any:
        return self("post", path, body)


def program_of(user, scope: str = "write") -> Program:
    return Program(make_api_key(user, name="A program", scope=scope).secret)


@pytest.fixture
def guest() -> Program:
    return Program()
