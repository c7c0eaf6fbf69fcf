"""What was begun is found again wherever one is, belongs to one member, and is gone once it is posted."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from community.people.models import User
from forum import actions, queries
from forum.engine import Post, Topic
from forum.models import Draft

pytestmark = pytest.mark.service


@pytest.fixture
def ivo(as_user, cast):
    return as_user(cast.ivo)


def save(client, topic, content, client_id, revision=0, **others):
    form = {"content": content, "client_id": str(client_id), "revision": revision, **others}
    return client.post(reverse("forum:draft_reply", args=[topic.pk]), form)


def test_a_draft_is_found_on_the_topic_and_in_the_form_with_its_number(ivo, as_user, cast, topic):
    number = uuid.uuid4()
    assert save(ivo, topic, "Half a thought", number, language="fr").json() == {"revision": 1, "warnings": []}
    page = ivo.get(queries.topic_url(topic)).text
    assert "You began this on" in page
    assert "Half a thought" in page
    form = ivo.get(reverse("forum:reply", args=[topic.pk])).context["form"]
    assert (form["content"].value(), str(form["client_id"].value()), form["language"].value()) == (
        "Half a thought",
        str(number),
        "fr",
    )
    assert "You began this on" not in as_user(cast.zofia).get(queries.topic_url(topic)).text


def test_posting_takes_the_draft_along_and_a_late_save_does_not_bring_it_back(ivo, topic):
    form = {"content": "Said", "client_id": str(uuid.uuid4())}
    save(ivo, topic, "Sai", form["client_id"])
    ivo.post(reverse("forum:reply", args=[topic.pk]), form)
    assert not Draft.objects.exists()
    late = save(ivo, topic, "Said", form["client_id"])
    assert (late.status_code, Draft.objects.count()) == (410, 0)
    again = ivo.post(reverse("forum:reply", args=[topic.pk]), form)
    assert (again.status_code, Post.objects.filter(topic=topic).count()) == (302, 2)


def test_a_draft_stays_when_posting_fails(ivo, cast, topic, monkeypatch):
    number = str(uuid.uuid4())
    save(ivo, topic, "Words", number)
    monkeypatch.setattr(actions.posting, "announce_post", lambda *args, **options: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        actions.reply(cast.ivo, topic, content="Words", client_id=number)
    assert Draft.objects.exists()
    assert Topic.objects.get().posts_count == 1


def test_another_device_is_not_overwritten(ivo, topic):
    save(ivo, topic, "From the train", uuid.uuid4())
    save(ivo, topic, "From the train, longer", uuid.uuid4(), revision=1)
    answer = save(ivo, topic, "Older words", uuid.uuid4(), revision=1)
    assert answer.status_code == 409
    assert "went on writing this somewhere else" in answer.json()["error"]
    assert Draft.objects.get().content == "From the train, longer"


def test_nothing_left_is_no_draft(ivo, topic):
    save(ivo, topic, "Words", uuid.uuid4())
    assert save(ivo, topic, " ", uuid.uuid4(), revision=1).json()["revision"] == 0
    assert not Draft.objects.exists()


def test_a_new_topic_has_one_too(ivo, forums):
    place = [forums.open.pk]
    form = {"subject": "Fees", "content": "How", "kind": "discussion", "client_id": str(uuid.uuid4())}
    assert ivo.post(reverse("forum:draft_topic", args=place), form).status_code == 200
    page = ivo.get(reverse("forum:topic_new", args=[*place, "practice"]))
    found = page.context["form"]
    assert (found["subject"].value(), found["kind"].value()) == ("Fees", "discussion")
    ivo.post(reverse("forum:topic_new", args=[*place, "practice"]), form | {"language": "hu"})
    assert not Draft.objects.exists()


def test_a_case_in_parts_is_found_again_in_parts(ivo, forums):
    form = {"subject": "Fees", "kind": "case", "part_did": "We asked them", "client_id": str(uuid.uuid4())}
    assert ivo.post(reverse("forum:draft_topic", args=[forums.open.pk]), form).json()["revision"] == 1
    found = ivo.get(reverse("forum:topic_new", args=[forums.open.pk, "practice"])).context["form"]
    assert (found["kind"].value(), found["part_did"].value()) == ("case", "We asked them")


def test_only_who_may_write_there_has_a_draft_there(client, as_user, cast, private_topic, topic):
    jurgis = as_user(cast.jurgis)
    assert save(jurgis, private_topic, "Words", uuid.uuid4()).status_code == 404
    assert save(client, topic, "Words", uuid.uuid4()).status_code == 403
    draft = Draft.objects.create(user=cast.ivo, topic=topic, content="Mine")
    assert jurgis.post(reverse("forum:draft_discard", args=[draft.pk])).status_code == 404
    assert Draft.objects.exists()


def test_the_list_of_drafts_tells_nothing_of_what_one_cannot_read_any_more(ivo, cast, forums, private_topic):
    save(ivo, private_topic, "My own words", uuid.uuid4())
    assert private_topic.subject in ivo.get("/forum/drafts/").text
    actions.set_forum_members(forums.academy, "Academy 5 participants", users=[cast.zofia])
    page = ivo.get("/forum/drafts/").text
    assert private_topic.subject not in page
    assert "My own words" in page
    assert ivo.post(reverse("forum:draft_discard", args=[Draft.objects.get().pk]), {"list": "yes"}).status_code == 302
    assert "You have no drafts" in ivo.get("/forum/drafts/").text


def test_the_list_costs_the_same_at_one_and_at_three(ivo, cast, forums, topic):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            assert ivo.get("/forum/drafts/").status_code == 200
        return len(captured)

    save(ivo, topic, "Words", uuid.uuid4())
    before = cost()
    for number in range(2):
        other = actions.start_topic(cast.zofia, forums.open, subject=f"Number {number}", content="Words")
        save(ivo, other, "Words", uuid.uuid4())
    assert cost() == before <= 8


def test_drafts_that_nobody_touched_for_three_months_go(ivo, topic, time_machine):
    save(ivo, topic, "Words", uuid.uuid4())
    time_machine.move_to(timezone.now() + timedelta(days=91))
    actions.drop_old_drafts()
    assert not Draft.objects.exists()


class TestReplying:
    def test_a_reply_says_which_post_it_answers(self, ivo, cast, topic):
        page = ivo.get(reverse("forum:reply", args=[topic.pk]), {"to": topic.first_post_id})
        assert page.context["composer"].reply_to == topic.first_post
        form = {"content": "To you", "reply_to": topic.first_post_id, "language": "hu"}
        page = ivo.post(reverse("forum:reply", args=[topic.pk]), form, follow=True).text
        assert "In reply to Zofia Przykład" in page
        assert '<div class="post__body prose" lang="hu"' in page
        actions.hide_post(cast.ona, topic.first_post, "No")
        assert "In reply to Zofia Przykład" not in ivo.get(queries.topic_url(topic)).text

    def test_a_quotation_names_its_author_and_leads_back(self, ivo, cast, topic):
        actions.edit_post(cast.zofia, topic.first_post, content="> older words\n\nWhat do *you* do?")
        content = ivo.get(reverse("forum:reply", args=[topic.pk]), {"quote": topic.first_post_id}).context["form"]
        expected = f"> **Zofia Przykład** [wrote](/forum/post/{topic.first_post_id}/):\n>\n> What do *you* do?\n\n"
        assert content["content"].value() == expected
        assert ivo.get(reverse("forum:quote", args=[topic.first_post_id])).json()["markdown"] == expected

    def test_b13_nobody_quotes_or_answers_what_they_cannot_read(self, as_user, cast, topic, private_topic):
        jurgis = as_user(cast.jurgis)
        assert jurgis.get(reverse("forum:quote", args=[private_topic.first_post_id])).status_code == 404
        reply = reverse("forum:reply", args=[topic.pk])
        for name in ("to", "quote"):
            page = jurgis.get(reply, {name: private_topic.first_post_id})
            assert "kingfisher" not in page.text
            assert page.context["composer"].reply_to is None
        jurgis.post(reply, {"content": "Odd", "reply_to": private_topic.first_post_id})
        assert Post.objects.latest("pk").detail.reply_to is None


class TestWarnings:
    TEXT = "As @Jurgis-Pavyzdys says"
    SENTENCE = "Jurgis Pavyzdys cannot read this forum"

    def test_an_author_hears_of_whoever_cannot_read_it(self, ivo, forums, private_topic):
        saved = save(ivo, private_topic, self.TEXT, uuid.uuid4()).json()
        assert self.SENTENCE in saved["warnings"][0]
        assert self.SENTENCE in ivo.post(f"/forum/preview/?forum={forums.academy.pk}", {"content": self.TEXT}).text
        reply = reverse("forum:reply", args=[private_topic.pk])
        assert self.SENTENCE in ivo.post(reply, {"content": self.TEXT, "preview": "yes"}).text
        assert self.SENTENCE in ivo.post(reply, {"content": self.TEXT}, follow=True).text
        assert self.SENTENCE not in ivo.get(queries.topic_url(private_topic)).text

    def test_names_are_completed_for_writers_only(self, ivo, as_user, cast, client, forums):
        User.objects.update(findable=True)
        address = reverse("forum:people", args=[forums.academy.pk])
        assert [one["name"] for one in ivo.get(address, {"q": "z"}).json()["people"]] == ["Zofia Przykład"]
        assert ivo.get(address, {"q": "jurgis"}).json()["people"] == []
        assert as_user(cast.jurgis).get(address, {"q": "z"}).status_code == 404
        assert client.get(reverse("forum:people", args=[forums.open.pk]), {"q": "z"}).status_code == 403


def test_files_come_along_without_a_script(ivo, topic):
    reply = reverse("forum:reply", args=[topic.pk])
    sent = {"content": "See", "attach": "yes", "files": SimpleUploadedFile("fees.csv", b"a;b")}
    page = ivo.post(reply, sent)
    text = page.context["form"]["content"].value()
    assert text.startswith("See\n\n[fees.csv](/forum/file/")
    assert "Write at least" not in page.text
    bad = ivo.post(reply, {"content": "See", "files": SimpleUploadedFile("x.exe", b"MZ")})
    assert (bad.status_code, "x.exe cannot be added" in bad.text) == (422, True)
    number = str(uuid.uuid4())
    for _ in range(2):  # a double click without a script sends the file twice
        form = {"content": "See", "client_id": number, "files": SimpleUploadedFile("fees.csv", b"a;b")}
        assert ivo.post(reply, form).status_code == 302
    assert Post.objects.filter(topic=topic).count() == 2
