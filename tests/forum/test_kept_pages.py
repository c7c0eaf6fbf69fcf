"""Pages that are kept for many: nobody sees on them what is not theirs, and nobody sees them a moment too long."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from community.freshness import moulds
from community.freshness.store import kept
from community.people.models import User
from forum import actions, queries
from forum.access import EDIT
from forum.engine import Forum, ForumPermission, UserForumPermission

pytestmark = pytest.mark.django_db(transaction=True)


def asked_for(client, address: str) -> tuple[str, list[str]]:
    """The page, and the tables that the database was asked about for it."""
    with CaptureQueriesContext(connection) as asked:
        page = client.get(address)
    assert page.status_code == 200
    return page.text, [re.search(r'FROM "?(\w+)', query["sql"])[1] for query in asked]


class TestGuests:
    def test_the_second_costs_one_question_and_no_session(self, client, topic):
        for address in ("/forum/", queries.forum_url(topic.forum), queries.topic_url(topic), "/forum/topics/"):
            first, _ = asked_for(client, address)
            again, tables = asked_for(client, address)
            assert tables == ["freshness_sitestate"]
            assert without_nonces(again) == without_nonces(first)
            assert not client.cookies

    def test_each_gets_a_nonce_of_their_own_which_their_policy_names(self, client, topic):
        pages = [client.get(queries.topic_url(topic)) for _ in range(2)]
        nonces = [set(re.findall(r'nonce="([^"]+)"', page.text)) for page in pages]
        assert nonces[0].isdisjoint(nonces[1])
        for page, found in zip(pages, nonces, strict=True):
            assert len(found) == 1
            assert f"'nonce-{found.pop()}'" in page.headers["Content-Security-Policy"]

    def test_what_changes_is_seen_at_once_and_what_is_hidden_is_gone_at_once(self, client, cast, topic):
        address = queries.topic_url(topic)
        client.get(address)
        post = actions.reply(cast.ivo, topic, content="Two thousand a year.")
        assert "Two thousand a year." in client.get(address).text
        actions.hide_post(cast.ona, post, "It names a member.")
        assert "Two thousand a year." not in client.get(address).text

    def test_a_forum_that_is_closed_is_closed_at_once(self, client, topic):
        addresses = [queries.topic_url(topic), queries.forum_url(topic.forum)]
        assert [client.get(address).status_code for address in addresses * 2] == [200] * 4
        key = topic.forum.detail.key
        actions.make_forum(key, topic.forum.name, private=True)
        assert [client.get(address).status_code for address in addresses] == [404, 404]
        assert topic.subject not in client.get("/forum/").text

    def test_a_topic_that_is_moved_or_split_is_not_where_it_was(self, client, as_user, cast, forums, topic):
        post, jurgis = actions.reply(cast.ivo, topic, content="Two thousand a year."), as_user(cast.jurgis)
        address = queries.topic_url(topic)
        assert [reader.get(address).status_code for reader in (client, jurgis) * 2] == [200] * 4
        actions.split_topic(cast.ona, topic, [post.pk], subject="Our two thousand", forum=forums.academy)
        for reader in (client, jurgis):
            page = reader.get(address).text
            assert "1 post was moved away" in page
            assert "wo thousand" not in page
        actions.move_topic(cast.ona, topic, forums.academy)
        for reader in (client, jurgis):
            assert reader.get(address).status_code == 404
            assert topic.subject not in reader.get("/forum/").text + reader.get("/forum/topics/").text

    def test_an_update_that_sends_no_signal_counts_and_what_is_a_members_own_does_not(self, client, cast, topic):
        client.get("/forum/")
        Forum.objects.filter(pk=topic.forum_id).update(name="Another name")
        assert "Another name" in client.get("/forum/").text
        actions.mark_all_read(cast.zofia)
        User.objects.filter(pk=cast.zofia.pk).update(last_seen_at=None)
        assert asked_for(client, "/forum/")[1] == ["freshness_sitestate"]

    def test_each_language_has_its_own(self, client, topic):
        french, english = ({"HTTP_ACCEPT_LANGUAGE": code} for code in ("fr", "en"))
        client.get("/forum/", **english)
        assert client.get("/forum/", **french).headers["Content-Language"] == "fr"
        assert client.get("/forum/", **english).headers["Content-Language"] == "en"

    def test_a_page_that_is_not_there_is_not_kept(self, client, topic):
        for _ in range(2):
            assert client.get("/forum/topic/999999-x/").status_code == 404


class TestMembers:
    def test_who_reads_after_another_asks_for_no_post(self, as_user, cast, topic):
        address = queries.topic_url(topic)
        actions.reply(cast.ivo, topic, content="Two thousand a year.")
        jurgis, camille = as_user(cast.pekka), as_user(cast.jurgis)
        jurgis.get(address)
        camille.get(address)
        page, tables = asked_for(camille, address)
        assert "Two thousand a year." in page
        assert "forum_conversation_post" not in tables
        assert len(tables) <= 5  # the sign-in, the member, the state of the site, what they have read, what is unread

    def test_the_first_to_read_asks_no_more_than_eight_questions(self, as_user, cast, topic):
        ivo, address = as_user(cast.ivo), queries.topic_url(topic)
        ivo.get(address)
        kept.forget()
        assert len(asked_for(ivo, address)[1]) <= 8

    def test_each_sees_their_own_buttons_whoever_came_first(self, as_user, cast, topic):
        address = queries.topic_url(topic)
        own = actions.reply(cast.ivo, topic, content="Two thousand a year.")
        actions.add_reaction(cast.pekka, own, "thanks")
        edit = f"/forum/post/{own.pk}/edit/"
        for first in (cast.ivo, cast.pekka, cast.jurgis):
            kept.forget()
            pages = {user.pk: as_user(user).get(address).text for user in (first, cast.ivo, cast.pekka, cast.jurgis)}
            assert [edit in pages[user.pk] for user in (cast.ivo, cast.pekka, cast.jurgis)] == [True, False, False]
            pressed = ['aria-pressed="true"' in pages[user.pk] for user in (cast.ivo, cast.pekka, cast.jurgis)]
            assert pressed == [False, True, False]

    def test_a_form_carries_the_token_and_the_number_of_its_own_reader(self, as_user, cast, topic):
        pages = [as_user(user).get(queries.topic_url(topic)).text for user in (cast.ivo, cast.pekka)]
        tokens = [set(re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)) for page in pages]
        numbers = [set(re.findall(r'name="client_id" value="([^"]+)"', page)) for page in pages]
        assert all(len(found) == 1 for found in numbers)
        assert numbers[0].isdisjoint(numbers[1])
        assert tokens[0].isdisjoint(tokens[1])
        assert all(len(token) == 64 for token in tokens[0] | tokens[1])
        assert f'data-member="{cast.ivo.pk}"' in pages[0]
        assert f'data-member="{cast.pekka.pk}"' in pages[1]

    def test_each_has_their_own_name_at_the_top_and_nobody_elses(self, as_user, cast, topic):
        names = {cast.ivo.pk: "Ivo <b>Horvat</b>", cast.pekka.pk: "Pekka & Sons"}
        for pk, name in names.items():
            User.objects.filter(pk=pk).update(display_name=name, organisation=None, organisation_name=f"Of {name}")
        for address in ("/forum/", "/forum/topics/", queries.forum_url(topic.forum), queries.topic_url(topic)):
            for user in (cast.ivo, cast.pekka) * 2:
                page = as_user(user).get(address)
                menu = re.search(r'<div class="menu__head">.*?</ul>', page.text, re.DOTALL)[0]
                other = next(pk for pk in names if pk != user.pk)
                assert menu.count(escape(names[user.pk])) == 2
                assert f'href="/members/{user.pk}/"' in menu
                assert escape(names[other]) not in page.text
                assert f"/members/{other}/" not in page.text
                assert moulds._MARK not in page.text
                assert str(moulds.READER_NUMBER) not in page.text

    def test_moderators_tools_are_on_no_page_of_a_member_who_comes_after(self, as_user, cast, topic):
        address = queries.topic_url(topic)
        assert f"/moderation/hide/post/{topic.first_post_id}/" in as_user(cast.ona).get(address).text
        assert f"/moderation/hide/post/{topic.first_post_id}/" not in as_user(cast.ivo).get(address).text

    def test_a_right_of_one_member_puts_no_button_on_the_page_of_the_next(self, as_user, cast, topic):
        may_edit = ForumPermission.objects.get(codename=EDIT)
        UserForumPermission.objects.create(user=cast.pekka, forum=topic.forum, permission=may_edit, has_perm=True)
        edit = f"/forum/post/{topic.first_post_id}/edit/"
        pages = [as_user(user).get(queries.topic_url(topic)).text for user in (cast.pekka, cast.ivo)]
        assert [edit in page for page in pages] == [True, False]

    def test_what_one_has_not_read_is_marked_for_them_alone(self, as_user, cast, topic):
        ivo, pekka = as_user(cast.ivo), as_user(cast.pekka)
        for member in (ivo, pekka):
            member.get(queries.topic_url(topic))
        actions.reply(cast.zofia, topic, content="And yours?")
        ivo.get(queries.topic_url(topic))
        for address in (queries.forum_url(topic.forum), "/forum/"):
            assert "row--unread" in pekka.get(address).text
            assert "row--unread" not in ivo.get(address).text
        assert 'id="new"' in pekka.get(queries.topic_url(topic)).text
        assert 'id="new"' not in ivo.get(queries.topic_url(topic)).text


def without_nonces(page: str) -> str:
    return re.sub(r'nonce="[^"]+"', "", page)
