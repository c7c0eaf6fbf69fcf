"""Following a lesson: what appears in its course is told once, to those who follow at once and may read it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.models import CoursePage
from cms.telling import new_lessons, tell_lesson
from community.notifications.actions import follow
from community.notifications.digest import Item
from community.notifications.models import MailJob, Notification
from tests.cms.making import make_course, make_lesson, make_module
from tests.kept import kept

pytestmark = [pytest.mark.django_db, pytest.mark.embedded]


@kept
def lesson(cast):
    """Zofia and Ivo follow it, Pekka only in his digest."""
    found = make_lesson(make_module(make_course(), "Networks"), "Who signs first")
    for person, level in ((cast.zofia, "instant"), (cast.ivo, "instant"), (cast.pekka, "digest")):
        follow(person, "lesson", found.pk, level)
    return found


def told(person):
    return list(Notification.objects.of(person).order_by("pk").values_list("title", flat=True))


def publish(page):
    page.save_revision().publish()


def test_a_new_lesson_of_the_course_is_told_once(cast, lesson):
    course = CoursePage.objects.get()
    new = make_lesson(make_module(course, "Money"), "Who pays", summary="In short.")
    publish(new)
    assert told(cast.zofia) == told(cast.ivo) == ["New lesson in Smart industry: Who pays"]
    assert told(cast.pekka) == told(cast.jurgis) == []
    news = Notification.objects.of(cast.zofia).get()
    assert (news.url, news.text, news.follow_id) == (new.url, "In short.", str(lesson.pk))
    assert MailJob.objects.count() == 2


def test_one_of_another_course_is_not(cast, lesson):
    make_lesson(make_module(make_course("Green growth"), "Energy"), "Who heats")
    assert told(cast.zofia) == []


def test_one_that_was_announced_is_told_when_it_is_there(cast, lesson):
    new = make_lesson(lesson.get_parent(), "Who pays", status="soon")
    assert told(cast.zofia) == []
    new.status = "ready"
    publish(new)
    assert told(cast.zofia) == ["New lesson in Smart industry: Who pays"]


def test_one_that_was_taken_away_is_told_when_it_is_there_again(cast, lesson):
    publish(lesson)
    assert len(told(cast.zofia)) == 1  # it was published before anybody followed it
    lesson.unpublish()
    publish(lesson)
    assert told(cast.zofia) == ["New lesson in Smart industry: Who signs first"] * 2


def test_who_muted_the_lesson_itself_does_not_hear_that_it_is_back(cast, lesson):
    other = make_lesson(lesson.get_parent(), "Who pays")
    follow(cast.zofia, "lesson", other.pk, "mute")
    Notification.objects.all().delete()
    other.unpublish()
    publish(other)
    assert (told(cast.zofia), len(told(cast.ivo))) == ([], 1)


def test_only_those_hear_who_may_read_it(cast, lesson, mailoutbox, settings, as_user):
    module = make_module(CoursePage.objects.get(), "For the team")
    group = Group.objects.create(name="team")
    rule = PageViewRestriction.objects.create(page=module, restriction_type=PageViewRestriction.GROUPS)
    rule.groups.add(group)
    cast.ivo.groups.add(group)
    make_lesson(module, "A quiet lesson")
    assert (told(cast.zofia), len(told(cast.ivo))) == ([], 1)
    cast.ivo.groups.clear()
    settings.MAIL_WAITS = None
    MailJob.objects.update(next_try_at="2020-01-01T00:00Z")
    call_command("tick")
    assert mailoutbox == []  # who lost the right meanwhile gets no mail, and reads no title in the inbox
    assert "A quiet lesson" not in as_user(cast.ivo).get("/notifications/").text


def test_who_follows_in_the_digest_reads_it_there(cast, lesson, django_assert_max_num_queries):
    new = make_lesson(make_module(CoursePage.objects.get(), "Money"), "Who pays", summary="In short.")
    make_lesson(lesson.get_parent(), "Not written yet", status="soon")
    make_lesson(make_module(make_course("Green growth"), "Energy"), "Who heats")
    week = timezone.now() - timedelta(days=7)
    assert new_lessons(cast.pekka, week).items == [Item("Who pays", new.url, "In short.")]
    assert new_lessons(cast.pekka, timezone.now()).items == []
    with django_assert_max_num_queries(1):
        assert new_lessons(cast.zofia, week).items == []
    PageViewRestriction.objects.create(page=new, restriction_type=PageViewRestriction.GROUPS)
    assert new_lessons(cast.pekka, week).items == []


@pytest.mark.parametrize("followers", [1, 3])
def test_telling_costs_the_same_for_many(cast, lesson, followers, django_assert_max_num_queries):
    for person in (cast.zofia, cast.ivo, cast.jurgis)[:followers]:
        follow(person, "lesson", lesson.pk, "instant")
    new = make_lesson(lesson.get_parent(), "Who pays", status="soon")
    new.status = "ready"
    with django_assert_max_num_queries(16):
        tell_lesson(new, None)
