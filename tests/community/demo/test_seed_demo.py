"""The demo world: everything that demo-data asks for, once, and again without a change."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.utils import timezone

from cms.models import CoursePage, LessonPage
from community.demo.dates import Dates
from community.demo.logins import LOGINS, PASSWORD
from community.demo.talks import clinic_hours
from community.live.models import Question, Reaction, Room
from community.people.models import User
from events.academy.models import EditionRoom
from events.models import TalkPage
from forum.engine import Topic
from forum.queries import topic_for
from tests.kept import kept


@kept
def world() -> None:
    call_command("seed_demo", verbosity=0)


def in_the_demo_world(test):
    return pytest.mark.demo(pytest.mark.usefixtures("world")(test))


def rows() -> dict[str, int]:
    ours = [model for model in apps.get_models() if not model._meta.app_label.startswith("django_tasks")]
    return {model._meta.label: model._default_manager.count() for model in ours}


@in_the_demo_world
def test_a_second_run_changes_nothing():
    before = rows()
    call_command("seed_demo", verbosity=0)
    assert rows() == before


@in_the_demo_world
def test_the_five_reviewers_can_sign_in(rf):
    for _role, email in LOGINS:
        assert authenticate(rf.get("/"), email=email, password=PASSWORD), email


@in_the_demo_world
def test_everybody_and_everything_is_there():
    assert User.objects.count() == 24
    assert TalkPage.objects.count() == 27
    assert Topic.objects.filter(first_post__detail__client_id__isnull=False).count() == 30
    assert Topic.objects.get(subject__startswith="Introduce your cluster").posts.count() == 61


@in_the_demo_world
def test_the_short_course_is_complete():
    course = CoursePage.objects.get(slug="cluster-management-101")
    lessons = LessonPage.objects.descendant_of(course)
    assert lessons.count() == 6
    for lesson in lessons:
        words = " ".join(str(block.value) for block in lesson.body if block.block_type == "text").split()
        assert len(words) >= 300, lesson.title


@in_the_demo_world
def test_the_talk_of_june_2024_is_told_as_the_source_tells_it():
    talk = TalkPage.objects.get(slug="cluster-management-101")
    assert talk.starts_at.isoformat() == "2024-06-19T06:30:00+00:00"
    assert [speaker.name for speaker in talk.speakers.all()] == [
        "Manuel Seuffert", "Johan Wasberg", "Nóra Szirmai", "Zsolt Keresztúri",
    ]  # fmt: skip
    assert not any(speaker.user for speaker in talk.speakers.all())
    assert [material.edition_label[:3] for material in talk.materials.all()] == ["1st", "2nd", "3rd"]


@in_the_demo_world
def test_one_room_is_live_now_with_a_question_on_stage():
    room = Room.objects.timed().open_now().get()
    states = list(room.questions.values_list("state", flat=True))
    assert states.count("answering") == 1
    assert states.count("pending") == 3


@in_the_demo_world
def test_the_clinic_shows_everything_that_a_room_can(client):
    room = Room.objects.get(slug="drop-in-clinic")
    assert sorted(poll.state for poll in room.polls.select_related("room")) == ["closed", "closed", "draft", "open"]
    assert room.messages.exclude(reply_to=None).count() == 2
    assert room.attendees.filter(user=None).count() == 2
    assert room.questions.exclude(label="").count() == 5
    merged = room.questions.get(state="merged")
    assert merged.merged_into.state == "answering"
    assert Reaction.objects.filter(message__room=room).count() > 10


@in_the_demo_world
def test_one_room_rehearses_and_its_talk_is_still_to_come():
    room = Room.objects.get(rehearses=True)
    assert room.is_rehearsing
    assert room.messages.count() == 4


@in_the_demo_world
def test_the_lounge_is_open_and_has_been_used():
    lounge = Room.objects.get(slug="lounge")
    assert lounge.phase == "open"
    assert lounge.messages.count() == 6
    assert EditionRoom.objects.filter(edition__status="running", team=0).exists()


@in_the_demo_world
def test_the_last_talk_has_its_moments_in_the_recording(client):
    page = client.get(TalkPage.objects.get(slug="design-as-a-service").url).text
    assert "Answered in the recording" in page
    assert page.count("Play from ") == 10


@in_the_demo_world
def test_the_open_questions_of_the_last_talk_stand_in_its_topic():
    talk = TalkPage.objects.get(slug="design-as-a-service")
    topic = topic_for("talk", talk.pk)
    carried = topic.posts.filter(detail__origin_kind="question").order_by("pk")
    assert [post.detail.votes for post in carried] == [12, 11, 9, 8, 7]
    assert Question.objects.filter(state="carried").count() == 4
    answered = Question.objects.get(state="answered_in_forum")
    assert topic.posts.get(detail__origin_id=str(answered.pk)).detail.answer.poster.display_name == "Uxía Exemplo"


@pytest.mark.parametrize(
    ("anchor", "moved"),
    [(date(2026, 11, 21), 0), (date(2026, 12, 4), 0), (date(2026, 12, 5), 14), (date(2026, 11, 20), -14)],
)
def test_the_dates_move_by_whole_fortnights(anchor, moved):
    assert Dates.for_anchor(anchor).shift == timedelta(days=moved)
    assert Dates.for_anchor(anchor).day("2024-06-19", historic=True) == date(2024, 6, 19)


@pytest.mark.parametrize("hour", range(24))
def test_the_clinic_runs_now_at_any_hour(hour):
    now = timezone.now().replace(hour=hour, minute=59)
    day, start, end, _zone = clinic_hours(now)
    assert start < end
    assert isinstance(day, date)
