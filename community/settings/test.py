"""Settings of the test suite: quick passwords, mail in memory, everything else as in the embedded default."""

import os
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from .base import *  # noqa: F403
from .base import CACHES, CHANNEL_LAYERS, DATABASES, REDIS_URL, STATIC_ROOT, STORAGES

DEVELOPMENT = True
DEBUG = False
SECRET_KEY = "only-for-tests-and-never-for-people"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = Path(tempfile.gettempdir()) / "intersession-test-media"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
NEWCOMERS_WAIT = False  # the cast are no newcomers; tests about newcomers switch it on
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True  # looked for when asked for: otherwise each new test client lists all 200 files
STATIC_ROOT.mkdir(parents=True, exist_ok=True)

if REDIS_URL:
    # Test processes share one server, so each has keys and channels of its own.
    _number = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    CACHES["default"]["LOCATION"] = urlsplit(REDIS_URL)._replace(path=f"/{_number}").geturl()
    CHANNEL_LAYERS["default"]["CONFIG"]["prefix"] = f"test-{_number}"

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in real life, so that threads can share it (tests/database.py). It need not survive a power cut.
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=OFF;PRAGMA busy_timeout=20000;"
    )
else:
    # A database that is about to be dropped and copied anew must not be held open by a pool.
    del DATABASES["default"]["OPTIONS"]["pool"]
    # What tests keep stays in one transaction (tests/kept.py), however long others take in between.
    DATABASES["default"]["OPTIONS"]["options"] += " -c idle_in_transaction_session_timeout=0"

# Hints get lost, doubled and late in every test, because they may in real life (tests/resilience.py).
CHANNEL_LAYERS = {"default": {"BACKEND": "tests.resilience.RoughLayer", "CONFIG": {"under": CHANNEL_LAYERS["default"]}}}
