"""What a restricted page and those below it must not give away: their words in the search, their titles in lists."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import PageViewRestriction

from cms.models import HomePage
from community.search.actions import index_entry
from community.search.queries import find
from tests.cms.making import make_course, make_lesson, make_module
from tests.kept import kept

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]
SECRET = "kingfisher"


@kept
def course():
    return make_course("Smart industry")


@kept
def module(course):
    return make_module(course, f"Module {SECRET}")


@kept
def lesson(module):
    return make_lesson(module, f"Lesson {SECRET}", summary="Where they nest.")


def restrict(page, kind="login", **fields):
    return PageViewRestriction.objects.create(page=page, restriction_type=kind, **fields)


def found_titles(user):
    return [entry.title for entry in find(user, SECRET)]


@pytest.mark.parametrize("kind", ["login", "groups", "password"])
def test_a_lesson_below_a_restricted_page_is_not_found(client, cast, course, lesson, kind):
    assert found_titles(cast.jurgis) == [lesson.title]
    restriction = restrict(course, kind, password="open sesame")
    if kind == "groups":
        restriction.groups.add(Group.objects.create(name="Somebody else"))
    assert found_titles(cast.jurgis) == []
    assert SECRET not in client.get("/search/", {"q": "nest"}).content.decode()


def test_an_entry_that_stayed_in_the_index_is_asked_about_too(cast, lesson, course):
    restrict(course)
    index_entry("lesson", lesson.pk, title=lesson.title, body="", url=lesson.url)
    assert found_titles(cast.jurgis) == []


def test_a_page_that_is_open_again_is_found_again(cast, lesson, course):
    restrict(course).delete()
    assert found_titles(cast.jurgis) == [lesson.title]


def test_outlines_and_lists_leave_out_what_the_reader_may_not_open(client, course, module, lesson):
    sibling = make_lesson(make_module(course, "Open module"), "Open lesson")
    restrict(module)
    for address in (course.url, sibling.url, "/training/"):
        page = client.get(address).content.decode()
        assert SECRET not in page, address
    assert "Open lesson" in client.get(course.url).content.decode()


def test_a_restricted_course_is_on_no_list(client, course):
    home = HomePage.objects.get()
    home.featured_course = course
    home.save()
    assert course.title in client.get("/").content.decode()
    restrict(course)
    assert course.title not in client.get("/").content.decode()
    assert course.title not in client.get("/training/").content.decode()


def test_whoever_may_enter_a_course_sees_its_lessons(cast, as_user, client, course, module, lesson):
    restrict(course)
    reader = as_user(cast.jurgis)
    assert client.get(course.url).status_code == 302
    assert lesson.title in reader.get(course.url).content.decode()
    assert module.title in reader.get(lesson.url).content.decode()


def test_a_course_that_was_taken_down_without_its_modules_leaves_the_list_standing(client, course, module):
    make_course("Another")
    course.unpublish()
    assert client.get("/training/").status_code == 200
