"""The digest: for the absent who chose it, once per period, with nothing in it that they may not read."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.notifications import digest, outbox
from community.notifications.actions import follow, set_preferences, write_digests
from community.notifications.digest import Item, Section
from community.notifications.models import Digest, MailJob
from community.notifications.outbox import send_due
from community.people.models import Ecosystem, User
from community.people.visits import note_visit
from forum import actions
from forum.models import TopicDetail
from tests.events.making import make_series, make_talk
from tests.forum.conftest import ACADEMY, CANARY, forums, private_topic, topic  # noqa: F401

MONDAY = datetime.fromisoformat("2026-11-30T07:30+01:00")
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def away(cast):
    """Everybody joined long ago, and has not been here for a month."""
    User.objects.update(date_joined=MONDAY - timedelta(days=90), last_login=MONDAY - timedelta(days=30))
    return cast


@pytest.fixture
def only_ours():
    """One section that is ours, instead of those of the floors above."""
    kept = dict(digest._sections)
    digest._sections.clear()
    items = [Item("A club", "/clubs/1/?a=b&c", "On Friday")]
    digest.register("ours", lambda user, since: Section("Clubs", list(items)), order=1)
    yield items
    digest._sections.clear()
    digest._sections.update(kept)


def on(moment):
    return time_machine.travel(moment, tick=False)


def write_and_send(moment=MONDAY):
    with on(moment):
        write_digests()
        return send_due()


class TestWhoGetsOne:
    @pytest.mark.parametrize(
        ("cadence", "moment", "sent"),
        [
            ("daily", MONDAY, 1),
            ("daily", TUESDAY, 1),
            ("weekly", MONDAY, 1),
            ("weekly", TUESDAY, 0),
            ("never", MONDAY, 0),
            ("", MONDAY, 0),
        ],
    )
    def test_whoever_chose_it(self, away, only_ours, cadence, moment, sent):
        set_preferences(away.zofia, digest=cadence)
        assert write_and_send(moment) == sent

    def test_following_in_the_digest_is_choosing_it(self, away, only_ours, topic):  # noqa: F811
        follow(away.pekka, "topic", topic.pk, "digest")
        assert write_and_send() == 1
        assert Digest.objects.get().user == away.pekka

    @pytest.mark.parametrize("was_here", [{"last_login": MONDAY}, {"last_seen_at": MONDAY - timedelta(days=2)}])
    def test_nobody_who_was_here_since(self, away, only_ours, was_here):
        set_preferences(away.zofia, digest="weekly")
        User.objects.filter(pk=away.zofia.pk).update(**was_here)
        assert write_and_send() == 0
        assert not Digest.objects.exists()

    def test_not_whoever_came_back_before_it_went_out(self, away, only_ours, mailoutbox):
        set_preferences(away.zofia, digest="weekly")
        with on(MONDAY):
            assert write_digests() == 1
            note_visit(User.objects.get(pk=away.zofia.pk))
            assert send_due() == 0
        assert MailJob.objects.get().state == "skipped"

    def test_not_before_the_morning_nor_in_the_evening(self, away, only_ours):
        set_preferences(away.zofia, digest="weekly")
        for hours in (-1, 12):
            with on(MONDAY + timedelta(hours=hours)):
                assert write_digests() == 0

    def test_one_per_period_however_often_it_is_written(self, away, only_ours, mailoutbox, monkeypatch):
        set_preferences(away.zofia, digest="weekly")
        with on(MONDAY):
            assert write_digests() == 1
            assert write_digests() == 0
            job = MailJob.objects.get()
            assert outbox._take(job.pk) is not None
            assert send_due() == 0  # another worker has it in hand
        assert write_and_send(MONDAY + timedelta(minutes=10)) == 1
        assert write_and_send(MONDAY + timedelta(days=7)) == 1
        assert [sent.to for sent in mailoutbox] == [["zofia@example.org"]] * 2

    def test_many_take_no_more_queries_than_one(self, away, only_ours, django_assert_num_queries):
        set_preferences(away.zofia, digest="daily")
        with on(MONDAY), django_assert_num_queries(7):  # one more asks for the weekly ones
            assert write_digests() == 1
        for person in (away.ivo, away.pekka, away.jurgis):
            set_preferences(person, digest="daily")
        with on(TUESDAY), django_assert_num_queries(6):
            assert write_digests() == 4


class TestTheMail:
    def test_nothing_to_tell_is_no_mail(self, away, only_ours, mailoutbox):
        only_ours.clear()
        set_preferences(away.zofia, digest="weekly")
        assert write_and_send() == 0
        assert mailoutbox == []

    def test_it_can_be_ended_and_leads_in_by_signing_in(self, away, only_ours, mailoutbox, client, as_user):
        set_preferences(away.zofia, digest="weekly")
        write_and_send()
        (sent,) = mailoutbox
        assert sent.subject == "Your digest: A club"
        headers = sent.message()
        assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        link = "/account/login/?next=%2Fclubs%2F1%2F%3Fa%3Db%26c"
        assert link in sent.body
        assert client.get(link).status_code == 200
        assert as_user(away.zofia).get(link)["Location"] == "/clubs/1/?a=b&c"
        client.post(headers["List-Unsubscribe"].strip(" <>"))
        assert write_and_send(MONDAY + timedelta(days=7)) == 0


class TestTheForumInIt:
    """What of the forum one may read at that moment, without what is muted or read."""

    @pytest.fixture
    def week(self, away, topic, private_topic):  # noqa: F811
        asked = actions.start_topic(
            away.pekka, topic.forum, subject="How do dues work?", content="How?", kind="question"
        )
        actions.reply(away.ivo, topic, content="We call them.")
        return asked

    def words_for(self, person):
        sections = digest.sections_for(User.objects.get(pk=person.pk), timezone.now() - timedelta(days=7))
        return {section.title: [item.title for item in section.items] for section in sections}

    def test_own_questions_and_what_others_write(self, away, week):
        words = self.words_for(away.pekka)
        assert words["Your open questions"] == ["How do dues work?"]
        assert "Members who do not pay" in words["Worth reading"]
        assert "How do dues work?" not in words["Worth reading"]

    def test_nothing_private_for_outsiders(self, away, week, forums):  # noqa: F811
        assert CANARY in str(self.words_for(away.pekka))
        assert CANARY not in str(self.words_for(away.jurgis))
        actions.set_forum_members(forums.academy, ACADEMY, users=[away.ivo])
        assert CANARY not in str(self.words_for(away.pekka))

    def test_nothing_muted_and_nothing_hidden(self, away, week, topic):  # noqa: F811
        follow(away.jurgis, "topic", topic.pk, "mute")
        assert self.words_for(away.jurgis)["Worth reading"] == ["How do dues work?"]
        actions.hide_topic(away.ona, week, "Spam.")
        assert "Worth reading" not in self.words_for(away.jurgis)

    @pytest.mark.parametrize("place", ["forum", "ecosystem", "series"])
    def test_a_muted_place_is_quiet_but_for_topics_that_one_follows(self, away, week, topic, place):  # noqa: F811
        series, ecosystem = make_series(), Ecosystem.objects.create(code="birds", name="Birds")
        talk = make_talk(series)
        TopicDetail.objects.filter(anchor_id=talk.pk).update(anchor_kind="", anchor_id="")
        TopicDetail.objects.filter(topic=topic).update(anchor_kind="talk", anchor_id=talk.pk)
        TopicDetail.objects.get(topic=topic).ecosystems.add(ecosystem)
        muted = {"forum": topic.forum_id, "ecosystem": ecosystem.pk, "series": series.pk}[place]
        assert topic.subject in str(self.words_for(away.jurgis))
        follow(away.jurgis, place, muted, "mute")
        assert topic.subject not in str(self.words_for(away.jurgis))
        follow(away.jurgis, "topic", topic.pk, "digest")
        assert self.words_for(away.jurgis)["In what you follow"] == [topic.subject]

    def test_what_is_followed_in_the_digest(self, away, week, topic):  # noqa: F811
        follow(away.jurgis, "forum", topic.forum_id, "digest")
        assert set(self.words_for(away.jurgis)["In what you follow"]) == {"How do dues work?", "Members who do not pay"}

    def test_it_costs_the_same_for_one_topic_and_for_three(self, away, week, topic):  # noqa: F811
        def cost():
            reader = User.objects.get(pk=away.jurgis.pk)
            with CaptureQueriesContext(connection) as captured:
                digest.sections_for(reader, timezone.now() - timedelta(days=7))
            return len(captured)

        cost()  # what is remembered from page to page is not what is counted
        before = cost()
        for number in range(2):
            actions.start_topic(away.ivo, topic.forum, subject=f"More {number}", content="Words")
        assert cost() == before <= 12
