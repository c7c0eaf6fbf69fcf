"""What topics are for: a case and an offer are asked for in parts, and stay in parts when they are changed."""

from uuid import uuid4

import pytest
from django.urls import reverse

from community.moderation.models import AuditEntry
from community.search.models import SearchEntry
from forum import actions, queries
from forum.engine import Topic
from forum.models import PostDetail

pytestmark = pytest.mark.embedded

CASE = {
    "kind": "case",
    "subject": "Forty bakers, one oven",
    "language": "fr",
    "part_context": "Forty bakers in *Tarn*.",
    "part_did": "We shared an oven.",
    "part_result": "A third less energy.",
    "part_differently": "",
    "ecosystems": ["agri-food", "textiles"],
    "country": "FR",
}


def new_topic(forum) -> str:
    return reverse("forum:topic_new", args=[forum.pk, "practice"])


def test_the_form_asks_for_what_belongs_to_the_kind(as_user, cast, forums):
    zofia = as_user(cast.zofia)
    page = zofia.get(new_topic(forums.open), {"kind": "case"}).text
    assert "What we would do differently" in page
    assert 'name="content"' not in page
    assert 'href="?kind=case" aria-current="true"' in page
    assert "?kind=announcement" not in page
    plain = zofia.get(new_topic(forums.open)).text
    assert 'name="content"' in plain
    assert 'href="?kind=question" aria-current="true"' in plain


def test_what_it_is_about_is_folded_until_something_is_chosen(as_user, cast, forums):
    zofia, about = as_user(cast.zofia), '<details class="about"'
    page = zofia.get(new_topic(forums.open)).text
    assert f"{about}>" in page
    assert page.index('name="content"') < page.index("data-compose-error") < page.index('name="language"')
    words = {"client_id": str(uuid4()), "content": "Half", "ecosystems": ["textiles", "agri-food"], "kind": "question"}
    zofia.post(reverse("forum:draft_topic", args=[forums.open.pk]), words)
    again = zofia.get(new_topic(forums.open)).text
    assert f"{about} open>" in again
    assert again.count(" checked") == 2


@pytest.mark.parametrize("asked", [{}, {"kind": "discussion"}, {"kind": "nonsense"}], ids=str)
def test_a_form_is_sent_as_it_was_shown_with_only_the_words_added(asked, as_user, cast, forums):
    zofia = as_user(cast.zofia)
    form = zofia.get(new_topic(forums.open), asked).context["form"]
    shown = {field.html_name: field.value() for field in form if field.value() is not None}
    page = zofia.post(new_topic(forums.open), {**shown, "subject": "Fees", "content": "How high are yours?"})
    assert page.status_code == 302, page.context["form"].errors
    assert queries.topic_detail(Topic.objects.get()).kind == (
        "discussion" if "discussion" in asked.values() else "question"
    )


def test_a_case_stands_in_headed_sections_and_under_its_ecosystems(as_user, client, cast, forums):
    as_user(cast.zofia).post(new_topic(forums.open), CASE)
    topic = Topic.objects.get()
    page = client.get(queries.topic_url(topic)).text
    assert page.index("Context</h") < page.index("Forty bakers in <em>Tarn</em>.") < page.index("A third less energy.")
    assert "/forum/topics/?ecosystem=agri-food" in page
    assert "/forum/topics/?country=FR" in page
    for query in ("ecosystem=agri-food", "ecosystem=textiles", "country=FR", "kind=case"):
        assert "Forty bakers" in client.get(f"/forum/topics/?{query}").text
    assert not PostDetail.objects.get().asks


def test_what_is_missing_is_said_at_its_place_and_the_rest_stays(as_user, cast, forums):
    page = as_user(cast.zofia).post(new_topic(forums.open), {**CASE, "part_result": " "})
    assert page.status_code == 422
    assert "Forty bakers in *Tarn*." in page.text
    assert 'id="id_part_result_error"' in page.text
    assert not Topic.objects.exists()


def test_a_preview_shows_the_parts(as_user, cast, forums):
    page = as_user(cast.zofia).post(new_topic(forums.open), {**CASE, "preview": "yes"})
    assert "Forty bakers in <em>Tarn</em>." in page.text
    assert not Topic.objects.exists()


def test_an_edit_finds_the_parts_and_keeps_them(as_user, cast, forums):
    zofia = as_user(cast.zofia)
    zofia.post(new_topic(forums.open), CASE)
    post = Topic.objects.get().first_post
    address = reverse("forum:post_edit", args=[post.pk])
    page = zofia.get(address).text
    assert "Forty bakers in *Tarn*." in page
    assert 'name="part_differently"' in page
    changed = {name: words for name, words in CASE.items() if name.startswith("part_")}
    zofia.post(address, {**changed, "part_differently": "Start smaller.", "reason": ""})
    detail = PostDetail.objects.get(post=post)
    assert detail.sections["differently"] == "Start smaller."
    assert detail.post.content.raw.count("## ") == 4
    actions.edit_post(cast.ona, queries.find_post(post.pk), content="One text.")
    assert PostDetail.objects.get(post=post).sections == {}
    assert 'name="content"' in zofia.get(address).text


@pytest.mark.parametrize("field", [{"ecosystems": ["alchemy"]}, {"country": "XX"}, {"kind": "announcement"}])
def test_what_does_not_exist_is_refused(as_user, cast, forums, field):
    assert as_user(cast.zofia).post(new_topic(forums.open), {**CASE, **field}).status_code == 422


class TestChangingWhatItIsAbout:
    @pytest.fixture
    def question(self, cast, forums):
        return actions.start_topic(cast.zofia, forums.open, subject="Who pays?", content="Words", kind="question")

    @staticmethod
    def change(person, topic, **words):
        return person.post(reverse("forum:topic_describe", args=[topic.pk]), {"kind": "question", **words})

    def test_its_author_does_and_it_is_found_there(self, as_user, cast, client, question):
        zofia = as_user(cast.zofia)
        assert "Change what it is about" in zofia.get(queries.topic_url(question)).text
        self.change(zofia, question, kind="discussion", ecosystems=["textiles"], country="HU")
        assert "Who pays?" in client.get("/forum/topics/", {"ecosystem": "textiles", "country": "HU"}).text
        assert "Who pays?" not in client.get("/forum/topics/", {"show": "open"}).text
        assert SearchEntry.objects.get(kind="topic", object_id=str(question.pk)).ecosystems.split() == ["textiles"]
        assert not AuditEntry.objects.filter(action="topic.describe").exists()
        assert 'value="textiles"' in zofia.get(reverse("forum:topic_describe", args=[question.pk])).text

    def test_a_moderator_does_and_it_is_in_the_log(self, as_user, cast, question):
        self.change(as_user(cast.ona), question, kind="discussion")
        entry = AuditEntry.objects.get(action="topic.describe")
        assert (entry.before["kind"], entry.after["kind"]) == ("question", "discussion")

    def test_nobody_else_and_no_announcement_and_no_author_of_a_closed_one(self, as_user, cast, client, question):
        assert "Change what it is about" not in as_user(cast.ivo).get(queries.topic_url(question)).text
        assert self.change(as_user(cast.ivo), question, kind="discussion").status_code == 403
        assert self.change(client, question).status_code == 302
        assert self.change(as_user(cast.zofia), question, kind="announcement").status_code == 422
        actions.lock_topic(cast.ona, question)
        assert self.change(as_user(cast.zofia), question, kind="discussion").status_code == 403

    def test_a_question_with_its_answer_stays_one(self, as_user, cast, question):
        actions.accept_answer(cast.zofia, question.first_post, actions.reply(cast.ivo, question, content="We do."))
        page = self.change(as_user(cast.zofia), question, kind="discussion")
        assert page.status_code == 409
        assert "Take the answer back first." in page.text

    def test_a_case_that_becomes_an_offer_loses_no_word(self, as_user, cast, forums):
        zofia = as_user(cast.zofia)
        zofia.post(new_topic(forums.open), CASE)
        topic = Topic.objects.get(subject=CASE["subject"])
        self.change(zofia, topic, kind="offer")
        page = zofia.get(reverse("forum:post_edit", args=[topic.first_post_id])).text
        assert "Forty bakers in *Tarn*." in page
        assert 'name="content"' in page
