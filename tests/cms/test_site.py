"""The site's fixed pages, made once."""

from io import StringIO

import pytest
from django.core.management import call_command
from wagtail.models import GroupPagePermission, Page, Site

from cms.models import HomePage, TrainingIndexPage
from events.actions import ensure_talks
from events.models import TalksIndexPage
from tests.kept import kept

pytestmark = pytest.mark.embedded


@kept
def stock() -> None:
    """As after Wagtail's own migrations: one site with one page, which welcomes."""
    Site.objects.all().delete()
    for page in Page.objects.filter(depth=2):
        page.delete()
    welcome = Page(title="Welcome to your new Wagtail site!", slug="home")
    Page.get_first_root_node().add_child(instance=welcome)
    Site.objects.create(hostname="localhost", root_page=welcome, is_default_site=True)


def test_the_fixed_pages_exist_once_however_often_they_are_ensured(stock):
    ensure_talks()
    rights = GroupPagePermission.objects.count()
    ensure_talks()
    assert [model.objects.count() for model in (HomePage, TrainingIndexPage, TalksIndexPage)] == [1, 1, 1]
    assert GroupPagePermission.objects.count() == rights


def test_the_home_page_takes_the_place_of_the_welcome_page(stock):
    home = ensure_talks().get_parent()
    assert Site.objects.get().root_page_id == home.pk
    assert [page.pk for page in Page.objects.filter(depth=2)] == [home.pk]


@pytest.mark.parametrize("slug", ["about", "accessibility", "privacy"])
def test_what_the_footer_links_to_is_there(stock, client, slug):
    ensure_talks()
    assert client.get(f"/{slug}/").status_code == 200


def test_moderators_edit_talks_but_not_lessons(cast):
    talks = ensure_talks()
    training = TrainingIndexPage.objects.get()
    assert talks.permissions_for_user(cast.ona).can_add_subpage()
    assert not training.permissions_for_user(cast.ona).can_add_subpage()


@pytest.mark.parametrize("who", ["camille", "secretariat"])
def test_editors_and_organisers_edit_everything(cast, who):
    for page in (ensure_talks(), TrainingIndexPage.objects.get()):
        assert page.permissions_for_user(getattr(cast, who)).can_publish_subpage()


def test_a_new_site_is_prepared_by_one_command(cast, as_user):
    call_command("prepare_site", stdout=StringIO())
    call_command("prepare_site", stdout=StringIO())
    assert as_user(cast.secretariat).get("/cms/snippets/academy/edition/").status_code == 200


def test_staff_of_both_groups_enter_the_editor(cast, as_user):
    ensure_talks()
    assert as_user(cast.ona).get("/cms/").status_code == 200
    assert as_user(cast.camille).get("/cms/").status_code == 200
    assert as_user(cast.zofia).get("/cms/").status_code in (302, 403)
