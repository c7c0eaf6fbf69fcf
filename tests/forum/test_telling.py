"""Who hears of what is written, and how the mails about a topic make one thread."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from community.notifications.actions import follow, mark_all_read, set_preferences, unfollow
from community.notifications.models import Follow, Level, MailJob, Notification
from community.notifications.outbox import send_due
from community.notifications.queries import level_of, unread_count
from community.people.models import Ecosystem, User
from forum import actions, following
from forum.access import forget_access
from forum.queries import topic_url
from tests.forum.conftest import ACADEMY

pytestmark = pytest.mark.embedded

LATER = timedelta(minutes=6)


def told(user):
    return [(one.kind, one.object_id) for one in Notification.objects.of(user).order_by("pk")]


def send_later(wait=LATER):
    with time_machine.travel(timezone.now() + wait):
        return send_due()


class TestFollowingByTakingPart:
    def test_who_starts_or_writes_follows_at_once(self, cast, topic):
        actions.reply(cast.ivo, topic, content="We call them.")
        assert level_of(cast.zofia, "topic", topic.pk) == level_of(cast.ivo, "topic", topic.pk) == "instant"
        assert Follow.objects.count() == 2

    def test_but_not_who_muted_it(self, cast, topic):
        follow(cast.ivo, "topic", topic.pk, "mute")
        actions.reply(cast.ivo, topic, content="We call them.")
        assert level_of(cast.ivo, "topic", topic.pk) == "mute"


class TestReplies:
    @pytest.mark.parametrize(("level", "hears"), [("instant", True), ("digest", False), ("mute", False), ("", False)])
    def test_each_level(self, cast, topic, level, hears):
        unfollow(cast.zofia, "topic", topic.pk)
        if level:
            follow(cast.zofia, "topic", topic.pk, level)
        post = actions.reply(cast.ivo, topic, content="We call them.")
        assert told(cast.zofia) == ([("reply", str(post.pk))] if hears else [])

    def test_following_the_forum_tells_of_topics_and_not_of_replies(self, cast, topic):
        follow(cast.pekka, "forum", topic.forum_id, "instant")
        other = actions.start_topic(cast.ivo, topic.forum, subject="Dues", content="How much?")
        actions.reply(cast.zofia, other, content="A lot.")
        assert told(cast.pekka) == [("topic", str(other.first_post_id))]

    def test_an_ecosystem_tells_of_its_topics(self, cast, topic):
        textile = Ecosystem.objects.order_by("pk").first() or Ecosystem.objects.create(code="textile", name="Textile")
        follow(cast.pekka, "ecosystem", textile.pk, "instant")
        from forum.announcing import announce_post  # noqa: PLC0415 - told again, as a topic with its ecosystem is

        topic.detail.ecosystems.add(textile)
        announce_post(topic.first_post)
        assert told(cast.pekka) == [("topic", str(topic.first_post_id))]

    def test_a_muted_forum_is_quiet_but_for_topics_that_one_follows(self, cast, topic):
        follow(cast.zofia, "forum", topic.forum_id, "mute")
        actions.start_topic(cast.ivo, topic.forum, subject="Dues", content="@Zofia-Przykład, how much?")
        assert told(cast.zofia) == []
        actions.reply(cast.ivo, topic, content="We call them.")
        assert len(told(cast.zofia)) == 1


class TestSpokenTo:
    def test_the_mentioned_hear_once_and_not_as_a_reply(self, cast, topic):
        post = actions.reply(cast.ivo, topic, content="Ask @Zofia-Przykład and @Pekka-Esimerkki")
        assert told(cast.zofia) == told(cast.pekka) == [("mention", str(post.pk))]

    def test_not_when_they_muted_it(self, cast, topic):
        follow(cast.pekka, "topic", topic.pk, "mute")
        actions.reply(cast.ivo, topic, content="Ask @Pekka-Esimerkki")
        assert told(cast.pekka) == []

    def test_an_outsider_of_a_private_forum_hears_nothing(self, cast, private_topic):
        actions.reply(cast.ivo, private_topic, content="Ask @Jurgis-Pavyzdys and @Pekka-Esimerkki")
        assert told(cast.jurgis) == []
        assert len(told(cast.pekka)) == 1

    def test_whoever_is_answered_hears_however_they_follow(self, cast, topic):
        follow(cast.zofia, "topic", topic.pk, "digest")
        actions.reply(cast.ivo, topic, content="We call them.", reply_to=topic.first_post)
        assert [kind for kind, _ in told(cast.zofia)] == ["reply_to_you"]

    def test_a_mention_that_comes_with_a_change_is_told(self, cast, topic):
        post = actions.reply(cast.ivo, topic, content="Ask somebody.")
        actions.edit_post(cast.ivo, post, content="Ask @Pekka-Esimerkki and @Zofia-Przykład")
        assert told(cast.pekka) == [("mention", str(post.pk))]
        assert told(cast.zofia) == [("reply", str(post.pk))]  # she had been told


class TestTheMail:
    def test_it_waits_and_says_what_the_post_says_then(self, cast, topic, mailoutbox):
        post = actions.reply(cast.ivo, topic, content="We shout at them.")
        assert send_due() == 0
        actions.edit_post(cast.ivo, post, content="We **call** them.")
        assert send_later() == 1
        (sent,) = mailoutbox
        assert "We call them." in sent.body
        assert "shout" not in sent.message().as_string()
        assert "<strong>call</strong>" in sent.alternatives[0][0]

    def test_longer_for_whoever_likes(self, cast, topic, mailoutbox):
        set_preferences(cast.zofia, mail_wait=30)
        actions.reply(cast.ivo, topic, content="We call them.")
        assert send_later() == 0
        assert send_later(timedelta(minutes=31)) == 1

    def test_not_about_what_was_hidden_meanwhile(self, cast, topic, mailoutbox):
        post = actions.reply(cast.ivo, topic, content="An insult.")
        actions.hide_post(cast.ona, post, "It insults a member.")
        assert send_later() == 0
        assert mailoutbox == []

    def test_not_to_whoever_was_shut_out_meanwhile(self, cast, forums, private_topic, mailoutbox):
        actions.reply(cast.zofia, private_topic, content="Our words.")
        actions.set_forum_members(forums.academy, ACADEMY, users=[cast.zofia])
        assert send_later() == 0

    def test_a_topic_is_one_thread_for_everybody(self, cast, topic, mailoutbox):
        follow(cast.pekka, "forum", topic.forum_id, "instant")
        other = actions.start_topic(cast.zofia, topic.forum, subject="Dues", content="How much?")
        follow(cast.pekka, "topic", other.pk, "instant")
        send_later()
        post = actions.reply(cast.ivo, other, content="A lot.", reply_to=other.first_post)
        send_later()
        first, *others = [sent.message() for sent in mailoutbox]
        assert first["Message-ID"] == f"<topic-{other.pk}@127.0.0.1>"
        assert {sent["To"] for sent in others} == {"zofia@example.org", "pekka@example.org"}
        for sent in others:
            assert sent["Message-ID"] == f"<post-{post.pk}@127.0.0.1>"
            assert sent["In-Reply-To"] == sent["References"] == first["Message-ID"]
            assert sent["List-Id"] == f"Practice <forum-{topic.forum_id}.127.0.0.1>"
            assert sent["Subject"] == "Re: Dues"
            assert sent["From"] == "Ivo Primjer via Intersession <hello@example.org>"

    def test_answering_leads_to_the_composer_after_signing_in(self, cast, client, as_user, private_topic, mailoutbox):
        post = actions.reply(cast.zofia, private_topic, content="Our words.")
        send_later()
        path = f"/notifications/{Notification.objects.of(cast.ivo).get().pk}/go/?answer"
        assert path in mailoutbox[0].body
        assert client.get(path)["Location"].startswith("/account/login/?next=/notifications/")
        composer = as_user(cast.ivo).get(path, follow=True).redirect_chain[-1][0]
        assert composer == f"{topic_url(private_topic)}?page=1&reply={post.pk}#reply"
        assert as_user(cast.jurgis).get(path).status_code == 404


class TestReading:
    def test_opening_the_topic_reads_what_was_told_of_it(self, cast, as_user, topic):
        actions.reply(cast.ivo, topic, content="We call them.")
        page = as_user(cast.zofia).get(topic_url(topic)).text
        assert "hidden><span data-unread-number>0" in page
        assert not Notification.objects.of(cast.zofia).unread().exists()

    def test_the_inbox_says_what_the_posts_say_now(self, cast, as_user, topic):
        post = actions.reply(cast.ivo, topic, content="A secret.")
        actions.reply(cast.ona, topic, content="Other words.")
        assert "2 new replies in" in as_user(cast.zofia).get("/notifications/").text
        actions.edit_post(cast.ivo, post, content="No secret.")
        page = as_user(cast.zofia).get("/notifications/").text
        assert "A secret." not in page
        actions.hide_post(cast.ona, post, "It is one.")
        assert "2 new replies" not in as_user(cast.zofia).get("/notifications/").text


def test_telling_costs_the_same_for_one_follower_and_for_three(cast, topic):
    """A post must not cost more with every follower (peers 3.2)."""

    def cost(content):
        Notification.objects.all().delete()
        for person in (cast.ivo, cast.zofia):
            forget_access(person)
        with CaptureQueriesContext(connection) as captured:
            actions.reply(cast.ivo, topic, content=content)
        return len(captured)

    actions.reply(cast.ivo, topic, content="Before.")
    one = cost("We call them.")
    for person in (cast.pekka, cast.ona, cast.jurgis):
        follow(User.objects.get(pk=person.pk), "topic", topic.pk, "instant")
    assert cost("We write to them.") == one
    assert MailJob.objects.count() == 4


class TestWhatIsOutOfSightForAWhile:
    """A move or a hiding by mistake costs nobody their news, nor the mail that waits."""

    @pytest.fixture
    def reply(self, cast, topic):
        """Zofia has news of a reply."""
        return actions.reply(cast.ivo, topic, content="Two thousand a year")

    def test_a_topic_that_was_moved_away_and_back(self, cast, forums, topic, reply, settings, mailoutbox):
        settings.MAIL_WAITS = timedelta(minutes=5)
        actions.set_forum_members(forums.academy, ACADEMY, users=[cast.ivo])
        later = actions.reply(cast.ivo, topic, content="And a fee to begin with")
        moved = actions.move_topic(cast.ona, topic, forums.academy)
        assert unread_count(cast.zofia) == 0
        actions.move_topic(cast.ona, moved, forums.open)
        assert unread_count(cast.zofia) == 1
        assert not Notification.objects.get(recipient=cast.zofia, object_id=str(later.pk)).folded
        send_later()
        assert [letter for letter in mailoutbox if cast.zofia.email in letter.to]

    @pytest.mark.parametrize("looks", [False, True])
    def test_a_post_that_was_hidden_and_restored(self, cast, reply, as_user, looks):
        actions.hide_post(cast.ona, reply, "By mistake")
        assert unread_count(cast.zofia) == 0
        if looks:
            as_user(cast.zofia).get("/notifications/")
        actions.restore_post(cast.ona, reply)
        assert unread_count(cast.zofia) == 1

    def test_a_topic_that_was_hidden_and_restored_without_one_of_its_posts(self, cast, topic, reply):
        other = actions.reply(cast.ivo, topic, content="Buy now!")
        actions.hide_post(cast.ona, other, "Advertising")
        hidden = actions.hide_topic(cast.ona, topic, "By mistake")
        assert unread_count(cast.zofia) == 0
        actions.restore_topic(cast.ona, hidden)
        assert [row.object_id for row in Notification.objects.of(cast.zofia).unread()] == [str(reply.pk)]

    def test_what_came_meanwhile_and_what_comes_back_are_one(self, cast, forums, private_topic, as_user):
        """Ivo is put out of the academy, looks for his news in vain, and is let in again."""
        ivo = as_user(cast.ivo)
        for words in ("Two thousand a year", "And a fee to begin with"):
            actions.reply(cast.zofia, private_topic, content=words)
        told_before = unread_count(cast.ivo)
        actions.set_forum_members(forums.academy, ACADEMY, users=[cast.zofia, cast.pekka])
        ivo.get("/notifications/")
        assert unread_count(cast.ivo) == 0
        actions.set_forum_members(forums.academy, ACADEMY, users=[cast.zofia, cast.ivo, cast.pekka])
        actions.reply(cast.zofia, private_topic, content="It went well")
        ivo.get("/notifications/")
        rows = Notification.objects.of(cast.ivo).filter(kind="reply")
        assert (told_before, unread_count(cast.ivo)) == (1, 1)
        assert [row.folded for row in rows.unread().order_by("pk")] == [True, True, False]

    def test_what_was_read_stays_read(self, cast, topic, reply):
        mark_all_read(cast.zofia)
        actions.hide_post(cast.ona, reply, "By mistake")
        actions.restore_post(cast.ona, reply)
        assert unread_count(cast.zofia) == 0


def test_each_news_of_a_mail_goes_by_what_it_came_from(cast, topic, settings, mailoutbox, monkeypatch):
    """Who heard of the first as one of a lesson, and has muted that since, follows the topic of the second."""
    settings.MAIL_WAITS = timedelta(minutes=5)
    monkeypatch.setattr(following, "_more_places", [(lambda topic: [("lesson", "7")], True)])
    Follow.objects.create(user=cast.ivo, kind="lesson", object_id="7", level=Level.INSTANT)
    actions.reply(cast.pekka, topic, content="The first of two")
    Follow.objects.filter(user=cast.ivo, kind="lesson").update(level=Level.MUTE)
    follow(cast.ivo, "topic", topic.pk, "instant")
    actions.reply(cast.jurgis, topic, content="The second of two")
    send_later()
    (letter,) = [letter for letter in mailoutbox if cast.ivo.email in letter.to]
    assert "The second of two" in letter.body
    assert "The first of two" not in letter.body
