import pytest
from django.core.cache import cache
from django.test import Client

from tests.cast import Cast, make_cast


@pytest.fixture(autouse=True)
def _fresh_cache():
    """Rate limits count in the cache; each test starts from nought."""
    cache.clear()


@pytest.fixture
def cast(db) -> Cast:
    return make_cast()


@pytest.fixture
def as_user():
    """A signed-in client: `as_user(cast.zofia).get("/forum/")`."""

    def sign_in(user) -> Client:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in
