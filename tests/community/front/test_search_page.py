"""The search page: for everyone, without scripts, and without a word of what the reader may not see."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from community.front import results
from community.front.asking import Asked
from community.front.results import search, shorter
from community.search.actions import index_entry
from forum.actions import make_forum
from tests.community.search.conftest import kinds  # noqa: F401

pytestmark = [pytest.mark.embedded, pytest.mark.django_db, pytest.mark.usefixtures("kinds")]


def post(object_id, title, **more):
    fields = {"body": "", "url": f"/forum/{object_id}/", **more}
    return index_entry("post", object_id, title=title, **fields)


def text_of(client, **query):
    response = client.get("/search/", query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_empty_page_says_what_can_be_searched(client):
    page = text_of(client)
    assert 'action="/search/"' in page
    assert "Training, talks, topics and posts" in page


def test_results_show_title_kind_and_the_words_that_were_asked_for(client):
    post(1, "Silent members", body="Half of our silent members never answer a mail.")
    page = text_of(client, q="silent")
    assert '<a href="/forum/1/"><mark>Silent</mark> members' in page
    assert "Half of our <mark>silent</mark> members" in page
    assert "Posts" in page
    assert "1 result" in page


def test_what_was_typed_stands_in_the_box_again(client):
    assert 'value="silent members"' in text_of(client, q="  silent   members ")


def test_markup_in_titles_texts_and_questions_stays_text(client):
    post(1, "<b>Bold</b> lavender", body="<script>alert(1)</script> lavender")
    page = text_of(client, q='lavender"><script>')
    assert "&lt;b&gt;Bold&lt;/b&gt;" in text_of(client, q="lavender")
    assert "<script>alert(1)" not in text_of(client, q="lavender")
    assert '"><script>' not in page


def test_one_kind_can_be_chosen(client):
    post(1, "Lavender post")
    index_entry("page", 1, title="Lavender page", body="", url="/page/1/")
    page = text_of(client, q="lavender", kind="page")
    assert "/page/1/" in page
    assert "/forum/1/" not in page
    assert '<a href="?q=lavender&amp;kind=page" aria-current="page">Pages' in page


def test_an_unknown_kind_is_everything(client):
    post(1, "Lavender post")
    assert "/forum/1/" in text_of(client, q="lavender", kind="' OR 1=1")


def test_nothing_found_says_what_to_do(client):
    page = text_of(client, q="lavender elephants")
    assert "Nothing here has all the words of “lavender elephants”." in page
    assert 'href="?q=lavender"' in page
    assert 'href="?q=elephants"' in page
    assert "Sign in to search what is for members only" in page


def test_nothing_of_one_kind_points_to_the_others(client):
    post(1, "Lavender post")
    page = text_of(client, q="lavender", kind="page")
    assert "Nothing of this kind" in page
    assert 'href="?q=lavender"' in page


@pytest.mark.parametrize("odd", ["a*a*", '"', "%00\x00", "x" * 10_240, "😀", "\\"])
@pytest.mark.parametrize("page", ["1", "99999", "-1", "x"])
def test_nothing_that_can_be_asked_breaks_the_page(client, odd, page):
    post(1, "Lavender post")
    text_of(client, q=odd, page=page)


def test_an_outsider_finds_neither_words_nor_numbers_of_a_private_forum(as_user, cast, kinds, client):  # noqa: F811
    """Results, counts and tabs are those of somebody for whom the post does not exist (safety B7)."""
    post(7, "Silent members", body="secret lavender", audience="forum:5")
    kinds.add(cast.zofia.pk)
    assert "secret" in text_of(as_user(cast.zofia), q="silent")
    for outsider in (client, as_user(cast.jurgis)):
        page = text_of(outsider, q="silent")
        assert "secret" not in page
        assert "/forum/7/" not in page
        assert "Nothing here has all the words" in page


def test_after_leaving_the_forum_the_same_search_finds_nothing(as_user, cast, kinds):  # noqa: F811
    post(7, "Silent members", audience="forum:5")
    kinds.add(cast.zofia.pk)
    member = as_user(cast.zofia)
    assert "/forum/7/" in text_of(member, q="silent")
    kinds.discard(cast.zofia.pk)
    assert "/forum/7/" not in text_of(member, q="silent")


def test_more_than_a_page_is_paged(client):
    for number in range(23):
        post(number, f"Lavender {number}")
    assert "23 results" in text_of(client, q="lavender")
    second = text_of(client, q="lavender", page="2")
    assert second.count('class="topic-row"') == 3
    assert 'rel="prev" href="?q=lavender&amp;page=1"' in second


def test_a_kind_that_was_cut_off_is_searched_on_its_own(monkeypatch):
    monkeypatch.setattr(results, "MOST", 5)
    for number in range(5):
        index_entry("page", number, title=f"Lavender {number}", body="", url="/")
    post(1, "Something else", body="lavender")
    assert search(AnonymousUser(), Asked("lavender")).has_more
    narrowed = search(AnonymousUser(), Asked("lavender", kind="post"))
    assert [entry.title for entry in narrowed.entries] == ["Something else"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_is_few_queries_whatever_it_finds(as_user, cast, rows, django_assert_max_num_queries):
    for number in range(rows):
        post(number, f"Lavender {number}")
    member = as_user(cast.zofia)
    member.get("/search/", {"q": "lavender"})
    with django_assert_max_num_queries(6):
        assert f"{rows} result" in text_of(member, q="lavender")


def test_a_topic_and_its_posts_are_one_result(client):
    for number in range(5):
        post(number, "Silent members", body=f"Reply {number} about lavender", bundle="topic:1")
    post(9, "Another topic", body="lavender")
    page = text_of(client, q="lavender")
    assert page.count('class="topic-row"') == 2
    assert page.count("/forum/") - page.count('href="/forum/"') >= 4
    assert "and 2 more in the same place" in page
    assert "6 results" in page


def test_shorter_searches_leave_out_one_word_each():
    assert shorter("silent members roadmap") == ["silent members", "silent roadmap", "members roadmap"]
    assert shorter("silent") == []
    assert shorter("one two three four five six") == []


class TestNarrowing:
    @pytest.fixture(autouse=True)
    def entries(self):
        health = {"ecosystems": ["health"]}
        index_entry("page", 1, title="Lavender page", body="", url="/page/1/", **health)
        post(2, "Lavande en français", body="lavender", language="fr", **health)
        post(3, "Lavender post", ecosystems=["textiles"])

    def test_kind_language_and_ecosystem_go_together(self, client):
        page = text_of(client, q="lavender", kind="post", language="fr", ecosystem="health")
        assert "/forum/2/" in page
        assert "/forum/3/" not in page
        assert "/page/1/" not in page
        assert '<a href="?q=lavender&amp;language=fr&amp;ecosystem=health">Everything' in page
        assert 'href="?q=lavender&amp;kind=post&amp;ecosystem=health" aria-label="Do not narrow to Français"' in page
        assert '<input type="hidden" name="kind" value="post">' in page

    def test_only_what_occurs_is_offered_with_its_number(self, client):
        page = text_of(client, q="lavender", ecosystem="health")
        assert '<option value="fr">Français (1)</option>' in page
        assert '<option value="en">English (1)</option>' in page
        assert 'value="de"' not in page
        assert '<option value="textiles">Textiles (1)</option>' in page

    def test_a_language_of_private_posts_is_not_offered(self, client, as_user, cast, kinds):  # noqa: F811
        post(4, "Lavendel", body="lavender", language="de", audience="forum:5")
        kinds.add(cast.zofia.pk)
        assert 'value="de"' in text_of(as_user(cast.zofia), q="lavender")
        assert 'value="de"' not in text_of(client, q="lavender")

    def test_nothing_in_this_language_points_to_the_others(self, client):
        page = text_of(client, q="lavender", language="de")
        assert "Nothing of this kind" in page
        assert 'href="?q=lavender"' in page


def test_an_answered_question_says_so_and_stands_first(client):
    post(1, "Lavender, how?", answered=True, updated_at=timezone.now() - timedelta(days=90))
    post(2, "Lavender, when?")
    page = text_of(client, q="lavender")
    assert page.index("/forum/1/") < page.index("/forum/2/")
    assert page.count("badge--done") == 1


def test_too_long_is_cut_between_characters_and_said(client):
    post(1, "Lavender")
    page = text_of(client, q="lavender " + "\N{GRINNING FACE}" * 300)
    assert "/forum/1/" in page
    assert "more than a search can take" in page
    assert "more than a search can take" not in text_of(client, q="lavender")


@pytest.mark.parametrize("short", ["x", "!!"])
def test_too_short_says_so(client, short):
    assert "is too short to look for" in text_of(client, q=short)


def test_who_found_nothing_can_ask_it_with_the_words_filled_in(as_user, cast, client):
    make_forum("practice", "Practice")
    make_forum("closed", "Behind doors", private=True)
    page = text_of(as_user(cast.jurgis), q="lavender elephants?")
    link = re.search(r'href="(/forum/[^"]*subject=[^"]*)"[^>]*>.*?Practice', page)
    form = as_user(cast.jurgis).get(unescape(link[1])).text
    assert 'value="lavender elephants?"' in form
    assert "Behind doors" not in page
    assert "subject=" not in text_of(client, q="lavender elephants?")
