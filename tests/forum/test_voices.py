"""Answers to questions, votes for them, reactions, and the sentence that closes a topic."""

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from community.notifications.models import Notification
from community.people.permissions import TRAINERS
from community.search.models import SearchEntry
from forum import actions, queries
from forum.engine import Post, Topic
from forum.errors import NoAnswer
from forum.models import QuestionVote, Reaction
from tests.kept import kept


@kept
def question(cast, forums) -> Topic:
    """Zofia's question in the open forum, with a reply of Ivo's. Camille is a trainer."""
    cast.camille.groups.set([Group.objects.get_or_create(name=TRAINERS)[0]])
    asked = actions.start_topic(
        cast.zofia, forums.open, subject="Who pays the fee?", content="We cannot.", kind="question"
    )
    actions.reply(cast.ivo, asked, content="The region does.")
    return asked


def first(topic) -> Post:
    return queries.find_post(topic.first_post_id)


def last(topic) -> Post:
    return queries.find_post(topic.posts.order_by("pk").last().pk)


def told() -> list[str]:
    return sorted(Notification.objects.filter(kind="answered").values_list("recipient__display_name", flat=True))


class TestAnswers:
    @pytest.mark.parametrize("who", ["zofia", "ona", "camille"])
    def test_asker_trainer_and_moderator_accept_one_and_take_it_back(self, cast, question, who):
        person = getattr(cast, who)
        actions.accept_answer(person, first(question), last(question))
        assert first(question).detail.answer == last(question)
        actions.withdraw_answer(person, first(question))
        assert first(question).detail.answer is None

    @pytest.mark.parametrize("who", ["ivo", "jurgis", "secretariat"])
    def test_nobody_else_does(self, as_user, cast, question, who):
        with pytest.raises(PermissionDenied):
            actions.accept_answer(getattr(cast, who), first(question), last(question))
        address = reverse("forum:answer_accept", args=[last(question).pk])
        reader = as_user(getattr(cast, who))
        assert reader.post(address, {"question": question.first_post_id}).status_code == 403
        assert "This answers it" not in reader.get(queries.topic_url(question)).text

    def test_a_trainer_settles_nothing_where_they_do_not_read(self, cast, forums, question):
        closed = actions.start_topic(cast.ivo, forums.academy, subject="Ours", content="Who?", kind="question")
        reply = actions.reply(cast.zofia, closed, content="We.")
        with pytest.raises(PermissionDenied):
            actions.accept_answer(cast.camille, first(closed), reply)

    def test_the_question_itself_a_hidden_reply_and_that_of_another_topic_are_no_answer(self, cast, topic, question):
        other = actions.reply(cast.ivo, topic, content="Elsewhere.")
        hidden = actions.reply(cast.ivo, question, content="Rude.")
        actions.hide_post(cast.ona, hidden, "Rude")
        for post in (first(question), other, queries.find_post(hidden.pk)):
            with pytest.raises(NoAnswer):
                actions.accept_answer(cast.zofia, first(question), post)

    def test_it_stands_under_the_question_and_lifts_the_topic_in_the_search(self, as_user, cast, question):
        entry = SearchEntry.objects.get(kind="topic", object_id=str(question.pk))
        assert not entry.answered
        sent = {"question": question.first_post_id}
        page = as_user(cast.zofia).post(
            reverse("forum:answer_accept", args=[last(question).pk]), sent, follow=True
        ).text  # fmt: skip
        assert page.index("We cannot.") < page.index("Answered by Ivo Primjer") < page.index('class="voices"')
        assert "Accepted as the answer" in page
        entry.refresh_from_db()
        assert entry.answered

    def test_with_its_answer_hidden_a_question_waits_everywhere_until_that_is_restored(self, as_user, cast, question):
        def is_open() -> set[bool]:
            lists = (
                "/forum/topics/?show=open",
                f"{queries.forum_url(question.forum)}?show=open",
                "/unanswered/?show=all",
            )
            pages = [as_user(cast.ona).get(address).text for address in lists]
            topic = as_user(cast.jurgis).get(queries.topic_url(question)).text
            found = SearchEntry.objects.get(kind="topic", object_id=str(question.pk))
            return {
                *("Who pays the fee?" in page for page in pages),
                "Answered by" not in topic,
                'value="yes" aria-pressed="false"' in topic,  # "me too"
                not found.answered,
            }

        answer = last(question)
        assert is_open() == {True}
        actions.accept_answer(cast.zofia, first(question), answer)
        assert is_open() == {False}
        actions.hide_post(cast.ona, answer, "Off topic")
        assert is_open() == {True}
        actions.restore_post(cast.ona, answer)
        assert is_open() == {False}
        actions.hide_post(cast.ona, answer, "Off topic")
        better = actions.reply(cast.pekka, question, content="We do.")
        actions.accept_answer(cast.zofia, first(question), better)
        assert is_open() == {False}

    def test_asker_and_voters_hear_of_it_once(self, cast, question):
        for voter in (cast.jurgis, cast.ivo):
            actions.vote_question(voter, first(question))
        actions.accept_answer(cast.ona, first(question), last(question))
        actions.withdraw_answer(cast.ona, first(question))
        actions.accept_answer(cast.ona, first(question), last(question))
        assert told() == ["Jurgis Pavyzdys", "Zofia Przykład"]  # Ivo wrote it


class TestVotes:
    def test_a_member_counts_once_and_takes_it_back(self, as_user, cast, question):
        address = reverse("forum:post_vote", args=[question.first_post_id])
        jurgis = as_user(cast.jurgis)
        for _ in range(2):
            page = jurgis.post(address, {"vote": "yes"}, follow=True).text
        assert first(question).detail.votes == 1
        assert 'name="back" value="yes" aria-pressed="true"' in page
        for _ in range(2):
            jurgis.post(address, {"back": "yes"})
        assert (first(question).detail.votes, QuestionVote.objects.count()) == (0, 0)

    def test_asker_reply_and_answered_question_take_none(self, cast, question):
        for voter, post in ((cast.zofia, first(question)), (cast.jurgis, last(question))):
            with pytest.raises(PermissionDenied):
                actions.vote_question(voter, post)
        actions.accept_answer(cast.zofia, first(question), last(question))
        with pytest.raises(PermissionDenied):
            actions.vote_question(cast.jurgis, first(question))


class TestReactions:
    def test_each_kind_counts_once_per_member_and_tells_nobody(self, as_user, cast, question):
        address, before = reverse("forum:post_react", args=[last(question).pk]), Notification.objects.count()
        jurgis = as_user(cast.jurgis)
        for kind in ("thanks", "tried", "tried"):
            page = jurgis.post(address, {"give": kind}, follow=True).text
        detail = last(question).detail
        assert (detail.thanks_count, detail.agree_count, detail.tried_count) == (1, 0, 1)
        assert page.count('name="take"') == 2
        jurgis.post(address, {"take": "tried"})
        jurgis.post(address, {"take": "tried"})
        assert last(question).detail.tried_count == 0
        assert Notification.objects.count() == before

    def test_a_script_hears_how_many_there_are_now(self, as_user, cast, question):
        def press(person, **words):
            address = reverse("forum:post_react", args=[last(question).pk])
            return as_user(person).post(address, words, headers={"Accept": "application/json"})

        press(cast.zofia, give="tried")
        assert press(cast.jurgis, give="tried").json() == {"pressed": True, "count": 2}
        assert press(cast.jurgis, take="tried").json() == {"pressed": False, "count": 1}
        refused = press(cast.jurgis, give="applause")
        assert (refused.status_code, refused.json()) == (400, {"error": "There is no such reaction."})

    def test_not_of_ones_own_not_of_another_kind_not_as_a_guest(self, client, as_user, cast, question):
        address = reverse("forum:post_react", args=[last(question).pk])
        assert as_user(cast.ivo).post(address, {"give": "thanks"}).status_code == 403
        assert client.post(address, {"give": "thanks"}).status_code == 403
        as_user(cast.jurgis).post(address, {"give": "applause"})
        assert not Reaction.objects.exists()


class TestClosing:
    def test_a_sentence_closes_without_a_bump_and_stands_at_the_top(self, as_user, cast, question):
        before = Topic.objects.get(pk=question.pk)
        page = as_user(cast.zofia).post(
            reverse("forum:topic_close", args=[question.pk]), {"sentence": "We ask the region."}, follow=True
        )
        assert "Closed by Zofia Przykład" in page.text
        assert page.text.index("We ask the region.") < page.text.index("We cannot.")
        after = Topic.objects.get(pk=question.pk)
        assert (after.last_post_on, after.updated, after.posts_count) == (
            before.last_post_on, before.updated, before.posts_count,
        )  # fmt: skip
        assert as_user(cast.ivo).post(reverse("forum:reply", args=[question.pk]), {"content": "But"}).status_code == 403

    def test_without_a_sentence_it_says_so_and_keeps_what_was_typed(self, as_user, cast, question):
        address = reverse("forum:topic_close", args=[question.pk])
        assert "Say in one sentence how it ended" in as_user(cast.zofia).post(address, {"sentence": " "}).text
        page = as_user(cast.zofia).post(address, {"sentence": "x" * 301})
        assert page.status_code == 422
        assert "x" * 301 in page.text
        assert not Topic.objects.get(pk=question.pk).is_locked

    def test_who_closed_it_opens_it_again_but_not_what_a_moderator_closed(self, cast, question):
        actions.close_topic(cast.zofia, question, "Done.")
        actions.reopen_topic(cast.zofia, question)
        topic = queries.find_topic(cast.zofia, question.pk)
        assert (topic.is_locked, topic.detail.closing, topic.detail.closed_at) == (False, "", None)
        actions.close_topic(cast.ona, question, "Enough.")
        with pytest.raises(PermissionDenied):
            actions.reopen_topic(cast.zofia, question)

    def test_others_do_not_close_it(self, cast, question):
        for person in (cast.ivo, cast.jurgis):
            with pytest.raises(PermissionDenied):
                actions.close_topic(person, question, "Mine now.")
        with pytest.raises(ValidationError):
            actions.close_topic(cast.zofia, question, "\u3164")


class TestReadingOn:
    def test_a_line_says_what_is_new_and_the_way_leads_to_it(self, as_user, cast, question):
        jurgis = as_user(cast.jurgis)
        jurgis.get(queries.topic_url(question))
        fresh = [actions.reply(cast.ivo, question, content=f"More {number}") for number in range(2)]
        way = jurgis.get(reverse("forum:topic_continue", args=[question.pk]))
        assert way.url.endswith(f"#post-{fresh[0].pk}")
        page = jurgis.get(queries.topic_url(question)).text
        assert "2 new since" in page
        assert page.index("The region does.") < page.index("2 new since") < page.index("More 0")
        assert "new since" not in jurgis.get(queries.topic_url(question)).text

    def test_the_first_page_of_two_leaves_the_second_unread(self, as_user, cast, forums, question):
        for number in range(25):
            actions.reply(cast.ivo, question, content=f"More {number}")
        jurgis = as_user(cast.jurgis)
        jurgis.get(queries.topic_url(question))
        assert "topic-row--unread" in jurgis.get(queries.forum_url(forums.open)).text
        assert "?page=2#post-" in jurgis.get(reverse("forum:topic_continue", args=[question.pk])).url
        jurgis.get(queries.topic_url(question), {"page": 2})
        assert "topic-row--unread" not in jurgis.get(queries.forum_url(forums.open)).text
