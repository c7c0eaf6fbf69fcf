"""Settings of the test suite: quick passwords, mail in memory, everything else as in the embedded default."""

import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import CACHES, STORAGES

DEVELOPMENT = True
DEBUG = False
SECRET_KEY = "only-for-tests-and-never-for-people"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = Path(tempfile.gettempdir()) / "intersession-test-media"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
CACHES = {**CACHES}
