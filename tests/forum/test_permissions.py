"""Who reads and writes where. The private forum is for the fifth Academy; Jurgis is not in it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from machina.apps.forum_permission.handler import PermissionHandler

from community.people.models import User
from forum import actions, queries
from forum.access import access_in, access_of, forget_access, read_access, readers_among
from forum.engine import Forum
from forum.permissions import can_moderate, can_read_forum, can_reply, can_start_topic
from tests.forum.conftest import ACADEMY, CANARY, same

pytestmark = pytest.mark.embedded


def again(user):
    """The user as the next request finds them."""
    return User.objects.get(pk=user.pk)


def addresses(forum, topic):
    post = topic.first_post
    return [
        queries.forum_url(forum),
        f"/forum/{forum.pk}-x/",
        reverse("forum:topic_new", args=[forum.pk, forum.slug]),
        queries.topic_url(topic),
        f"/forum/topic/{topic.pk}-x/",
        reverse("forum:reply", args=[topic.pk]),
        queries.post_url(post),
        reverse("forum:post_edit", args=[post.pk]),
    ]


@pytest.mark.parametrize("wrapped", [False, True])
def test_rights_that_were_forgotten_are_read_anew(cast, forums, wrapped):
    """Also those of `request.user`, which is a wrapper around the member."""
    jurgis = SimpleLazyObject(lambda: again(cast.jurgis)) if wrapped else again(cast.jurgis)
    assert not can_read_forum(jurgis, forums.academy)
    read_access(jurgis, forums.open)
    before = access_of(jurgis), access_in(jurgis, forums.open.pk)
    forget_access(jurgis)
    after = access_of(jurgis), access_in(jurgis, forums.open.pk)
    assert all(now is not then for now, then in zip(after, before, strict=True))


def test_everyone_reads_an_open_forum_and_members_write(cast, forums):
    assert can_read_forum(AnonymousUser(), forums.open)
    assert not can_start_topic(AnonymousUser(), forums.open)
    assert can_start_topic(cast.jurgis, forums.open)


def test_only_its_members_and_those_in_charge_enter_a_private_forum(cast, forums):
    inside = [user for user in vars(cast).values() if can_read_forum(user, forums.academy)]
    assert set(inside) == {cast.zofia, cast.ivo, cast.pekka, cast.ona, cast.secretariat}
    assert not can_read_forum(AnonymousUser(), forums.academy)


@pytest.mark.parametrize("who", ["guest", "jurgis", "camille"])
def test_a_private_forum_answers_outsiders_like_one_that_does_not_exist(
    who, client, as_user, cast, forums, private_topic
):
    reader = client if who == "guest" else as_user(getattr(cast, who))
    for address in addresses(forums.academy, private_topic):
        for response in (reader.get(address), reader.post(address, {"content": "Let me in", "subject": "Please"})):
            assert response.status_code in {404, 405}, address
            assert CANARY not in response.text
    missing = reader.get("/forum/topic/999999-x/")
    assert missing.status_code == 404
    assert same(missing) == same(reader.get(f"/forum/topic/{private_topic.pk}-x/"))


@pytest.mark.parametrize("who", ["guest", "jurgis"])
def test_the_index_says_nothing_about_a_private_forum(who, client, as_user, cast, forums, topic):
    reader = client if who == "guest" else as_user(cast.jurgis)
    before = reader.get("/forum/")
    actions.start_topic(cast.ivo, forums.academy, subject=f"Our {CANARY}", content="Inside")
    assert CANARY not in before.text
    assert same(reader.get("/forum/")) == same(before)


def test_members_read_and_write_in_their_private_forum(as_user, cast, forums, private_topic):
    page = as_user(cast.zofia).get(queries.topic_url(private_topic))
    assert CANARY in page.text
    answer = as_user(cast.zofia).post(reverse("forum:reply", args=[private_topic.pk]), {"content": "Yes"})
    assert answer.status_code == 302


def test_access_ends_with_the_membership_and_the_posts_stay(as_user, cast, forums, private_topic):
    ivo = as_user(cast.ivo)
    assert ivo.get(queries.topic_url(private_topic)).status_code == 200
    actions.set_forum_members(forums.academy, ACADEMY, users=[cast.zofia])
    assert ivo.get(queries.topic_url(private_topic)).status_code == 404
    assert ivo.post(reverse("forum:reply", args=[private_topic.pk]), {"content": "Still me"}).status_code == 404
    assert CANARY in as_user(cast.zofia).get(queries.topic_url(private_topic)).text


def test_another_group_replaces_the_first(cast, forums):
    actions.set_forum_members(forums.academy, "Academy 6 participants", users=[cast.jurgis])
    assert can_read_forum(cast.jurgis, forums.academy)
    assert not can_read_forum(cast.zofia, forums.academy)


def test_a_forum_can_be_closed_and_opened_again(client, cast, forums, topic):
    actions.make_forum("practice", "Practice", private=True, parent=forums.open.parent)
    assert client.get(queries.topic_url(topic)).status_code == 404
    assert not can_read_forum(again(cast.jurgis), forums.open)
    actions.make_forum("practice", "Practice", parent=forums.open.parent)
    assert client.get(queries.topic_url(topic)).status_code == 200


def test_a_forum_below_a_private_one_is_private_too(cast, forums):
    inner = actions.make_forum("academy-5-team-1", "Team 1", parent=forums.academy)
    assert can_read_forum(cast.zofia, inner)
    assert not can_read_forum(cast.jurgis, inner)


def test_where_only_moderators_post_members_read(cast, forums):
    news = actions.make_forum("news", "News", moderators_post_only=True)
    topic = actions.start_topic(cast.secretariat, news, subject="Welcome", content="We begin.")
    assert can_read_forum(cast.jurgis, news)
    assert not can_start_topic(cast.jurgis, news)
    assert not can_reply(cast.jurgis, topic)
    assert can_reply(cast.ona, topic)


def test_a_closed_account_may_do_nothing(cast, forums):
    cast.zofia.is_active = False
    assert not can_read_forum(cast.zofia, forums.open)


def test_moderators_moderate_and_organisers_do_not(cast, forums):
    assert can_moderate(cast.ona, forums.academy)
    assert not can_moderate(cast.secretariat, forums.academy)
    assert not can_moderate(cast.zofia, forums.academy)


def test_the_same_key_is_the_same_forum(forums):
    before = Forum.objects.count()
    again = actions.make_forum("practice", "Good practice", description="New", parent=forums.open.parent)
    assert again.pk == forums.open.pk
    assert (again.name, again.description.raw) == ("Good practice", "New")
    assert Forum.objects.count() == before


def test_a_category_is_no_forum(forums):
    with pytest.raises(ValueError, match="community"):
        actions.make_forum("community", "Community")


def test_readers_among_agrees_with_each_reader(cast, forums):
    everyone = list(vars(cast).values())
    for forum in (forums.open, forums.academy):
        assert readers_among(forum, everyone) == [user for user in everyone if can_read_forum(user, forum)]


def test_rights_cost_two_queries_however_many_forums(cast, forums, django_assert_num_queries):
    for number in range(3):
        with django_assert_num_queries(2):
            assert access_of(again_without_query(cast.zofia)).readable
        actions.make_forum(f"more-{number}", f"More {number}", private=bool(number % 2))


def again_without_query(user):
    copy = User(pk=user.pk, is_active=True)
    copy._state.adding = False
    return copy


@pytest.mark.parametrize("who", ["ona", "zofia", "ivo", "pekka", "camille", "secretariat", "jurgis"])
def test_machinas_own_handler_comes_to_the_same_answers(who, cast, forums):
    actions.make_forum("inner", "Inner", parent=forums.academy)
    actions.make_forum("news", "News", moderators_post_only=True)
    user = getattr(cast, who)
    theirs = PermissionHandler().get_readable_forums(Forum.objects.all(), user)
    assert set(theirs) == {forum for forum in Forum.objects.all() if can_read_forum(user, forum)}
    for forum in theirs:
        assert PermissionHandler().can_add_topic(forum, user) == access_of(user).allows(
            forum.pk, "can_start_new_topics"
        )
        assert PermissionHandler().can_approve_posts(forum, user) == can_moderate(user, forum)
