"""The shared cache, which may be away: then nothing is found in it and nothing is kept, and pages go on (fault 6).

Only what can be had again is in the cache: counters of rate limits, names of open rooms. While it is away each process
counts for its own limits (lib.ratelimit): nobody is kept from writing, and nobody writes without end.
"""

import logging
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache.backends.redis import RedisCache
from django.utils.functional import cached_property
from redis.exceptions import RedisError

log = logging.getLogger("intersession.cache")

AWAY_SECONDS = 1.0  # after an error it is not asked again for so long, or a cache that hangs would hold up each page

Result = TypeVar("Result")


class ForgivingRedisCache(RedisCache):
    """Django's cache on Valkey or Redis, without errors of the network. `incr` says ValueError, as for no such key."""

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._where = repr((server, params))

    @cached_property
    def _cache(self) -> Any:
        """One for the process: Django makes a cache for each request, and each would open a connection of its own."""
        return _clients.setdefault(self._where, super()._cache)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return _unless_away(default, lambda: super(ForgivingRedisCache, self).get(key, default, version))

    def set(self, key: Any, value: Any, *how: Any, **more: Any) -> None:
        _unless_away(None, lambda: super(ForgivingRedisCache, self).set(key, value, *how, **more))

    def add(self, key: Any, value: Any, *how: Any, **more: Any) -> bool:
        return _unless_away(False, lambda: super(ForgivingRedisCache, self).add(key, value, *how, **more))

    def delete(self, key: Any, version: int | None = None) -> bool:
        return _unless_away(False, lambda: super(ForgivingRedisCache, self).delete(key, version))

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        return _unless_away({}, lambda: super(ForgivingRedisCache, self).get_many(keys, version))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        found = _unless_away(None, lambda: super(ForgivingRedisCache, self).incr(key, delta, version))
        if found is None:
            raise ValueError(f"{key} cannot be counted now")
        return found

    def count_up(self, key: str, seconds: int) -> int:
        """How often it was counted, with this time, within so many seconds after the last. One trip for both.

        Raises ValueError while the cache is away.
        """

        def ask() -> int:
            name = self.make_and_validate_key(key)
            with self._cache.get_client(name, write=True).pipeline(transaction=False) as both:
                both.incr(name)
                both.expire(name, seconds)
                return int(both.execute()[0])

        found = _unless_away(None, ask)
        if found is None:
            raise ValueError(f"{key} cannot be counted now")
        return found


_clients: dict[str, Any] = {}
_away_until = 0.0


def _unless_away(otherwise: Result, ask: Callable[[], Result]) -> Result:
    global _away_until  # noqa: PLW0603 (one process knows one cache)
    if time.monotonic() < _away_until:
        return otherwise
    try:
        return ask()
    except (RedisError, OSError) as error:
        _away_until = time.monotonic() + AWAY_SECONDS
        log.warning("The cache is away: %s", error)
        return otherwise
