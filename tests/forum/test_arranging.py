"""Moving, splitting and joining topics: addresses lead on, everything goes along, nobody reads what they may not."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from community.moderation.models import AuditEntry
from community.notifications import registry
from community.notifications.actions import follow
from community.notifications.models import Follow, MailJob, Notification
from community.notifications.outbox import send_due
from community.notifications.queries import readable, unread_count
from community.search.queries import find
from forum import actions, queries
from forum.engine import Forum, Post, Topic
from forum.errors import CannotJoin, CannotSplit
from forum.models import Anchor, Attachment, Draft, PostDetail, ReadMark
from tests.forum.conftest import same
from tests.forum.test_moderating import numbers_are_those_of_machina
from tests.kept import kept

WORD = "bittern"
ANCHOR = Anchor("talk", "7", "/talks/seven/", "Seven")


@kept
def long_topic(cast, forums):
    """Zofia's question in the open forum, with replies of Ivo, Jurgis and Ivo again."""
    asked = actions.start_topic(cast.zofia, forums.open, subject="Who pays?", content="Who?", kind="question")
    for author, words in ((cast.ivo, "Some"), (cast.jurgis, f"A {WORD} does"), (cast.ivo, f"No {WORD} pays")):
        actions.reply(author, asked, content=words)
    return Topic.objects.get(pk=asked.pk)


@pytest.fixture
def ona(as_user, cast):
    return as_user(cast.ona)


@pytest.fixture
def told_anew(monkeypatch, django_capture_on_commit_callbacks):
    """The members whose pages are told their number of unread news anew by what is done meanwhile."""
    members = set()
    monkeypatch.setattr(registry, "_on_changed", [members.update])

    @contextmanager
    def watching():
        with django_capture_on_commit_callbacks(execute=True):
            yield members

    return watching


def posts_of(topic):
    return list(Post.objects.filter(topic=topic).order_by("created", "pk"))


def split(cast, topic, *posts, forum=None, subject="Do birds pay?"):
    found = [post.pk for post in posts]
    return actions.split_topic(cast.ona, topic, found, subject=subject, forum=forum or topic.forum)


class TestMoving:
    def test_a_moderator_moves_a_topic_by_a_form_and_its_address_stays(self, ona, client, cast, forums, long_topic):
        offers = actions.make_forum("offers", "Offers")
        page = ona.get(queries.topic_url(long_topic)).text
        assert reverse("forum:topic_move", args=[long_topic.pk]) in page
        ona.post(reverse("forum:topic_move", args=[long_topic.pk]), {"forum": offers.pk})
        page = client.get(queries.topic_url(long_topic)).text
        assert "This topic came here from" in page
        assert "Practice" in page
        numbers = dict(Forum.objects.values_list("name", "direct_topics_count"))
        assert (numbers["Practice"], numbers["Offers"]) == (0, 1)
        assert AuditEntry.objects.get().action == "topic.move"
        assert numbers_are_those_of_machina()

    def test_a_private_forum_keeps_all_of_it(self, client, as_user, cast, forums, long_topic):
        attachment = Attachment.objects.create(
            owner=cast.ivo, forum=forums.open, post=posts_of(long_topic)[1], name="a.txt", content_type="text/plain",
            size=1, file="forum_files/a.txt",
        )  # fmt: skip
        actions.move_topic(cast.ona, long_topic, forums.academy)
        mail.outbox.clear()
        MailJob.objects.update(next_try_at=timezone.now())
        send_due()
        assert not [letter for letter in mail.outbox if letter.to == [cast.jurgis.email]]
        assert [entry.kind for entry in find(cast.zofia, WORD)] == ["post", "post"]
        jurgis = as_user(cast.jurgis)
        assert find(cast.jurgis, WORD) == []
        assert readable(cast.jurgis, Notification.objects.of(cast.jurgis)) == []
        missing = jurgis.get("/forum/topic/99999-who/")
        for reader in (client, jurgis):
            for address in (
                queries.topic_url(long_topic),
                *(queries.post_url(post) for post in posts_of(long_topic)),
                reverse("forum:file", args=[attachment.key]),
            ):
                answer = reader.get(address)
                assert answer.status_code == missing.status_code == 404
            for address in ("/forum/", "/forum/topics/", "/forum/feed.atom", "/notifications/", "/search/?q=some"):
                assert "Who pays?" not in reader.get(address, follow=True).text
        attachment.refresh_from_db()
        assert attachment.forum == forums.academy

    def test_whoever_loses_it_is_told_that_nothing_is_new_any_more(self, cast, forums, long_topic, told_anew):
        """The private forum is Zofia's too, not Jurgis'."""
        assert (unread_count(cast.zofia), unread_count(cast.jurgis)) == (1, 1)
        with told_anew() as members:
            actions.move_topic(cast.ona, long_topic, forums.academy)
        assert (unread_count(cast.zofia), unread_count(cast.jurgis)) == (1, 0)
        assert members == {cast.jurgis.pk}

    def test_where_it_came_from_is_named_to_its_readers_only(self, client, as_user, cast, forums, private_topic):
        actions.move_topic(cast.ona, private_topic, forums.open)
        address = queries.topic_url(private_topic)
        assert "This topic came here from another forum" in client.get(address).text
        assert forums.academy.name not in client.get(address).text
        assert forums.academy.name in as_user(cast.zofia).get(address).text

    def test_what_was_skipped_stays_read(self, cast, forums, long_topic):
        actions.mark_all_read(cast.pekka, forums.open)
        actions.move_topic(cast.ona, long_topic, forums.academy)
        assert queries.first_unread(cast.pekka, queries.find_topic(cast.pekka, long_topic.pk)) is None

    def test_only_who_moderates_both_moves(self, as_user, cast, forums, long_topic):
        for person in (cast.zofia, cast.secretariat):
            assert as_user(person).get(reverse("forum:topic_move", args=[long_topic.pk])).status_code == 404
            with pytest.raises(PermissionDenied):
                actions.move_topic(person, long_topic, forums.academy)


class TestSplitting:
    def test_by_ticking_boxes_without_a_script(self, ona, client, cast, forums, long_topic):
        _first, some, bird, no_bird = posts_of(long_topic)
        address = reverse("forum:topic_split", args=[long_topic.pk])
        assert f'value="{bird.pk}"' in ona.get(address).text
        sent = {"subject": "Do birds pay?", "forum": forums.open.pk}
        assert "Choose at least one post" in ona.post(address, sent).text
        page = ona.post(address, {**sent, "posts": [bird.pk], "subject": ""}).text
        assert f'value="{bird.pk}" checked' in page
        ona.post(address, {**sent, "posts": [bird.pk], "rest": "on"})
        new = Topic.objects.get(subject="Do birds pay?")
        assert posts_of(new) == [bird, no_bird]
        assert posts_of(long_topic)[-1] == some
        assert client.get(queries.post_url(no_bird)).url == f"{queries.topic_url(new)}#post-{no_bird.pk}"
        old = client.get(queries.topic_url(long_topic)).text
        assert "2 posts were moved to" in old
        assert "Do birds pay?" in old
        assert "These posts began in" in client.get(queries.topic_url(new)).text
        assert numbers_are_those_of_machina()

    def test_what_was_one_piece_of_news_is_two_for_who_has_read_neither(self, cast, long_topic, told_anew):
        """Zofia's, of three replies; and one again when the topics are joined again."""
        _first, _some, bird, no_bird = posts_of(long_topic)
        assert unread_count(cast.zofia) == 1
        with told_anew() as members:
            new = split(cast, long_topic, bird, no_bird)
        assert unread_count(cast.zofia) == 2
        assert cast.zofia.pk in members
        members.clear()
        with told_anew():
            actions.join_topics(cast.ona, long_topic, new)
        assert unread_count(cast.zofia) == 1
        assert cast.zofia.pk in members

    def test_everything_goes_along(self, cast, forums, long_topic):
        _first, some, bird, no_bird = posts_of(long_topic)
        actions.accept_answer(cast.zofia, queries.find_post(long_topic.first_post_id), queries.find_post(bird.pk))
        actions.add_reaction(cast.zofia, queries.find_post(bird.pk), "thanks")
        actions.mark_read(cast.pekka, long_topic)
        follow(cast.camille, "topic", long_topic.pk, "mute")
        new = split(cast, long_topic, bird, no_bird)
        assert PostDetail.objects.get(post=long_topic.first_post_id).answer is None
        assert PostDetail.objects.get(post=bird).thanks_count == 1
        assert ReadMark.objects.filter(topic=new, user=cast.pekka).exists()
        levels = dict(Follow.objects.filter(kind="topic", object_id=new.pk).values_list("user__email", "level"))
        assert levels[cast.camille.email] == "mute"
        assert levels[cast.zofia.email] == "instant"
        told = Notification.objects.filter(object_id=no_bird.pk, recipient=cast.zofia).get()
        assert (told.thread, told.follow_id, told.folded) == (f"topic:{new.pk}", str(new.pk), False)
        left = Notification.objects.filter(object_id=some.pk, recipient=cast.zofia).get()
        assert (left.thread, left.folded) == (f"topic:{long_topic.pk}", False)
        found = {(entry.kind, entry.title) for entry in find(cast.pekka, WORD)}
        assert found == {("topic", "Do birds pay?"), ("post", "Do birds pay?")}

    def test_mails_of_the_new_topic_hang_on_the_mail_that_began_it(self, cast, long_topic, mailoutbox):
        """Also of replies that had been mailed as answers in the old one; no mail refers to one that nobody got."""
        _first, _some, bird, no_bird = posts_of(long_topic)
        MailJob.objects.update(next_try_at=timezone.now())
        send_due()
        split(cast, long_topic, bird, no_bird)
        new = queries.find_post(bird.pk)
        actions.reply(cast.ivo, new.topic, content="To the first.", reply_to=new)
        actions.reply(cast.ivo, new.topic, content="To the second.", reply_to=queries.find_post(no_bird.pk))
        actions.reply(cast.ivo, new.topic, content="To nobody.")
        MailJob.objects.update(next_try_at=timezone.now())
        before = len(mailoutbox)
        send_due()
        sent = [mail.message() for mail in mailoutbox]
        first, second = f"<post-{bird.pk}@127.0.0.1>", f"<post-{no_bird.pk}@127.0.0.1>"
        names = {mail["Message-ID"] for mail in sent}
        assert {first} <= names
        threads = {mail["References"] for mail in sent[before:]}
        assert threads >= {first}
        assert f"topic-{new.topic_id}@" not in " ".join(map(str, sent[before:]))
        assert {mail["In-Reply-To"] for mail in sent[before:]} <= {first, second}

    def test_a_private_target_is_not_named(self, client, as_user, cast, forums, long_topic):
        new = split(cast, long_topic, posts_of(long_topic)[2], forum=forums.academy, subject=f"Our {WORD}")
        for reader in (client, as_user(cast.jurgis)):
            page = reader.get(queries.topic_url(long_topic)).text
            assert "1 post was moved away" in page
            assert f"Our {WORD}" not in page
            assert reader.get(queries.topic_url(new)).status_code == 404
        assert f"Our {WORD}" in as_user(cast.zofia).get(queries.topic_url(long_topic)).text

    def test_what_cannot_leave_is_said(self, cast, forums, long_topic):
        first = posts_of(long_topic)[0]
        with pytest.raises(CannotSplit, match="The first one stays"):
            split(cast, long_topic, first)
        carried, _made = actions.add_carried_post(
            long_topic, origin_kind="question", origin_id=5, origin_url="/live/x/", author=None, author_name="Somebody",
            content="Carried", votes=0, carried_by=None,
        )  # fmt: skip
        with pytest.raises(CannotSplit, match="belongs to it"):
            split(cast, long_topic, carried)
        with pytest.raises(PermissionDenied):
            actions.split_topic(cast.zofia, long_topic, [first.pk + 1], subject="Mine", forum=forums.open)

    def test_a_line_of_notice_costs_one_query_and_its_topic_alone(
        self, client, cast, long_topic, django_assert_num_queries
    ):
        address = queries.topic_url(long_topic)
        client.get(address)
        with django_assert_num_queries(4):
            client.get(address)
        split(cast, long_topic, posts_of(long_topic)[2])
        split(cast, long_topic, posts_of(long_topic)[2], subject="Once more")
        with django_assert_num_queries(5):
            page = client.get(address).text
        assert page.count('class="moved"') == 2


class TestJoining:
    @pytest.fixture
    def other(self, cast, forums, long_topic):
        """Younger than the long topic, in another forum."""
        topic = actions.start_topic(cast.pekka, forums.academy, subject=f"The {WORD}", content="Who?", kind="question")
        actions.reply(cast.ivo, topic, content="Nobody")
        return Topic.objects.get(pk=topic.pk)

    def test_in_two_steps_and_the_old_address_leads_on(self, ona, client, as_user, cast, long_topic, other):
        address = reverse("forum:topic_join", args=[other.pk])
        assert "There is no topic there" in ona.post(address, {"other": "99999"}).text
        assert "Paste the address" in ona.post(address, {"other": "the long one"}).text
        page = ona.post(address, {"other": f"https://example.org{queries.topic_url(long_topic)}?page=2"}).text
        assert "Everybody who reads Practice" in page
        assert Topic.objects.count() == 2
        ona.post(address, {"other": str(long_topic.pk), "sure": "yes"})
        assert Topic.objects.get() == long_topic
        moved = client.get(queries.topic_url(other))
        assert (moved.status_code, moved.url) == (301, queries.topic_url(long_topic))
        page = client.get(queries.topic_url(long_topic)).text
        assert "2 posts of another topic came here" in page
        assert "Nobody" in page
        reply = as_user(cast.pekka).post(reverse("forum:reply", args=[other.pk]), {"content": "Typed before"})
        assert reply.status_code == 302
        assert posts_of(long_topic)[-1].content.raw == "Typed before"
        assert numbers_are_those_of_machina()

    def test_who_may_not_read_the_target_gets_what_does_not_exist(self, client, cast, forums, long_topic, other):
        actions.join_topics(cast.ona, other, long_topic)
        actions.move_topic(cast.ona, long_topic, forums.academy)
        gone, nothing = client.get(queries.topic_url(other)), client.get("/forum/topic/99999-x/")
        assert gone.status_code == nothing.status_code == 404
        assert same(gone).replace(queries.topic_url(other), "") == same(nothing).replace("/forum/topic/99999-x/", "")

    def test_everything_goes_along(self, as_user, cast, forums, long_topic, other):
        asked = queries.find_post(other.first_post_id)
        actions.vote_question(cast.zofia, asked)
        actions.vote_question(cast.ivo, asked)
        answer = posts_of(other)[1]
        actions.accept_answer(cast.pekka, asked, queries.find_post(answer.pk))
        follow(cast.zofia, "topic", other.pk, "digest")
        Draft.objects.create(user=cast.ivo, topic=other, content="In the new one")
        Draft.objects.create(user=cast.ivo, topic=long_topic, content="In the old one")
        actions.join_topics(cast.ona, long_topic, other)
        question = PostDetail.objects.get(post=long_topic.first_post_id)
        assert (question.votes, question.answer_id) == (1, answer.pk)  # Zofia asked it, so she is no vote
        assert not PostDetail.objects.get(post=asked).asks
        assert Follow.objects.get(user=cast.pekka, kind="topic").object_id == str(long_topic.pk)
        assert Follow.objects.get(user=cast.zofia, kind="topic").level == "instant"
        assert Draft.objects.get(user=cast.ivo).content == "In the old one\n\nIn the new one"
        assert {entry.title for entry in find(cast.jurgis, WORD)} == {"Who pays?"}
        assert as_user(cast.zofia).get(queries.topic_url(long_topic)).status_code == 200

    def test_who_had_read_the_one_finds_the_posts_of_the_other_new(self, cast, long_topic, other):
        Post.objects.filter(topic=long_topic).update(created=timezone.now() - timedelta(hours=2))
        actions.mark_read(cast.zofia, long_topic)
        actions.join_topics(cast.ona, long_topic, other)
        topic = queries.find_topic(cast.zofia, long_topic.pk)
        assert queries.first_unread(cast.zofia, topic) == posts_of(long_topic)[4]

    def test_the_page_of_the_one_leads_to_the_other(self, cast, forums, long_topic):
        about = actions.ensure_topic(ANCHOR, forums.open, author=cast.ona, subject="Seven", content="About it")
        actions.join_topics(cast.ona, about, long_topic)
        assert queries.topic_for("talk", 7) == long_topic

    def test_two_pages_keep_their_topics(self, cast, forums):
        topics = [
            actions.ensure_topic(anchor, forums.open, author=cast.ona, subject="Seven", content="About it")
            for anchor in (ANCHOR, Anchor("talk", "8", "/talks/eight/", "Eight"))
        ]
        with pytest.raises(CannotJoin, match="page of their own"):
            actions.join_topics(cast.ona, *topics)
        with pytest.raises(CannotJoin, match="this topic itself"):
            actions.join_topics(cast.ona, topics[0], topics[0])
        with pytest.raises(PermissionDenied):
            actions.join_topics(cast.secretariat, *topics)


class TestPlaces:
    def test_pinned_topics_stand_above_others_and_announced_ones_above_all(self, ona, client, cast, forums, topic):
        pinned, announced = (
            actions.start_topic(cast.zofia, forums.open, subject=subject, content="Words")
            for subject in ("Pinned one", "Announced one")
        )
        actions.reply(cast.ivo, topic, content="The latest")
        ona.post(reverse("forum:topic_place", args=[pinned.pk]), {"place": "pinned"})
        ona.post(reverse("forum:topic_place", args=[announced.pk]), {"place": "announced"})
        page = client.get(queries.forum_url(forums.open)).text
        assert page.index("Announced one") < page.index("Pinned one") < page.index("Members who do not pay")
        assert "Unpin" in ona.get(queries.topic_url(pinned)).text
        ona.post(reverse("forum:topic_place", args=[pinned.pk]), {"place": "normal"})
        assert ona.post(reverse("forum:topic_place", args=[pinned.pk]), {"place": "x"}).status_code == 404
        assert [entry.after for entry in AuditEntry.objects.filter(action="topic.place")] == [
            {"place": "normal"}, {"place": "announced"}, {"place": "pinned"},
        ]  # fmt: skip

    def test_members_do_not(self, as_user, cast, topic):
        assert (
            as_user(cast.zofia).post(reverse("forum:topic_place", args=[topic.pk]), {"place": "pinned"}).status_code
            == 403
        )
        assert "Moderate this topic" not in as_user(cast.zofia).get(queries.topic_url(topic)).text
