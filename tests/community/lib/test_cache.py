"""A cache that is away costs nothing but its help."""

import pytest

from community.lib import cache as module
from community.lib import ratelimit
from community.lib.cache import ForgivingRedisCache
from tests.services import HOST, free_port


@pytest.fixture
def away(monkeypatch):
    """A cache at an address where nobody answers."""
    monkeypatch.setattr(module, "_away_until", 0.0)
    return ForgivingRedisCache(f"redis://{HOST}:{free_port()}/0", {})


def test_all_requests_of_a_process_share_their_connections(away):
    """Django makes a cache for each."""
    address = f"redis://{HOST}:{free_port()}/0"
    assert ForgivingRedisCache(address, {})._cache is ForgivingRedisCache(address, {})._cache is not away._cache


@pytest.mark.parametrize("ask_at_once", [False, True])
def test_nothing_is_found_and_nothing_is_kept(away, monkeypatch, ask_at_once):
    """Asked in vain each time, or not asked because it has just failed."""
    monkeypatch.setattr(module, "AWAY_SECONDS", 10.0 if ask_at_once else -1.0)
    away.set("name", "value")
    assert away.get("name") is None
    assert away.get("name", "other") == "other"
    assert away.get_many(["name"]) == {}
    assert away.add("name", 1) is False
    assert away.delete("name") is False
    with pytest.raises(ValueError, match="counted"):
        away.incr("name")
    with pytest.raises(ValueError, match="counted"):
        away.count_up("name", 60)


def test_limits_stand_while_it_is_away(away, monkeypatch):
    monkeypatch.setattr(ratelimit, "cache", away)
    waits = [ratelimit.allow("try-while-away", 3, 3600) for _ in range(5)]
    assert waits[:3] == [0, 0, 0]
    assert all(0 < wait <= 3600 for wait in waits[3:])
    assert ratelimit.wait_for("try-while-away", 3, 3600) > 0
    assert ratelimit.allow("another-thing", 3, 3600) == 0
