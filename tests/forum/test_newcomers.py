"""The first post of somebody new waits for a moderator; nobody else finds a trace of it until then."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from community.moderation.actions import Grounds, decide_waiting, reverse_decision
from community.moderation.models import AuditEntry, Decision
from community.notifications.models import MailJob, Notification
from community.notifications.outbox import send_due
from community.people.models import User
from community.search.queries import find
from forum import actions, queries
from forum.engine import Forum, Post, Topic
from tests.forum.conftest import ACADEMY
from tests.forum.test_moderating import numbers_are_those_of_machina

pytestmark = pytest.mark.embedded

WORD = "bittern"
REFUSED = {"reject": "send", "ground": "rules", "reason": "Advertising is not for this forum."}


@pytest.fixture(autouse=True)
def _newcomers_wait(settings):
    settings.NEWCOMERS_WAIT = True


@pytest.fixture
def newcomer(as_user, cast):
    return as_user(cast.jurgis)


def fresh(user):
    return User.objects.get(pk=user.pk)


@pytest.fixture
def told(cast, forums):
    """Zofia, a participant of an edition, follows the forum and has asked something."""
    actions.set_forum_members(forums.academy, ACADEMY, users=[cast.zofia, cast.ivo])
    return actions.start_topic(cast.zofia, forums.open, subject="Members who do not pay", content="What do you do?")


@pytest.fixture
def reply(newcomer, cast, told):
    newcomer.post(reverse("forum:reply", args=[told.pk]), {"content": f"A {WORD} @Zofia-Przykład @Ivo-Primjer"})
    return Post.objects.get(poster=cast.jurgis)


@pytest.fixture
def topic(newcomer, cast, forums):
    address = reverse("forum:topic_new", args=[forums.open.pk, forums.open.slug])
    words = {"subject": f"The {WORD}", "kind": "discussion", "language": "en", "content": "Words"}
    page = newcomer.post(address, words, follow=True)
    assert "A moderator reads the first post of everybody who is new" in page.text
    return Topic.objects.get(poster=cast.jurgis)


def pages(topic):
    forum = queries.forum_url(topic.forum)
    of_it = [queries.topic_url(topic), queries.post_url(topic.first_post), forum, f"/forum/{topic.forum_id}/feed.atom"]
    elsewhere = ["/forum/", "/forum/feed.atom", "/forum/topics/", "/search/?q=words", "/notifications/", "/"]
    return [*of_it, *elsewhere, f"/members/{topic.poster_id}/"]


class TestWhileItWaits:
    def test_its_author_sees_it_and_nobody_else_does_anywhere(self, client, newcomer, as_user, cast, told, topic):
        for reader in (client, as_user(cast.zofia), as_user(cast.secretariat)):
            for address in pages(topic):
                assert WORD not in reader.get(address, follow=True).text.lower(), address
        assert find(cast.zofia, WORD) == []
        assert "Waiting for a moderator" in newcomer.get(queries.topic_url(topic)).text
        assert WORD in newcomer.get(queries.forum_url(topic.forum)).text

    def test_a_reply_is_in_no_count_search_news_or_mail(self, as_user, cast, told, reply):
        assert not reply.approved
        assert numbers_are_those_of_machina()
        assert Topic.objects.get(pk=told.pk).posts_count == 1
        page = as_user(cast.zofia).get(queries.topic_url(told)).text
        assert WORD not in page
        assert find(cast.zofia, WORD) == []
        assert not Notification.objects.exclude(kind="waiting").exists()
        send_due()
        assert {address for letter in mail.outbox for address in letter.to} <= {cast.ona.email}

    def test_its_author_finds_it_on_the_right_page_of_a_long_topic(self, newcomer, cast, told):
        for number in range(19):
            actions.reply(cast.zofia, told, content=f"Words {number}")
        newcomer.post(reverse("forum:reply", args=[told.pk]), {"content": f"A {WORD}"})
        post = Post.objects.get(poster=cast.jurgis)
        page = newcomer.get(queries.post_url(post), follow=True)
        assert page.redirect_chain[-1][0].startswith(f"{queries.topic_url(told)}?page=2")
        assert WORD in page.text

    def test_it_stands_in_the_one_queue_and_moderators_are_told(self, as_user, cast, told, reply):
        page = as_user(cast.ona).get("/moderation/").text
        assert "Jurgis Pavyzdys waits for it to be published" in page
        address = Notification.objects.get(recipient=cast.ona, kind="waiting").url
        assert WORD in as_user(cast.ona).get(address).text
        assert as_user(cast.zofia).get(address).status_code == 404


class TestWhoIsNew:
    def test_members_of_an_edition_roles_and_speakers_never_wait(self, cast, forums, told):
        for author in (cast.zofia, cast.ona, cast.secretariat):
            assert actions.reply(fresh(author), told, content="Words").approved
        assert not actions.reply(fresh(cast.pekka), told, content="Words").approved
        from tests.community.live.making import open_clinic  # noqa: PLC0415 - makes Pekka a speaker only here

        open_clinic(cast)
        assert actions.reply(fresh(cast.pekka), told, content="Words").approved

    def test_a_community_may_switch_it_off(self, settings, cast, told):
        settings.NEWCOMERS_WAIT = False
        assert actions.reply(cast.jurgis, told, content="Words").approved


class TestWhenItIsRead:
    def test_it_is_published_as_if_it_were_written_now(self, as_user, cast, told, reply, time_machine):
        later = timezone.now() + timedelta(hours=5)
        time_machine.move_to(later, tick=False)
        as_user(cast.ona).post(reverse("moderation:waiting", args=["post", reply.pk]), {"approve": "yes"})
        assert Post.objects.get(pk=reply.pk).created == later
        kinds = Notification.objects.exclude(kind="waiting").values_list("recipient__display_name", "kind")
        assert sorted(kinds) == [("Ivo Primjer", "mention"), ("Zofia Przykład", "mention")]
        assert MailJob.objects.filter(notification__kind="mention").count() == 2
        assert [entry.kind for entry in find(cast.zofia, WORD)] == ["post"]
        assert numbers_are_those_of_machina()
        assert AuditEntry.objects.get().action == "post.approve"

    def test_from_then_on_its_author_writes_like_everybody(self, cast, told, reply):
        actions.approve_post(cast.ona, reply)
        assert fresh(cast.jurgis).trusted_at
        assert actions.reply(fresh(cast.jurgis), told, content="Again").approved

    def test_a_topic_counts_once_it_is_there(self, client, cast, topic):
        decide_waiting(cast.ona, "post", topic.first_post_id)
        assert client.get(queries.topic_url(topic)).status_code == 200
        forum = Forum.objects.get(pk=topic.forum_id)
        assert (forum.direct_topics_count, forum.direct_posts_count) == (1, 1)

    def test_a_refusal_is_a_decision_with_reasons_that_can_be_taken_back(self, client, newcomer, as_user, cast, topic):
        address = reverse("moderation:waiting", args=["post", topic.first_post_id])
        assert "This field is required" in as_user(cast.ona).post(address, {**REFUSED, "reason": ""}).text
        as_user(cast.ona).post(address, REFUSED)
        decision = Decision.objects.get()
        assert (decision.outcome, decision.author) == ("reject", cast.jurgis)
        page = newcomer.get(queries.topic_url(topic)).text
        assert "A moderator did not publish this topic" in page
        assert "Advertising is not for this forum." in newcomer.get(decision.get_absolute_url()).text
        assert client.get(queries.topic_url(topic)).status_code == 404
        assert "Nothing is waiting." in as_user(cast.ona).get("/moderation/").text
        assert not fresh(cast.jurgis).trusted_at
        reverse_decision(cast.ona, decision, "It was none.")
        assert client.get(queries.topic_url(topic)).status_code == 200
        assert numbers_are_those_of_machina()

    def test_two_moderators_decide_once(self, cast, topic):
        decide_waiting(cast.ona, "post", topic.first_post_id)
        with pytest.raises(Exception, match="already decided"):
            decide_waiting(cast.ona, "post", topic.first_post_id, Grounds("Too late"))
