"""Every door of the site. Machina's own URLs are not among them: see `forum.urls`."""

from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms import media
from community import health
from community.csp import REPORTS
from community.csp_reports import take_report
from community.stylesheet import stylesheet

handler400 = "community.errors.bad_request"
handler403 = "community.errors.forbidden"
handler404 = "community.errors.not_found"
handler429 = "community.errors.too_many_requests"
handler500 = "community.errors.server_error"

urlpatterns = [
    path("healthz", health.alive),
    path("readyz", health.ready),
    path(REPORTS.lstrip("/"), take_report),
    path("style-<slug:name>.css", stylesheet, name="stylesheet"),
    path("api/v1/", include("community.api.urls")),
    path("live/", include("community.live.urls")),
    path("join/", include("community.live.join_urls")),
    path("speak/", include("community.live.speak_urls")),
    path("notifications/", include("community.notifications.urls")),
    path("members/", include("community.people.urls")),
    path("", include("community.moderation.urls")),
    path("", include("community.front.urls")),
    path("account/access/", include("community.tokens.urls")),
    path("account/", include("community.people.account_urls")),
    path("forum/", include("forum.urls")),
    # Wagtail's own sign-in knows neither confirmed addresses nor limits, so nobody gets to see it.
    path("cms/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:path>", media.media, name="media"),
    path("", include("cms.urls")),
    path("", include("events.urls")),
    path("editions/", include("events.academy.urls")),
]

if settings.DEVELOPMENT:
    from community.styleguide import urls as styleguide_urls  # only exists for whoever builds pages

    urlpatterns += [path("styleguide/", include(styleguide_urls))]

urlpatterns += [
    # in front of Wagtail's own
    path("_util/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("", include(wagtail_urls)),
]
