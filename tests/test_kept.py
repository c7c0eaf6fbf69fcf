"""What is kept between tests is there for the next one, as it was made; whatever a test does to it is gone."""

import pytest

from community.people.models import User
from tests.kept import SHELF, kept

made = []


@kept
def guest(cast) -> User:
    made.append("guest")
    return User.objects.create(email="guest@example.org", display_name=f"Guest of {cast.ona.display_name}")


@pytest.mark.parametrize("time", [1, 2])
def test_each_test_finds_it_as_it_was_made(cast, guest, time):
    assert (guest.display_name, User.objects.get(pk=guest.pk).display_name) == ("Guest of Ona Exemple",) * 2
    guest.display_name = "Somebody else"
    guest.save()
    User.objects.filter(pk=cast.zofia.pk).update(is_active=False)
    assert made == ["guest"]
    assert User.objects.filter(is_active=False).count() == 1


def test_whoever_asks_for_less_sees_less(cast):
    assert not User.objects.filter(email="guest@example.org").exists()
    assert User.objects.filter(is_active=True).count() == 7


@pytest.mark.django_db
def test_whoever_asks_for_nothing_sees_nothing():
    assert not User.objects.exists()
    assert not SHELF.layers


@pytest.mark.django_db(transaction=True)
def test_a_test_that_commits_has_it_all_made_anew(guest):
    assert not SHELF.layers
    assert User.objects.get(email="guest@example.org") == guest
    made.clear()  # it is made once more for whoever comes next, in whatever order the tests are run
