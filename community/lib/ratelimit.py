"""How often a thing may be done: a counter per key and window in Django's cache."""

import math
import time

from django.core.cache import cache


def wait_for(key: str, limit: int, seconds: int) -> int:
    """The seconds until `key` may be tried again, 0 for now; counts nothing. For what is counted only when it fails."""
    now = time.time()
    window = math.floor(now / seconds)
    tries = cache.get(f"ratelimit:{key}:{window}", 0)
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
    cache.add(counter, 0, timeout=seconds + 1)
    try:
        tries = cache.incr(counter)
    except ValueError:  # it ran out between the two calls, so this try is the first of a new window
        return 0
    return 0 if tries <= limit else max(1, math.ceil((window + 1) * seconds - now))
