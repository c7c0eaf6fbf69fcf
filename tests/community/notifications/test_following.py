"""What members follow, how closely, and how news of one thread becomes one."""

import pytest
from django.core.exceptions import PermissionDenied

from community.notifications import followables, registry
from community.notifications.actions import follow, follow_unless_decided, mark_read, notify, unfollow
from community.notifications.followables import Followed
from community.notifications.inbox import days_of
from community.notifications.leaving import Exit
from community.notifications.models import Follow, MailJob, Notification
from community.notifications.outbox import send_due
from community.notifications.queries import followers, level_of, unread_count
from community.notifications.registry import Current


@pytest.fixture
def clubs():
    """Clubs that everybody may follow, but for the secret one; and the bulletins of each."""

    def describe(user, ids):
        return {one: Followed(f"Club {one}", f"/clubs/{one}/") for one in ids if one != "secret"}

    def say(user, ids):
        return {
            one: Current(title=f"Bulletin {one}", url=f"/b/{one}/", text="Now", by="Ivo", about="Chess") for one in ids
        }

    followables.register("club", label="Clubs", describe=describe)
    followables.register("game", label="Games", describe=describe, joins=True)
    registry.register("bulletin", current=say, collapsed=lambda n, now: f"{n} bulletins in {now.about}", mail=True)
    yield
    followables.unregister("club")
    followables.unregister("game")
    registry.unregister("bulletin")


def bulletin(recipients, number, **more):
    return notify(recipients, "bulletin", object_id=number, title="Then", url="/", thread="club:1", **more)


class TestFollowing:
    def test_a_level_is_kept_and_changed(self, cast, clubs):
        follow(cast.zofia, "club", 1, "digest")
        follow(cast.zofia, "club", 1, "instant")
        assert followers("club", [1]) == {cast.zofia.pk: "instant"}
        unfollow(cast.zofia, "club", 1)
        assert level_of(cast.zofia, "club", 1) == ""

    def test_of_several_the_strongest_counts(self, cast, clubs):
        for number, level in ((1, "mute"), (2, "instant"), (3, "digest")):
            follow(cast.zofia, "club", number, level)
        assert followers("club", [1, 2, 3]) == {cast.zofia.pk: "instant"}
        assert followers("club", [1, 3]) == {cast.zofia.pk: "digest"}

    def test_what_may_not_be_read_cannot_be_followed(self, cast, clubs):
        with pytest.raises(PermissionDenied):
            follow(cast.zofia, "club", "secret", "instant")

    def test_nor_at_a_level_that_there_is_not(self, cast, clubs):
        with pytest.raises(ValueError, match="no level"):
            follow(cast.zofia, "club", 1, "shout")

    def test_taking_part_changes_no_decision(self, cast, clubs):
        follow(cast.zofia, "club", 1, "mute")
        follow_unless_decided([cast.zofia, cast.ivo], "club", 1)
        assert followers("club", [1]) == {cast.zofia.pk: "mute", cast.ivo.pk: "instant"}


class TestTheControl:
    def test_it_follows_and_leads_back(self, as_user, cast, clubs):
        sent = {"kind": "club", "object_id": "1", "level": "digest", "next": "/search/?q=x"}
        assert as_user(cast.zofia).post("/notifications/follow/", sent)["Location"] == "/search/?q=x"
        assert level_of(cast.zofia, "club", 1) == "digest"

    @pytest.mark.parametrize(
        "back", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:1", ""]
    )
    def test_it_leads_nowhere_else(self, as_user, cast, clubs, back):
        sent = {"kind": "club", "object_id": "1", "level": "mute", "next": back}
        assert as_user(cast.zofia).post("/notifications/follow/", sent)["Location"] == "/notifications/following/"

    @pytest.mark.parametrize(
        ("kind", "pk", "level"), [("club", "secret", "instant"), ("pigeon", "1", "instant"), ("club", "1", "shout")]
    )
    def test_what_there_is_not_cannot_be_found(self, as_user, cast, clubs, kind, pk, level):
        sent = {"kind": kind, "object_id": pk, "level": level}
        assert as_user(cast.zofia).post("/notifications/follow/", sent).status_code == 404
        assert not Follow.objects.exists()

    def test_the_list_shows_what_may_be_read(self, as_user, cast, clubs, django_assert_num_queries):
        client = as_user(cast.zofia)
        Follow.objects.create(user=cast.zofia, kind="club", object_id="secret", level="instant")
        follow(cast.zofia, "club", 1, "instant")
        with django_assert_num_queries(4):
            page = client.get("/notifications/following/").text
        assert "Club 1" in page
        assert "Club secret" not in page
        for number in (2, 3):
            follow(cast.zofia, "club", number, "mute")
        with django_assert_num_queries(4):
            client.get("/notifications/following/")


class TestOneThread:
    def test_unread_news_of_it_is_one_line_and_one_in_the_number(self, cast, clubs):
        for number in (1, 2, 3):
            bulletin([cast.zofia], number)
        assert unread_count(cast.zofia) == 1
        (day,) = days_of(cast.zofia, list(Notification.objects.of(cast.zofia).heads()))
        (line,) = day.lines
        assert line.title == "3 bulletins in Chess"
        assert line.url == "/b/1/"

    def test_reading_the_line_reads_all_of_it(self, cast, clubs):
        for number in (1, 2):
            bulletin([cast.zofia], number)
        mark_read(cast.zofia, Notification.objects.heads().get().pk)
        assert not Notification.objects.unread().exists()
        bulletin([cast.zofia], 3)
        assert unread_count(cast.zofia) == 1

    def test_what_waits_together_is_mailed_together(self, cast, clubs, mailoutbox):
        for number in (1, 2, 3):
            bulletin([cast.zofia, cast.ivo], number)
        assert MailJob.objects.count() == 2
        assert send_due() == 2
        assert mailoutbox[0].subject == "3 bulletins in Chess"
        assert mailoutbox[0].message()["Message-ID"] == "<bulletin-1@127.0.0.1>"
        bulletin([cast.zofia], 4)
        send_due()
        assert mailoutbox[-1].subject == "Bulletin 4"
        assert mailoutbox[-1].message()["References"] == "<club-1@127.0.0.1>"

    def test_a_mail_that_is_on_its_way_takes_nothing_along(self, cast, clubs, mailoutbox):
        """What is told after a worker has begun a mail gets one of its own."""
        bulletin([cast.zofia], 1)
        MailJob.objects.update(lease_until="2999-01-01T00:00Z")
        bulletin([cast.zofia], 2)
        assert MailJob.objects.count() == 2

    @pytest.mark.parametrize("level", ["mute", ""])
    def test_whoever_left_meanwhile_is_not_written_to(self, cast, clubs, mailoutbox, level):
        follow(cast.zofia, "game", 1, "instant")
        bulletin([cast.zofia], 1, because={cast.zofia.pk: ("game", "1")})
        if level:
            follow(cast.zofia, "game", 1, level)
            assert send_due() == 0
        else:
            unfollow(cast.zofia, "game", 1)  # told for another reason, too: this kind does not need the follow
            assert send_due() == 1


class TestWaysOut:
    def test_a_topic_one_joined_is_muted(self, client, cast, clubs):
        follow(cast.zofia, "game", 1, "instant")
        way = Exit(cast.zofia, "game", "1")
        assert "Club 1" in client.get(way.url).text
        assert level_of(cast.zofia, "game", 1) == "instant"
        assert client.post(way.url, {"List-Unsubscribe": "One-Click"}).status_code == 200
        assert level_of(cast.zofia, "game", 1) == "mute"

    def test_anything_else_is_followed_no_more(self, client, cast, clubs):
        follow(cast.zofia, "club", 1, "instant")
        client.post(Exit(cast.zofia, "club", "1").url)
        assert level_of(cast.zofia, "club", 1) == ""

    def test_the_digest_alone(self, client, cast):
        client.post(Exit(cast.zofia, "digest").url)
        assert cast.zofia.notification_preference.digest == "never"
        assert cast.zofia.notification_preference.email_notifications

    def test_it_says_nothing_of_what_may_not_be_read_any_more(self, client, cast, clubs):
        assert "Club secret" not in client.get(Exit(cast.zofia, "club", "secret").url).text


class TestGivenUp:
    @pytest.fixture
    def dead(self, cast, send):
        send([cast.zofia])
        MailJob.objects.update(state="dead", attempts=6, last_error="OSError: asleep", done_at="2026-11-20T08:00Z")
        return MailJob.objects.get()

    def test_organisers_see_it_and_try_again(self, as_user, cast, dead, mailoutbox):
        client = as_user(cast.secretariat)
        assert "/notifications/given-up/" in client.get("/notifications/").text
        page = client.get("/notifications/given-up/").text
        assert "OSError: asleep" in page
        assert "zofia@example.org" in page
        client.post(f"/notifications/given-up/{dead.pk}/")
        assert send_due() == 1
        assert "No mail was given up." in client.get("/notifications/given-up/").text

    def test_nobody_else_does(self, as_user, cast, dead):
        assert "/notifications/given-up/" not in as_user(cast.ona).get("/notifications/").text
        assert as_user(cast.ona).get("/notifications/given-up/").status_code == 404
        assert as_user(cast.ona).post(f"/notifications/given-up/{dead.pk}/").status_code == 404
        dead.refresh_from_db()
        assert dead.state == "dead"


class TestTheNumberOfAnOpenPage:
    def test_it_is_one_small_answer_in_one_query(self, as_user, cast, send, django_assert_num_queries):
        send([cast.zofia])
        zofia = as_user(cast.zofia)
        with django_assert_num_queries(1):  # the sign-in, the member, the number
            answer = zofia.get("/notifications/unread/")
        assert answer.json() == {"unread": 1}
        assert "no-store" in answer["Cache-Control"]

    def test_guests_cost_nothing(self, client, db, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert client.get("/notifications/unread/").status_code == 204
