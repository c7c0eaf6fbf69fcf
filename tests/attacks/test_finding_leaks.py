"""What the search might give away: of posts taken back, of members, and of numbers (safety B7, B8, B20, C2)."""

import re

import pytest

from community.people.actions import change_profile
from community.people.models import User
from community.search.actions import index_entry
from forum import actions
from forum.engine import Post, Topic

WORD = "kingfisher"
pytestmark = pytest.mark.django_db


def without_nonce(page: str) -> str:
    """A page without what differs in every answer."""
    return re.sub(r'nonce="[^"]+"|name="csrfmiddlewaretoken" value="[^"]+"', "", page)


@pytest.fixture
def asks(world, as_user):
    """Everything that the search says to Jurgis about the word: page, narrowed page, and suggestions."""
    client = as_user(world.cast.jurgis)

    def ask(word=WORD) -> str:
        addresses = ["/search/?q={}", "/search/?q={}&kind=post&language=en", "/search/suggestions/?q={}"]
        return "".join(without_nonce(client.get(address.format(word)).text) for address in addresses)

    return ask


def hide(world, post):
    actions.hide_post(world.cast.ona, post, "No")


def hide_topic(world, post):
    actions.hide_topic(world.cast.ona, post.topic, "No")


def close_forum(world, post):
    actions.make_forum("practice", "Practice", private=True)


def unapprove_behind_the_index(world, post):
    Post.objects.filter(pk=post.pk).update(approved=False)


def move_behind_the_index(world, post):
    Topic.objects.filter(pk=post.topic_id).update(forum=world.closed)


def delete_behind_the_index(world, post):
    Post.objects.filter(pk=post.pk).delete()


@pytest.mark.parametrize(
    "take_back",
    [
        hide,
        hide_topic,
        close_forum,
        unapprove_behind_the_index,
        move_behind_the_index,
        delete_behind_the_index,
    ],
)
def test_b8_what_is_taken_back_is_gone_from_results_numbers_and_choices_at_once(world, asks, take_back):
    post = world.answer(world.cast.ivo, world.open_topic, f"A {WORD} zqheron")
    assert asks().count("zqheron") == 3
    take_back(world, post)
    said = asks()
    assert "zqheron" not in said
    assert "1 result" not in said
    assert said.replace(WORD, "") == asks("nowhere").replace("nowhere", "")


def test_b20_who_is_found_by_members_shows_no_address_and_no_visit(world, asks):
    change_profile(world.cast.ivo, findable=True, bio=f"I watch the {WORD}.")
    User.objects.filter(pk=world.cast.ivo.pk).update(last_login="2026-11-03T10:11:12Z")
    said = asks() + asks("Ivo")
    assert "Ivo Primjer" in said
    assert "ivo@example.org" not in said
    assert "2026-11-03" not in said
    assert "3 November" not in said
    assert "Ivo Primjer" not in asks("ivo@example.org")


@pytest.mark.parametrize("change", [{"findable": False}, {"is_active": False}])
def test_b20_who_does_not_want_to_be_found_or_has_left_is_not(world, asks, change):
    change_profile(world.cast.ivo, findable=True, bio=f"I watch the {WORD}.")
    User.objects.filter(pk=world.cast.ivo.pk).update(**change)  # the index does not know of it
    assert "Ivo" not in asks()


def test_b7_guests_learn_neither_that_there_are_members_nor_how_many(world):
    change_profile(world.cast.ivo, findable=True, bio=f"I watch the {WORD}.")
    for address in ("/search/?q={}", "/search/?q={}&kind=member", "/search/suggestions/?q={}&kind=member"):
        pages = [world.guest.get(address.format(word)).text.replace(word, "") for word in (WORD, "nowhere")]
        plain = [without_nonce(page) for page in pages]
        assert plain[0] == plain[1], address


def test_c2_markup_in_what_is_found_stays_text(world, asks):
    evil = "<img src=x onerror=alert(1)>"
    change_profile(world.cast.ivo, findable=True, bio=f"{WORD} {evil}", job_title=evil)
    index_entry("page", 999, title=f"{WORD} {evil}", body=evil, url="/")
    answer = world.jurgis.get(f"/search/suggestions/?q={WORD}")
    assert answer["Content-Type"] == "application/json"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert evil not in world.jurgis.get(f"/search/?q={WORD}").text


@pytest.mark.parametrize(
    "odd", ["kind=x' OR 1=1", "language=..%2F", "ecosystem=%25", "ecosystem=_", "page=9e9", "kind[]=post"]
)
def test_c7_a_choice_that_nobody_was_offered_narrows_nothing(world, odd):
    world.answer(world.cast.ivo, world.open_topic, f"A {WORD}")
    assert "1 result" in world.jurgis.get(f"/search/?q={WORD}&{odd}").text
