"""What exists once a talk is published: the room, the topic, the search entry, each once (A15.3)."""

from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from community.live.actions import change_room, keep_room_open
from community.live.models import Room
from community.notifications.actions import follow
from community.notifications.models import MailJob, Notification
from community.search import queries as search
from events.actions import open_talk
from events.models import SeriesPage, Speaker, TalkPage
from forum.digests import followed
from forum.engine import Topic
from forum.queries import topic_for
from tests.events.making import WEDNESDAY, make_series, make_talk, moment, new_talk
from tests.events.test_times import typed
from tests.kept import kept

pytestmark = pytest.mark.django_db


@kept
def series(cast):
    return make_series(cadence="Every second Wednesday", target_group="Cluster managers")


def test_the_room_opens_a_quarter_of_an_hour_before_and_closes_a_quarter_after(series):
    talk = make_talk(series)
    room = talk.room
    assert (room.slug, room.title, room.home_url) == (talk.slug, talk.title, talk.url)
    assert talk.starts_at - room.opens_at == room.closes_at - talk.ends_at == timedelta(minutes=15)


def test_speakers_with_accounts_have_their_roles_in_the_room(series, cast):
    talk = make_talk(
        series, speakers=[Speaker(name="Pekka", user=cast.pekka), Speaker(name="Ona", user=cast.ona, is_moderator=True)]
    )
    assert [(speaker.name, speaker.user) for speaker in talk.room.speakers.all()] == [
        ("Pekka", cast.pekka),
        ("Ona", cast.ona),
    ]
    assert set(talk.room.moderators.all()) == {cast.ona}


def test_the_topic_begins_with_the_questions_and_links_both_ways(client, series):
    talk = make_talk(series, "Who pays?", teaser="Money.", questions="Who pays today?\nWho should?")
    topic = topic_for("talk", talk.pk)
    assert "1. Who pays today?" in topic.first_post.content.raw
    assert topic.detail.anchor_url == talk.url
    assert f"/forum/topic/{topic.pk}-" in client.get(talk.url).content.decode()


def test_whoever_follows_the_series_hears_of_a_new_talk_once_or_reads_it_in_the_digest(series, cast):
    for person, level in ((cast.zofia, "instant"), (cast.pekka, "digest"), (cast.ivo, "mute")):
        follow(person, "series", series.pk, level)
    yesterday = timezone.now() - timedelta(days=1)
    talk = make_talk(series, "Who pays?")
    open_talk(talk)
    told = Notification.objects.get()
    assert (told.recipient, told.follow_kind, told.follow_id) == (cast.zofia, "series", str(series.pk))
    assert "Who pays?" in told.title
    assert MailJob.objects.get().notification == told
    in_digest = {
        person: [item.title for item in followed(person, yesterday).items] for person in (cast.pekka, cast.ivo)
    }
    assert in_digest == {cast.pekka: ["Who pays?"], cast.ivo: []}


def test_publishing_again_changes_times_and_titles_and_makes_nothing_new(series):
    talk = make_talk(series)
    talk.title, talk.start = "A better title", time(9)
    talk.save_revision().publish()
    open_talk(talk)
    assert (Room.objects.count(), Topic.objects.count()) == (1, 1)
    room = Room.objects.get()
    assert (room.title, room.opens_at) == ("A better title", moment(WEDNESDAY, "08:45"))


def test_a_typo_corrected_on_the_page_leaves_what_moderators_changed_in_the_room(series, cast, time_machine):
    talk = make_talk(series)
    time_machine.move_to(talk.starts_at, tick=False)
    change_room(cast.ona, talk.room, chat_enabled=False, qa_enabled=True, pre_moderation=True, slow_seconds=30)
    open_until = keep_room_open(cast.ona, talk.room, 30).closes_at
    talk.title = "A better title"
    talk.save_revision().publish()
    room = Room.objects.get()
    assert (room.title, room.chat_enabled, room.pre_moderation, room.slow_seconds, room.closes_at) == (
        "A better title",
        False,
        True,
        30,
        open_until,
    )
    talk.end = time(13)
    talk.save_revision().publish()
    room = Room.objects.get()
    assert (room.closes_at, room.chat_enabled) == (moment(WEDNESDAY, "13:15"), False)


def test_a_new_address_keeps_the_room(series):
    talk = make_talk(series)
    talk.slug = "somewhere-else"
    talk.save_revision().publish()
    assert [room.slug for room in Room.objects.all()] == ["between-the-sessions"]
    assert Room.objects.get().home_url == "/talks/eu-clusters-talk/somewhere-else/"


def test_two_talks_of_one_name_have_a_room_each(series):
    other = make_series("Drop-in clinic")
    first, second = make_talk(series, "Welcome"), make_talk(other, "Welcome")
    assert (first.room.slug, second.room.slug) == ("welcome", "drop-in-clinic-welcome")


def test_a_draft_has_neither_and_unpublishing_keeps_both(series):
    draft = new_talk("Draft")
    draft.live = False
    series.add_child(instance=draft)
    draft.save_revision()
    assert (Room.objects.count(), Topic.objects.count()) == (0, 0)
    talk = make_talk(series)
    talk.unpublish()
    assert (Room.objects.count(), Topic.objects.count()) == (1, 1)


def test_a_talk_planned_for_later_publication_has_no_room_yet(series):
    talk = new_talk("Later")
    talk.live, talk.go_live_at = False, moment(date(2026, 12, 2), "07:00")
    series.add_child(instance=talk)
    talk.save_revision().publish()
    assert not Room.objects.exists()


def test_a_cancelled_talk_takes_no_questions(series):
    room = make_talk(series, status="cancelled").room
    assert (room.chat_enabled, room.qa_enabled) == (False, False)


def test_a_published_talk_is_found_by_its_speakers_without_accents(cast, series):
    talk = make_talk(series, speakers=[Speaker(name="Nóra Szirmai", organisation_text="Innoskart")])
    assert [entry.url for entry in search.find(cast.zofia, "szirmai nora", kinds=["talk"])] == [talk.url]
    talk.unpublish()
    assert not search.find(cast.zofia, "szirmai nora")


# --- The next talk, begun from its series ---------------------------------------------------------------------------


def test_the_next_talk_is_prefilled(series, cast, as_user):
    make_talk(series)
    form = as_user(cast.ona).get(f"/cms/pages/add/events/talkpage/{series.pk}/").context["form"]
    talk = form.instance
    assert (talk.day, talk.start, talk.end) == (date(2026, 12, 9), time(8, 30), time(9, 45))
    assert (talk.organiser, talk.target_group) == ("The secretariat", "Cluster managers")
    agenda = form.formsets["agenda"].forms
    assert [item.initial["minutes"] for item in agenda] == [15, 60]
    assert talk.title == ""


def test_a_moderator_publishes_the_next_talk(series, cast, as_user):
    answer = as_user(cast.ona).post(
        f"/cms/pages/add/events/talkpage/{series.pk}/",
        typed(title="Next", day="2026-12-09", start="08:30", end="09:45"),
    )
    assert answer.status_code == 302
    talk = TalkPage.objects.get(title="Next")
    assert talk.live
    assert topic_for("talk", talk.pk).poster == cast.ona


def test_an_agenda_that_does_not_fill_the_talk_is_remarked(series, cast, as_user):
    items = {"agenda-TOTAL_FORMS": 1, "agenda-0-minutes": 80, "agenda-0-title": "All", "agenda-0-kind": "panel"}
    fields = typed(title="Long", day="2026-12-09", start="08:30", end="09:45", **items, **{"agenda-0-ORDER": 1})
    answer = as_user(cast.ona).post(f"/cms/pages/add/events/talkpage/{series.pk}/", fields, follow=True)
    assert "The agenda takes 80 minutes, the talk 75." in answer.content.decode()


def test_members_do_not_add_talks(series, cast, as_user):
    assert as_user(cast.zofia).get(f"/cms/pages/add/events/talkpage/{series.pk}/").status_code in (302, 403)
    assert SeriesPage.objects.count() == 1
