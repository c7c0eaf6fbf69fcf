"""What staff keep in the editor beside pages: organisations and ecosystems, whose floor knows no Wagtail."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from community.people.models import Ecosystem, Organisation


class OrganisationViewSet(SnippetViewSet):
    model = Organisation
    icon = "group"
    menu_label = _("Organisations")
    add_to_admin_menu = True
    list_display = ["name", "kind", "country", "region"]
    list_filter = ["kind", "country"]
    search_fields = ["name", "region"]
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("slug")]),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("country"), FieldPanel("region")]),
        FieldPanel("summary"),
        FieldPanel("members_count"),
        FieldPanel("ecosystems"),
    ]


class EcosystemViewSet(SnippetViewSet):
    model = Ecosystem
    icon = "tag"
    list_display = ["name", "code"]
    search_fields = ["name", "synonyms"]
    panels = [FieldPanel("name"), FieldPanel("code"), FieldPanel("synonyms")]


register_snippet(OrganisationViewSet)
register_snippet(EcosystemViewSet)
