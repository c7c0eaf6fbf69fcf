"""Stock machina on the site's database, as its manual sets it up: the yardstick of `make bench-forum`, and no more."""

from machina import MACHINA_MAIN_TEMPLATE_DIR

from community.settings.development import *  # noqa: F403
from community.settings.development import BASE_DIR, CACHES

ROOT_URLCONF = "tests.attacks.stock_urls"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # it refuses to start without
    "machina.apps.forum_permission.middleware.ForumPermissionMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "tests" / "attacks" / "templates", MACHINA_MAIN_TEMPLATE_DIR],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "machina.core.context_processors.metadata",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
CACHES = {**CACHES, "machina_attachments": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MACHINA_MARKUP_LANGUAGE = ("machina.core.markdown.markdown", {"safe_mode": True})
MACHINA_TOPIC_POSTS_NUMBER_PER_PAGE = 20  # as many as ours
MACHINA_FORUM_TOPICS_NUMBER_PER_PAGE = 20
