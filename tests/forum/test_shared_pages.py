"""A page of many is, for each of them, the very page that would be drawn for them alone."""

import re

import pytest
from django.contrib.auth.models import Group

from community.freshness.store import kept
from community.people.models import User
from community.people.permissions import MODERATORS
from forum import actions, queries
from forum.access import access_of
from forum.engine import Post, Topic
from forum.views import reading, sharing
from forum.views.drawing import posts_with_own

pytestmark = pytest.mark.django_db(transaction=True)

EACH_TIME_ANOTHER = re.compile(r'nonce="[^"]+"|name="(?:csrfmiddlewaretoken|client_id)"value="[^"]+"')

MODERATE = {"Ona Exemple", "Camille Exemple"}


@pytest.fixture
def addresses(cast, forums, topic):
    """Topics in which each has another part: who wrote, thanked, closed, asked, was hidden, waits, reads in private."""
    User.objects.filter(pk=cast.pekka.pk).update(organisation=None, organisation_name="Rope & <Sons>")
    thanked = actions.reply(cast.ivo, topic, content="Two thousand a year, <b>all told</b>.")
    actions.add_reaction(cast.pekka, thanked, "thanks")
    closed = actions.start_topic(cast.zofia, forums.open, subject="Fees & dues", content="Who pays for them?")
    actions.close_topic(cast.zofia, closed, "Everybody does.")
    asked = actions.start_topic(cast.jurgis, forums.open, subject="Ropes?", content="Who has some?", kind="question")
    actions.hide_post(cast.ona, actions.reply(cast.pekka, asked, content="None of your business"), "It is rude.")
    cast.camille.groups.add(Group.objects.get(name=MODERATORS))
    actions.reply(cast.camille, topic, content="Let me see.")
    waiting = actions.reply(cast.jurgis, topic, content="Words that wait")
    Post.objects.filter(pk=waiting.pk).update(approved=False)
    refused = actions.start_topic(cast.jurgis, forums.open, subject="That waits as well", content="As a whole.")
    Topic.objects.filter(pk=refused.pk).update(approved=False)
    private = actions.start_topic(cast.zofia, forums.academy, subject="Among us", content="Nobody else reads this.")
    pages = [queries.topic_url(one) for one in (topic, closed, asked, private)]
    lists = [queries.forum_url(forums.open), queries.forum_url(forums.academy), "/forum/topics/?show=open&x=%22%3E"]
    return ["/forum/", *lists, *pages]


@pytest.fixture
def pages_of(cast, addresses, as_user):
    """What each of them gets at each address, one right after the other."""
    readers = {user.display_name: as_user(user) for user in vars(cast).values()}

    def read() -> dict[tuple[str, str], str]:
        kept.forget()
        found = {}
        for _ in range(2):  # the second time all has been read and kept
            for address in addresses:
                for name, client in readers.items():
                    html = client.get(address, HTTP_ACCEPT_LANGUAGE="fr" if name < "J" else "en").text
                    found[address, name] = EACH_TIME_ANOTHER.sub("", "".join(html.split()))
        return found

    return read


def test_shared_and_alone_are_the_same(pages_of, monkeypatch):
    pages_of()
    shared = pages_of()
    for module in (reading, sharing):
        monkeypatch.setattr(module, "is_like_others", lambda request: False)
    alone = pages_of()
    assert [page for page in shared if shared[page] != alone[page]] == []
    assert len(set(shared.values())) > len(shared) / 2
    assert {name for (_, name), page in shared.items() if "Thatwaitsaswell" in page} == MODERATE
    assert {name for (_, name), page in shared.items() if "Wordsthatwait" in page} == {*MODERATE, "Jurgis Pavyzdys"}


def test_a_post_that_waits_is_in_the_frame_of_nobody(cast, topic):
    """Also where it was written while its author's page was drawn."""
    zofia, pekka = (User.objects.get(pk=user.pk) for user in (cast.zofia, cast.pekka))
    for reader in (zofia, pekka):
        access_of(reader)  # both have begun to read
    waiting = Post.objects.create(topic=topic, poster=zofia, subject="Mine", content="Words", approved=False)
    for reader in (zofia, pekka):
        found = queries.find_topic(reader, topic.pk)
        page = queries.posts_by_page(reader, found, 1)
        assert waiting.pk not in {post.pk for post in posts_with_own(reader, found, page)}


def test_what_is_kept_for_one_reader_is_counted_as_large_as_it_is(as_user, cast, topic):
    """Or the memory for all of it would hold many times as much as it says."""
    for number in range(3):
        actions.reply(cast.ivo, topic, content=f"Reply {number}. " + "Much to say. " * 300)
    pages = [queries.topic_url(topic), queries.forum_url(topic.forum)]
    kept.forget()
    for page in pages:
        as_user(cast.ivo).get(page)
    sizes = {key[0]: (entry.size, entry.value) for key, entry in kept._entries.items()}
    size, posts = sizes["own-posts"]
    assert len(posts) == 3
    assert size >= sum(len(post.html) for post in posts.values()) > 10_000
    size, rows = sizes["rows"]
    assert size >= sum(map(len, rows.values())) > 0


def test_whoever_began_a_hidden_topic_still_sees_that_it_has_posts(cast, as_user, topic):
    actions.reply(cast.ivo, topic, content="Two thousand a year.")
    actions.hide_topic(cast.ona, topic, "Off topic")
    page = as_user(cast.zofia).get(queries.topic_url(topic)).text
    assert page.count('<article class="post') == 2
    assert "Two thousand" not in page
