"""What has to be done once a minute, besides sending mail: each floor above says so, and the tick does it."""

import logging
from collections.abc import Callable

log = logging.getLogger("intersession.due")

Job = Callable[[], object]

_jobs: list[Job] = []


def register(job: Job) -> None:
    """Do this every minute; to be called in `AppConfig.ready`. It may run twice at once, so it must not mind."""
    if job not in _jobs:
        _jobs.append(job)


def do_all() -> None:
    """Do everything that is registered. What fails is logged and tried again a minute later; the rest goes on."""
    for job in _jobs:
        try:
            job()
        except Exception:
            log.exception("What is done every minute went wrong: %s", job.__qualname__)
