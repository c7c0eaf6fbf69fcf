"""The walk through the forum, as members and guests see it."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from forum import actions, queries
from forum.engine import Forum, Post, Topic
from forum.limits import EDIT_WINDOW

pytestmark = pytest.mark.embedded


@pytest.mark.django_db
def test_an_empty_forum_index_says_so(client):
    Forum.objects.all().delete()
    page = client.get("/forum/")
    assert page.status_code == 200
    assert "There is no forum here yet." in page.text


def test_the_index_shows_categories_with_their_forums(client, forums, topic):
    page = client.get("/forum/").text
    assert "Community" in page
    assert "Practice" in page
    assert "What <em>works</em> for you." in page
    assert "Members who do not pay" in page


def test_an_empty_forum_asks_for_the_first_topic(as_user, cast, forums):
    page = as_user(cast.zofia).get(queries.forum_url(forums.open)).text
    assert "No topic yet." in page
    assert "Start the first one" in page


def test_a_topic_is_started_and_answered(as_user, cast, forums):
    zofia, ivo = as_user(cast.zofia), as_user(cast.ivo)
    words = {"subject": "Fees", "kind": "question", "language": "en", "content": "How **high** are yours?"}
    page = zofia.post(reverse("forum:topic_new", args=[forums.open.pk, "practice"]), words, follow=True)
    assert "How <strong>high</strong> are yours?" in page.text
    topic = Topic.objects.get()
    page = ivo.post(reverse("forum:reply", args=[topic.pk]), {"content": "Two thousand a year."}, follow=True)
    assert "Two thousand a year." in page.text
    assert page.redirect_chain[-1][0].endswith(f"#post-{Post.objects.latest().pk}")


def test_a_topic_says_who_wrote_and_from_where(client, cast, topic):
    cast.zofia.organisation_name, cast.zofia.country = "Podkarpacie Wicker (demo)", "PL"
    cast.zofia.save()
    actions.reply(cast.ona, topic, content="Let us keep to facts.")
    page = client.get(queries.topic_url(topic)).text
    assert "Zofia Przykład" in page
    assert "Podkarpacie Wicker (demo)" in page
    assert "Poland" in page
    assert "Moderator" in page


def test_an_old_address_of_a_topic_leads_to_the_new_one(client, topic):
    page = client.get(f"/forum/topic/{topic.pk}-whatever/")
    assert page.status_code == 301
    assert page.url == queries.topic_url(topic)


def test_a_post_is_found_on_its_page_by_its_own_address(client, cast, topic):
    posts = [actions.reply(cast.ivo, topic, content=f"Answer {number}") for number in range(25)]
    response = client.get(queries.post_url(posts[-1]))
    assert response.url == f"{queries.topic_url(topic)}?page=2#post-{posts[-1].pk}"
    assert f'id="post-{posts[-1].pk}"' in client.get(response.url).text


def test_any_page_number_shows_a_page(client, cast, topic):
    for number in range(25):
        actions.reply(cast.ivo, topic, content=f"Answer {number}")
    for asked, shown in (("2", "Answer 24"), ("999", "Answer 24"), ("x", "What do"), ("-1", "")):
        page = client.get(queries.topic_url(topic), {"page": asked})
        assert page.status_code == 200
        assert shown in page.text, asked


def test_a_guest_is_shown_the_way_in_and_back(client, topic):
    page = client.get(queries.topic_url(topic)).text
    assert f"/account/login/?next={queries.topic_url(topic)}%23reply" in page
    response = client.get(reverse("forum:reply", args=[topic.pk]))
    assert response.url == f"/account/login/?next=/forum/topic/{topic.pk}/reply/"


def test_reading_leaves_no_session_row(client, topic, forums):
    for address in ("/forum/", queries.forum_url(forums.open), queries.topic_url(topic)):
        assert client.get(address).status_code == 200
    assert not Session.objects.exists()


def test_new_posts_are_marked_until_the_topic_was_opened(as_user, cast, forums, topic):
    jurgis = as_user(cast.jurgis)
    assert "topic-row--unread" in jurgis.get(queries.forum_url(forums.open)).text
    jurgis.get(queries.topic_url(topic))
    assert "topic-row--unread" not in jurgis.get(queries.forum_url(forums.open)).text
    actions.reply(cast.ivo, topic, content="Something new")
    assert "topic-row--unread" in jurgis.get(queries.forum_url(forums.open)).text


def test_a_preview_shows_the_text_as_it_will_stand(as_user, cast, topic):
    zofia = as_user(cast.zofia)
    page = zofia.post(reverse("forum:reply", args=[topic.pk]), {"content": "So **bold**", "preview": "yes"})
    assert "So <strong>bold</strong>" in page.text
    assert "So **bold**" in page.text  # still there to go on with
    assert Post.objects.count() == 1
    alone = zofia.post("/forum/preview/", {"content": "So **bold**"}).text
    assert "<p>So <strong>bold</strong></p>" in alone


def test_a_post_is_edited_by_its_author(as_user, cast, topic, time_machine):
    post = actions.reply(cast.ivo, topic, content="Too thousand.")
    time_machine.move_to(timezone.now() + EDIT_WINDOW)
    page = as_user(cast.ivo).get(reverse("forum:post_edit", args=[post.pk])).text
    assert "Too thousand." in page
    form = {"content": "Two thousand.", "reason": "Spelling"}
    page = as_user(cast.ivo).post(reverse("forum:post_edit", args=[post.pk]), form, follow=True).text
    assert "Two thousand." in page
    assert "Edited by Ivo Primjer" in page
    assert "Spelling" in page


def test_a_topic_links_to_the_page_that_it_is_about(client, cast, forums):
    anchor = actions.Anchor("talk", "7", "/talks/skills/", "Skills for the twin transition")
    topic = actions.ensure_topic(anchor, forums.open, author=cast.camille, subject="Skills", content="Go on here.")
    page = client.get(queries.topic_url(topic)).text
    assert 'href="/talks/skills/"' in page
    assert "Skills for the twin transition" in page


def test_a_carried_post_shows_where_it_came_from(client, cast, topic):
    actions.add_carried_post(
        topic,
        origin_kind="question",
        origin_id=11,
        origin_url="/live/skills/#question-11",
        author=None,
        author_name="A participant",
        content="Who pays for it?",
        votes=12,
        carried_by=cast.pekka,
    )
    page = client.get(queries.topic_url(topic)).text
    assert "From the live room" in page
    assert 'href="/live/skills/#question-11"' in page
    assert "12 votes" in page
    assert "carried here by Pekka Esimerkki" in page
    assert "A participant" in page


def test_an_approved_announcement_needs_an_organiser(as_user, cast, forums):
    words = {"subject": "Next talk", "kind": "announcement", "language": "en", "content": "On Wednesday."}
    address = reverse("forum:topic_new", args=[forums.open.pk, "practice"])
    assert as_user(cast.zofia).post(address, words).status_code == 422
    assert as_user(cast.secretariat).post(address, words).status_code == 302
