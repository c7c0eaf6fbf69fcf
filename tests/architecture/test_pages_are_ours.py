"""Everything people see is drawn by our own templates: no page of an engine stays reachable by mistake."""

from collections.abc import Iterator
from pathlib import Path

from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver
from django.views.generic import RedirectView

from tests.architecture.source import PACKAGES, TEMPLATES

ELSEWHERE = ("cms/",)  # Wagtail's editor draws itself

# Views of engines that draw nothing themselves, or with the template named here.
FUNCTIONS = {
    "allauth.account.views.email_verification_sent": "account/confirm_email_verification_code.html",
    "wagtail.documents.views.serve.serve": None,  # sends a file
    "wagtail.documents.views.serve.authenticate_with_password": "wagtaildocs/password_required.html",
    "wagtail.views.authenticate_with_password": "wagtailcore/password_required.html",
    "wagtail.views.serve": None,  # asks the page, which is one of ours: see the last test
}


def views(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, object]]:
    """Every address with its view; where two share an address the first one answers."""
    seen = set()
    for pattern in resolver.url_patterns:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            if address not in seen:
                yield address, pattern.callback
            seen.add(address)
        elif not address.startswith(ELSEWHERE):
            for inner, view in views(pattern, address):
                if inner not in seen:
                    yield inner, view


def foreign_views() -> Iterator[tuple[str, object]]:
    for address, view in views(get_resolver()):
        cls = getattr(view, "view_class", view)
        if cls.__module__.split(".")[0] not in PACKAGES and cls is not RedirectView:
            yield address, view


def is_ours(template: str) -> bool:
    return TEMPLATES in Path(get_template(template).origin.name).parents


def test_views_of_engines_draw_with_our_templates():
    for address, view in foreign_views():
        cls = getattr(view, "view_class", None)
        template = cls.template_name if cls else FUNCTIONS[f"{view.__module__}.{view.__qualname__}"]
        assert template is None or is_ours(template), address


def test_machina_and_the_django_admin_have_no_address_at_all():
    modules = {getattr(view, "view_class", view).__module__ for _, view in views(get_resolver())}
    assert not [module for module in modules if module.startswith(("machina", "django.contrib.admin", "haystack"))]


def test_wagtails_sign_in_leads_to_ours(client):
    response = client.get("/_util/login/?next=/training/")
    assert (response.status_code, response.url) == (302, "/account/login/?next=/training/")


def test_every_kind_of_page_has_a_template_of_ours():
    from wagtail.models import get_page_models  # noqa: PLC0415 (models are not loaded when this file is read)

    ours = [model for model in get_page_models() if model.__module__.split(".")[0] in PACKAGES]
    assert ours
    for model in ours:
        assert model._meta.abstract or is_ours(model.template), model
