"""What the pages' floor writes: the site's own pages, and who may edit below which of them."""

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Locale, Page, Site

from cms.first_texts import FIRST_TEXTS
from cms.models import BasePage, HomePage, TextPage, TrainingIndexPage
from community.people.models import Ecosystem, Organisation
from community.people.permissions import EDITORS, ORGANISERS

EDIT_RIGHTS = ("add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page")
FILE_KINDS = [("wagtailimages", "image"), ("wagtaildocs", "document"), ("wagtailmedia", "media")]


@transaction.atomic
def ensure_site() -> HomePage:
    """Return the home page, making the site's fixed pages the first time: home, training and the texts that the footer
    links to. Editors and organisers may edit them all.

    Wagtail's welcome page goes. Run it as often as you like: what is there stays as it is.
    """
    home = HomePage.objects.filter(depth=2).first() or _make_home()
    ensure_child(home, TrainingIndexPage(title="Training", slug="training"))
    for text in FIRST_TEXTS:
        page = TextPage(title=text.title, slug=text.slug, lead=text.lead, body=[("text", text.html.strip())])
        ensure_child(home, page, slug=text.slug)
    for name in (EDITORS, ORGANISERS):
        grant_editing(name, home)
    grant_snippets(EDITORS, Organisation, Ecosystem)
    return home


def ensure_child(parent: Page, page: BasePage, **where: str) -> BasePage:
    """Return the parent's child with this page's type, and with what `where` asks for, or publish this page there."""
    found = type(page).objects.child_of(parent).filter(**where).first()
    if found:
        return found
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def grant_editing(group_name: str, page: Page) -> None:
    """Let a group add, change and publish from this page down and not above it, and use and add files.

    Wagtail's first migration gives its groups of these names the whole tree; that goes.
    """
    group = Group.objects.get(name=group_name)
    GroupPagePermission.objects.filter(group=group, page__in=page.get_ancestors()).delete()
    for right in _permissions("wagtailcore", EDIT_RIGHTS):
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=right)
    everything = Collection.get_first_root_node()
    for app, model in FILE_KINDS:
        for right in _permissions(app, [f"add_{model}", f"change_{model}", f"choose_{model}"]):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=everything, permission=right)
    group.permissions.add(*_may_enter())


def grant_snippets(group_name: str, *models: type) -> None:
    """Let a group add, change and delete the records of these models in the editor."""
    kinds = ContentType.objects.get_for_models(*models).values()
    group = Group.objects.get(name=group_name)
    group.permissions.add(*Permission.objects.filter(content_type__in=kinds), *_may_enter())


def _may_enter() -> list[Permission]:
    return _permissions("wagtailadmin", ["access_admin"])


def _permissions(app: str, codenames: tuple[str, ...] | list[str]) -> list[Permission]:
    return list(Permission.objects.filter(content_type__app_label=app, codename__in=codenames))


def _make_home() -> HomePage:
    root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root", locale=_locale()))
    home = HomePage(
        title=settings.SITE_NAME,
        slug="start",
        hero="Nothing that starts in a session ends with it.",
        lead="For the people who run industrial clusters in Europe: learn together, ask live, and keep talking after.",
    )
    root.add_child(instance=home)
    home.save_revision().publish()
    _make_root_of_site(home)
    # Wagtail's own first page; it is not ours and has nothing below it.
    Page.objects.filter(depth=2, content_type=ContentType.objects.get_for_model(Page), numchild=0).delete()
    return home


def _make_root_of_site(home: HomePage) -> None:
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True, hostname="localhost")
    site.root_page = home
    site.site_name = settings.SITE_NAME
    site.save()


def _locale() -> Locale:
    return Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE.split("-", maxsplit=1)[0])[0]
