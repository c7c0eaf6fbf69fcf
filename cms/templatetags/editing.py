"""Ways from a page into the editor, for those who may use them."""

from django import template
from django.template.context import Context
from django.urls import reverse
from wagtail.models import Page

from community.people.permissions import EDITORS, MODERATORS, ORGANISERS, group_names

register = template.Library()

WRITING_GROUPS = {EDITORS, MODERATORS, ORGANISERS}


@register.inclusion_tag("cms/editor_links.html", takes_context=True)
def editor_links(context: Context, page: Page) -> dict[str, object]:
    """Links to edit this page and to add one below it. Readers cost nothing: only members of the groups are asked."""
    user = context["request"].user
    if page.pk is None:  # the preview of a page that is not saved yet
        return {}
    if not (user.is_authenticated and (user.is_superuser or WRITING_GROUPS & group_names(user))):
        return {}
    may = page.permissions_for_user(user)
    kinds = page.allowed_subpage_models() if may.can_add_subpage() else []
    return {
        "edit": reverse("wagtailadmin_pages:edit", args=[page.pk]) if may.can_edit() else "",
        "additions": [
            (kind._meta.verbose_name, reverse("wagtailadmin_pages:add", args=[*_names(kind), page.pk]))
            for kind in kinds
        ],
    }


def _names(kind: type[Page]) -> tuple[str, str]:
    return kind._meta.app_label, kind._meta.model_name or ""
