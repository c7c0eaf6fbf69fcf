"""Publishing is refused where readers would be left out, with a sentence at the place; drafts are kept as they are."""

from html import unescape
from uuid import uuid4

import pytest

from cms.models import LessonPage
from tests.cms.making import VTT, make_course, make_document, make_image, make_module, make_video
from tests.kept import kept

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


@kept
def module(cast):
    return make_module(make_course(), "Internationalisation")


@pytest.fixture
def editor(cast, as_user, module):
    """Send a new lesson with one block, as the editor's form does; the answer."""
    desk = as_user(cast.camille)

    def send(block: dict, *, publish: bool = True, title: str = "Going abroad"):
        fields = {"title": title, "slug": "going-abroad", "format": "film", "minutes": 20, "status": "ready"}
        fields |= {"body-count": 1, "body-0-id": str(uuid4()), "body-0-order": 0, "body-0-deleted": ""}
        fields |= {f"body-0-{name}": value for name, value in block.items()}
        return desk.post(
            f"/cms/pages/add/cms/lessonpage/{module.pk}/", fields | ({"action-publish": "1"} if publish else {})
        )

    return send


def film_block(captions: object = None, transcript: str = "Welcome.") -> dict:
    block = {"type": "film", "value-film": make_video().pk, "value-transcript": transcript, "value-chapters-count": 0}
    if captions is None:
        return block | {"value-captions-count": 0}
    caption = {"value-captions-0-deleted": "", "value-captions-0-order": 0, "value-captions-0-id": ""}
    caption |= {"value-captions-0-value-language": "en", "value-captions-0-value-file": captions.pk}
    return block | {"value-captions-count": 1} | caption


def figure_block(**fields: object) -> dict:
    return {"type": "figure", "value-image-image": make_image().pk, "value-image-alt_text": "", **fields}


def said(answer) -> str:
    """What the form says, its blocks included: their errors travel as JSON in an attribute."""
    return unescape(answer.content.decode())


def test_a_film_with_captions_and_transcript_is_published(editor):
    answer = editor(film_block(make_document("film.vtt", VTT)))
    assert answer.status_code == 302, said(answer)
    assert LessonPage.objects.get().live


def test_a_film_without_captions_is_not(editor):
    answer = editor(film_block())
    assert "Add captions before publishing" in said(answer)
    assert not LessonPage.objects.exists()


def test_a_film_without_transcript_is_not(editor):
    answer = editor(film_block(make_document("film.vtt", VTT), transcript=""))
    assert "Add a transcript before publishing" in said(answer)


def test_a_caption_file_has_to_be_one(editor):
    answer = editor(film_block(make_document("film.vtt", b"1\n00:00 --> 00:02\nWelcome.")))
    assert "This file is not a caption file." in said(answer)


def test_as_a_draft_a_film_may_wait_for_its_captions(editor):
    answer = editor(film_block(transcript=""), publish=False)
    assert answer.status_code == 302, said(answer)
    assert not LessonPage.objects.get().live


def test_an_image_without_description_is_not_published(editor):
    assert "alt text" in said(editor(figure_block()))
    assert not LessonPage.objects.exists()


@pytest.mark.parametrize("fields", [{"value-image-decorative": "on"}, {"value-image-alt_text": "Five bars"}])
def test_an_image_is_described_or_decorative(editor, client, fields):
    answer = editor(figure_block(**fields))
    assert answer.status_code == 302, said(answer)
    page = client.get(LessonPage.objects.get().url).content.decode()
    assert f'alt="{fields.get("value-image-alt_text", "")}"' in page


def test_what_was_typed_is_still_there_after_a_refusal(editor):
    assert "A title that took long" in editor(film_block(), title="A title that took long").content.decode()
