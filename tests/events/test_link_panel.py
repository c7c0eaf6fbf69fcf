"""The speakers' links where a talk is edited: there to be copied for those who moderate it, and for nobody else."""

import pytest

from events.models import Speaker
from tests.events.making import make_series, make_talk

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


@pytest.fixture
def talk(cast):
    speakers = [Speaker(name="Tuuli Esimerkki"), Speaker(name=cast.camille.display_name, user=cast.camille)]
    return make_talk(make_series(), speakers=speakers)


def test_a_moderator_copies_and_revokes_them(as_user, cast, talk):
    ona, tuuli = as_user(cast.ona), talk.room.speakers.get(name="Tuuli Esimerkki")
    page = ona.get(f"/cms/pages/{talk.pk}/edit/").text
    assert f'href="http://testserver{tuuli.get_desk_url()}"' in page
    assert "js/editor/speaker_links.js" in page
    assert ona.post(f"/live/{talk.room.slug}/desk/speakers/{tuuli.pk}/revoke").status_code == 302
    page = ona.get(f"/cms/pages/{talk.pk}/edit/").text
    assert tuuli.get_desk_url() not in page
    assert "No link that works" in page


def test_an_editor_who_moderates_nothing_sees_none(as_user, cast, talk):
    page = as_user(cast.camille).get(f"/cms/pages/{talk.pk}/edit/")
    assert page.status_code == 200
    assert "/speak/" not in page.text


def test_a_talk_that_is_not_there_yet_has_none(as_user, cast, talk):
    page = as_user(cast.ona).get(f"/cms/pages/add/events/talkpage/{talk.get_parent().pk}/")
    assert page.status_code == 200
    assert "data-speaker-links" not in page.text
