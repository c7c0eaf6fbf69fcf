"""How often a thing may be done: a counter per key and window in Django's cache.

While the shared cache is away, each process counts by itself: the limits are then that much wider, but stand.
"""

import math
import time

from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache

_own = LocMemCache("ratelimit", {"OPTIONS": {"MAX_ENTRIES": 20_000}})


def wait_for(key: str, limit: int, seconds: int) -> int:
    """The seconds until `key` may be tried again, 0 for now; counts nothing. For what is counted only when it fails."""
    now = time.time()
    window = math.floor(now / seconds)
    counter = f"ratelimit:{key}:{window}"
    tries = max(cache.get(counter, 0), _own.get(counter, 0))
    return 0 if tries < limit else max(1, math.ceil((window + 1) * seconds - now))


def allow(key: str, limit: int, seconds: int) -> int:
    """Count one more try of `key`. Returns 0 when it is allowed, else the seconds to wait.

    At most `limit` tries pass in each window of `seconds`. Windows stand still, so twice the limit can pass around
    the border of two; that is fine for people, and the counter stays one number. Several processes count together
    only where they share a cache.
    """
    now = time.time()
    window = math.floor(now / seconds)
    counter = f"ratelimit:{key}:{window}"
    tries = _counted(counter, seconds)
    return 0 if tries <= limit else max(1, math.ceil((window + 1) * seconds - now))


def _counted(counter: str, seconds: int) -> int:
    """How many tries there were with this one."""
    for counts in (cache, _own):
        try:
            if hasattr(counts, "count_up"):
                return int(counts.count_up(counter, seconds + 1))
            counts.add(counter, 0, timeout=seconds + 1)
            return counts.incr(counter)
        except ValueError:  # the cache is away; or the window ended between the two calls
            continue
    return 1
