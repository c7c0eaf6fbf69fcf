"""Courses, modules and lessons, read by someone without an account."""

import pytest

from cms import queries
from tests.cms.making import download, figure, film, make_course, make_lesson, make_module
from tests.kept import kept

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


@kept
def course():
    return make_course(funding="Co-funded by somebody.", programme="Cluster4Smart")


@kept
def module(course):
    module = make_module(course, "Internationalisation", number="2", outcomes="Choose a partner\nPlan a mission")
    for number, (title, minutes) in enumerate([("Strategy", 20), ("Partners", 30), ("Missions", 40)], 1):
        make_lesson(module, title, minutes, number=f"2.{number}")
    return module


def test_the_course_lists_its_modules_with_their_length(client, course, module):
    page = client.get(course.url).content.decode()
    assert "1 h 30" in page
    assert "Internationalisation" in page
    assert "Co-funded by somebody." in page


def test_a_bonus_module_says_so_and_adds_nothing_to_the_length(client, course, module):
    bonus = make_module(course, "The gold label", number="B", is_bonus=True)
    make_lesson(bonus, "What is assessed", 60)
    assert queries.outline(course).length == "1 h 30"
    assert "Bonus" in client.get(course.url).content.decode()
    assert "Bonus module, optional" in client.get(bonus.url).content.decode()


def test_an_announced_length_stands(course, module):
    course.hours = 60
    assert queries.outline(course).length == "60 h"


def test_the_next_lesson_may_be_in_the_next_module(course, module):
    later = make_module(course, "Leadership", number="3")
    first = make_lesson(later, "Leading without authority")
    place = queries.place_of(first)
    assert (place.previous.title, place.next) == ("Missions", None)
    assert queries.place_of(place.previous).next.title == "Leading without authority"


def test_lessons_may_stand_below_the_course_without_modules(client, course):
    only = make_lesson(course, "Your first 90 days", 15)
    assert queries.place_of(only).part.module is None
    assert "15 min" in client.get(course.url).content.decode()


def test_a_lesson_reads_without_an_account(client, module):
    lesson = make_lesson(module, "Everything", body=[("text", "<p>Grow.</p>"), figure(), film(), download()])
    page = client.get(lesson.url).content.decode()
    for words in ("Grow.", 'alt="Five bars"', "<video controls", 'kind="captions"', "ODT, 9", "Transcript"):
        assert words in page


def test_chapters_have_addresses(client, module):
    page = client.get(make_lesson(module, "Film", body=[film()]).url).content.decode()
    assert '<li id="chapter-2"><a href="#chapter-2" data-seconds="1">' in page


def test_captions_and_downloads_are_open_too(client, module):
    value = film()[1]
    captions = value["captions"][0]["file"]
    response = client.get(captions.url)
    assert (response.status_code, response["Content-Type"]) == (200, "text/vtt")
    assert client.get(value["film"].url).status_code == 200


def test_a_lesson_that_is_coming_soon_is_listed_and_says_so(client, course, module):
    lesson = make_lesson(module, "Skills", status="soon", body=[("text", "<p>Draft words.</p>")])
    assert "Coming soon" in client.get(course.url).content.decode()
    page = client.get(lesson.url).content.decode()
    assert "This lesson is being written." in page
    assert "Draft words." not in page


def test_a_draft_is_neither_listed_nor_readable(client, course, module):
    lesson = make_lesson(module, "Secret plans")
    lesson.unpublish()
    assert "Secret plans" not in client.get(course.url).content.decode()
    assert client.get(lesson.url).status_code == 404


def test_every_page_of_a_course_carries_its_acknowledgement(client, course, module):
    lesson = module.get_children().first()
    for page in (course, module, lesson):
        assert "Co-funded by somebody." in client.get(page.url).content.decode()


@pytest.mark.parametrize("figures", [1, 3])
def test_a_lesson_takes_as_many_queries_with_three_figures_as_with_one(
    client, module, figures, django_assert_num_queries
):
    body = [
        ("text", "<p>Grow.</p>"),
        *[figure(seed) for seed in range(figures)],
        *[download(n) for n in range(figures)],
    ]
    lesson = make_lesson(module, "Figures", body=body)
    client.get(lesson.url)  # makes the renditions
    with django_assert_num_queries(12):
        client.get(lesson.url)


@pytest.mark.parametrize("modules", [1, 3])
def test_a_course_takes_as_many_queries_with_three_modules_as_with_one(
    client, course, modules, django_assert_num_queries
):
    for number in range(modules):
        module = make_module(course, f"Module {number}")
        for lesson in range(modules):
            make_lesson(module, f"Lesson {lesson}")
    client.get(course.url)
    with django_assert_num_queries(7):
        client.get(course.url)


@pytest.mark.parametrize("courses", [1, 3])
def test_the_index_takes_as_many_queries_with_three_courses_as_with_one(client, courses, django_assert_num_queries):
    for number in range(courses):
        make_lesson(make_module(make_course(f"Course {number}"), "Module"), "Lesson")
    client.get("/training/")
    with django_assert_num_queries(8):
        page = client.get("/training/").content.decode()
    assert page.count("course-card__title") == courses
