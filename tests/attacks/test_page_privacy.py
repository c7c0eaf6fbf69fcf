"""Who may be shut out of what: not out of talks, whose rooms are public, and nowhere by a password that goes round."""

import pytest
from wagtail.admin.forms.collections import CollectionViewRestrictionForm
from wagtail.models import PageViewRestriction

from cms.models import HomePage
from events.models import SeriesPage, TalksIndexPage
from tests.cms.making import make_course
from tests.events.making import make_series, make_talk
from tests.kept import kept

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


@pytest.fixture
def restrict(cast, as_user):
    """Ask for a restriction the way the editor's privacy window does."""
    desk = as_user(cast.camille)

    def send(page, kind):
        address = f"/cms/pages/{page.pk}/privacy/"
        return desk.post(address, {"restriction_type": kind, "password": "open sesame", "groups": []})

    return send


@kept
def talk():
    return make_talk(make_series())


@pytest.mark.parametrize("kind", ["login", "groups", "password"])
@pytest.mark.parametrize("where", ["home", "talks", "series", "talk"])
def test_a_talk_cannot_be_restricted_nor_anything_above_it(restrict, talk, where, kind):
    pages = {
        "home": HomePage.objects.get(),
        "talks": TalksIndexPage.objects.get(),
        "series": SeriesPage.objects.get(),
        "talk": talk,
    }
    assert restrict(pages[where], kind).status_code == 200
    assert not PageViewRestriction.objects.exists()


def test_a_course_can_be_for_members_but_not_for_a_password(restrict):
    course = make_course()
    restrict(course, "password")
    assert not PageViewRestriction.objects.exists()
    restrict(course, "login")
    assert PageViewRestriction.objects.get().restriction_type == "login"


def test_documents_have_no_password_either():
    assert "password" not in CollectionViewRestrictionForm().fields
