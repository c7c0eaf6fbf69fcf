"""Where a community lives: behind HTTPS, with PostgreSQL and Valkey as it grows; SQLite will do for a small one.

Every variable that has no safe default must be set: SECRET_KEY and ALLOWED_HOSTS.
"""

from community.lib import env

from .base import *  # noqa: F403

DEVELOPMENT = False
DEBUG = False
SECRET_KEY = env.secret("SECRET_KEY")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.origins("CSRF_TRUSTED_ORIGINS")
WAGTAILADMIN_BASE_URL = env.origin("SITE_URL", f"https://{ALLOWED_HOSTS[0]}")

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]  # asked from inside, without TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Limits on sign-in count by address. Behind a proxy all requests seem to come from it, and ten wrong passwords from
# anywhere would lock everybody out; so the address is the one that the last of this many proxies has added.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", 1)
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"

globals().update(env.mail("EMAIL_URL", "smtp://127.0.0.1:25"))
