"""The page that all pages descend from."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageViewRestriction


class BasePage(Page):
    """A page with one description, used by search engines, link previews and lists alike."""

    promote_panels = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")],
            heading=_("For search engines and link previews"),
        ),
    ]

    # Under which name the search lists pages of this type; empty leaves them out. Heavier ones come first.
    search_kind = ""
    search_weight = 1

    # The pages above, when whoever found this page has met them on the way.
    known_trail: list[Page] | None = None

    class Meta:
        abstract = True

    @property
    def description(self) -> str:
        """One or two sentences for link previews; a page type with a summary falls back to it."""
        return self.search_description

    def search_texts(self) -> list[str]:
        """The plain texts that the search reads beside the title."""
        return [self.description]

    def search_ecosystems(self) -> list[str]:
        """The codes of the industrial ecosystems that the page is about."""
        return []

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """Who may see this page. The pages above are known when it was routed to, which saves asking for them again."""
        if self.known_trail is None or any(page.alias_of_id for page in [self, *self.known_trail]):
            return super().get_view_restrictions()
        return PageViewRestriction.objects.filter(page__in=[self.pk, *(page.pk for page in self.known_trail)])

    def trail(self) -> list[Page]:
        """The pages above this one, from the home page down, for the breadcrumbs (WCAG 2.4.8)."""
        if self.known_trail is None:
            self.known_trail = list(self.get_ancestors().filter(depth__gt=1))
        return self.known_trail
