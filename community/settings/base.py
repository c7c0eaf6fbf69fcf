"""Settings shared by every way of running Intersession; development, test and production only say what differs."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from community.lib import env

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = env.folder("VAR_DIR", BASE_DIR / "var")  # everything that is ours to write: database, media, mail

# --- What is installed --------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "daphne",
    # our house, top floor first, so that our templates and commands win
    "community",
    "community.demo",
    "community.front",
    "events.academy",
    "events",
    "cms",
    "forum",
    "community.live",
    "community.search",
    "community.tokens",
    "community.notifications",
    "community.moderation",
    "community.people",
    "community.freshness",
    # Wagtail
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "wagtailmedia",
    "modelcluster",
    "taggit",
    "django_filters",
    # machina: the models and the permission handler; its search app (and so Haystack) stays out
    "mptt",
    "machina",
    "machina.apps.forum",
    "machina.apps.forum_conversation",
    "machina.apps.forum_conversation.forum_attachments",
    "machina.apps.forum_conversation.forum_polls",
    "machina.apps.forum_member",
    "machina.apps.forum_permission",
    "machina.apps.forum_tracking",
    # accounts, tasks, live
    "allauth",
    "allauth.account",
    "channels",
    "csp",
    "django_tasks",
    "django_tasks_db",
    # Django
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "community.csp.PolicyMiddleware",
    "community.freshness.pages.KeptPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "community.people.signed_in.SignedIn",
    "community.people.visits.NoteVisits",
    "community.moderation.suspended.HoldPens",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "community.urls"
ASGI_APPLICATION = "community.asgi.application"
WSGI_APPLICATION = "community.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
            "builtins": ["community.templatetags.ui"],
        },
    },
]
FORM_RENDERER = "community.forms.FormRenderer"

# --- Where things are kept ----------------------------------------------------------------------------------------

DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{VAR_DIR / 'intersession.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A read-then-write transaction in WAL fails at once unless it asks for the write lock first.
    # synchronous=FULL keeps what was acknowledged even when the power goes.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA busy_timeout=20000;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"]["OPTIONS"] = {
        **DATABASES["default"].get("OPTIONS", {}),  # what the address says, such as the folder of a local socket
        "pool": {"min_size": 2, "max_size": env.number("DATABASE_POOL_SIZE", 8, least=2), "timeout": 5},
        "options": "-c statement_timeout=10000 -c lock_timeout=3000 -c idle_in_transaction_session_timeout=15000",
    }

# machina's migrations were made for AutoField; our own apps say BigAutoField in their AppConfig.
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"

REDIS_URL = env.text("REDIS_URL", "")
CACHES: dict[str, dict[str, Any]]
CHANNEL_LAYERS: dict[str, dict[str, Any]]
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "community.lib.cache.ForgivingRedisCache",
            "LOCATION": REDIS_URL,
            "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},  # seconds; a page does not wait longer
        }
    }
    CHANNEL_LAYERS = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [{"address": REDIS_URL, "socket_connect_timeout": 2, "health_check_interval": 15}]},
        }
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}

# Sockets without an account that one address may hold in each process. Everyone in a hall who scans the code on the
# screen has the same address; whoever comes after this many has the same page, by asking every two seconds.
LIVE_SOCKETS_PER_ADDRESS = env.number("LIVE_SOCKETS_PER_ADDRESS", 200, least=1)

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "community.static_files.HashedStorage"},
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- People -------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["community.people.backends.Members"]
SESSION_ENGINE = "community.people.sessions"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "community.people.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "community.people.adapter.display_name"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "community.people.forms.SignUpDetails"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = False  # its link would tell whether an address has an account
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # before a change of address or password (ASVS 5.0, 7.5.1)
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password or address is told by mail
ACCOUNT_FORMS = {
    "login": "community.people.account_forms.SignIn",
    "signup": "community.people.account_forms.SignUp",
    "add_email": "community.people.account_forms.AddAddress",
    "change_email": "community.people.account_forms.OtherAddress",
    "change_password": "community.people.account_forms.ChangePassword",
    "set_password": "community.people.account_forms.SetPassword",
    "reset_password": "community.people.account_forms.ForgottenPassword",
    "reset_password_from_key": "community.people.account_forms.NewPassword",
    "reauthenticate": "community.people.account_forms.AskPasswordAgain",
    "request_login_code": "community.people.account_forms.RequestCode",
    "confirm_login_code": "community.people.account_forms.SignInCode",
    "confirm_email_verification_code": "community.people.account_forms.AddressCode",
    "confirm_password_reset_code": "community.people.account_forms.PasswordCode",
}

# Whether the first post of somebody new waits until a moderator has read it. On, because a forum that anybody may join
# is found by advertisers before it is found by members; it costs a moderator one click for each newcomer, and those who
# take part in an edition or have a role never wait.
NEWCOMERS_WAIT = env.flag("NEWCOMERS_WAIT", default=True)

# --- Safety -------------------------------------------------------------------------------------------------------

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "community.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000  # a Wagtail page with inline panels sends several hundred

# --- Language and time --------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("es", _("Spanish")), ("hu", _("Hungarian"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
LOCALE_PATHS = [BASE_DIR / "community" / "locale"]
TIME_ZONE = "Europe/Brussels"
USE_TZ = True

# --- Engines ------------------------------------------------------------------------------------------------------

SITE_NAME = "Intersession"
WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILADMIN_BASE_URL = env.origin("SITE_URL", f"http://127.0.0.1:{env.number('PORT', 8000)}")
WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# A word that many people share is nobody's: restricted pages and collections ask who the reader is.
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
# Formats that we can write again without what the camera noted down: see cms.pictures.
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "gif"]
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000  # all frames together; a small file may unfold to gigabytes
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.pictures.PictureForm"
WAGTAILEMBEDS_FINDERS: list[dict] = []  # nothing is fetched from elsewhere while an editor types
# The editors' search for pages, images and films. Readers search our own index: see community.search.engine.
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "simple"}}
WAGTAILMEDIA = {"MEDIA_MODEL": "wagtailmedia.Media"}

MACHINA_FORUM_NAME = SITE_NAME
MACHINA_MARKUP_LANGUAGE: tuple[str, dict] = ("community.lib.markdown.render", {})
MACHINA_MARKUP_WIDGET = None
MACHINA_USER_DISPLAY_NAME_METHOD = "get_full_name"

# --- Mail ---------------------------------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Intersession <hello@example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 10
# So long, mails about posts wait for their authors' second thoughts, and say what the post says then.
MAIL_WAITS = timedelta(minutes=env.number("MAIL_WAIT_MINUTES", 5, least=0))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"tokens": {"()": "community.lib.tokens.StrikeOutTokens"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["tokens"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "intersession": {"level": "INFO"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # anybody can send a wrong Host, as often as they like
    },
}
