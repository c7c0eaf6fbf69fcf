"""The embedded default: SQLite, everything in one process, files below var/. What `make run` uses."""

import secrets

from community.lib import env

from .base import *  # noqa: F403
from .base import STORAGES, VAR_DIR


def _kept_secret_key() -> str:
    """A key made once and kept beside the database, so that sign-ins outlive a restart."""
    path = VAR_DIR / "secret_key"
    if not path.exists():
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        path.write_text(secrets.token_urlsafe(50))
        path.chmod(0o600)
    return path.read_text().strip()


DEVELOPMENT = True
DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = _kept_secret_key()
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
if env.text("EMAIL_URL", ""):  # a mail server of one's own, to read mails as they arrive
    globals().update(env.mail("EMAIL_URL", ""))
