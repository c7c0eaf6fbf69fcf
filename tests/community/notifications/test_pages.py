"""The inbox, the number in the header, and the door out of the mails."""

from types import SimpleNamespace

import pytest

from community.notifications import inbox
from community.notifications.actions import set_email_notifications
from community.notifications.leaving import Exit
from community.notifications.models import MailJob, Notification
from community.notifications.outbox import send_due
from community.notifications.queries import unread_count, wants_email

pytestmark = pytest.mark.embedded


def inbox_of(user, as_user):
    response = as_user(user).get("/notifications/")
    assert response.status_code == 200
    return response.content.decode()


class TestTheInbox:
    def test_it_shows_what_is_new(self, as_user, cast, send):
        send([cast.zofia], title="Ivo replied: <b>Silent</b>", text="Ask <i>them</i>.", actor=cast.ivo)
        page = inbox_of(cast.zofia, as_user)
        assert "Ivo replied: &lt;b&gt;Silent&lt;/b&gt;" in page
        assert "Ask &lt;i&gt;them&lt;/i&gt;." in page
        assert "Ivo Primjer" in page

    def test_an_empty_one_says_what_it_is_for(self, as_user, cast):
        assert "Nothing new." in inbox_of(cast.zofia, as_user)

    def test_names_are_left_out_only_where_the_title_says_them(self, monkeypatch):
        monkeypatch.setattr(inbox, "title_of", lambda told: "Zofia replied in Alignment of dues")
        told = [SimpleNamespace(says=SimpleNamespace(by=name)) for name in ("Al", "Zofia", "Al", "")]
        assert inbox.Line(told).names == ["Al"]

    def test_guests_are_asked_to_sign_in(self, client):
        response = client.get("/notifications/")
        assert response.status_code == 302
        assert response["Location"].endswith("?next=/notifications/")

    def test_looking_changes_nothing(self, as_user, cast, send):
        send([cast.zofia])
        inbox_of(cast.zofia, as_user)
        assert unread_count(cast.zofia) == 1

    def test_what_the_member_may_not_see_any_more_is_not_even_a_title(self, as_user, cast, send, letters):
        send([cast.zofia], title="Secret title")
        letters["1"] = []
        page = inbox_of(cast.zofia, as_user)
        assert "Secret title" not in page
        assert "/letters/1/" not in page

    def test_nor_does_it_count_for_ever(self, as_user, cast, send, letters):
        send([cast.zofia], "1")
        send([cast.zofia], "2")
        letters["1"] = []
        assert "1 unread" in inbox_of(cast.zofia, as_user)
        assert unread_count(cast.zofia) == 1

    def test_and_is_news_again_when_they_may_see_it_again(self, as_user, cast, send, letters):
        send([cast.zofia], "1")
        letters["1"] = []
        inbox_of(cast.zofia, as_user)
        letters["1"] = [cast.zofia]
        assert "1 unread" in inbox_of(cast.zofia, as_user)
        assert unread_count(cast.zofia) == 1

    @pytest.mark.parametrize("page", ["99999", "-1", "x", ""])
    def test_odd_page_numbers_are_no_error(self, as_user, cast, page):
        assert as_user(cast.zofia).get("/notifications/", {"page": page}).status_code == 200

    @pytest.mark.parametrize("rows", [1, 3])
    def test_it_is_few_queries_whatever_is_in_it(self, as_user, cast, send, rows, django_assert_max_num_queries):
        for number in range(rows):
            send([cast.zofia], number, actor=cast.ivo)
        client = as_user(cast.zofia)
        with django_assert_max_num_queries(8):
            client.get("/notifications/")


class TestOpening:
    def test_opening_marks_as_read_and_leads_there(self, as_user, cast, send):
        send([cast.zofia])
        told = Notification.objects.get()
        response = as_user(cast.zofia).post(f"/notifications/{told.pk}/")
        assert response["Location"] == "/letters/1/"
        assert unread_count(cast.zofia) == 0

    def test_a_link_alone_marks_nothing(self, as_user, cast, send):
        send([cast.zofia])
        told = Notification.objects.get()
        assert as_user(cast.zofia).get(f"/notifications/{told.pk}/").status_code == 405
        assert unread_count(cast.zofia) == 1

    def test_nobody_opens_what_is_for_somebody_else(self, as_user, cast, send):
        send([cast.zofia])
        told = Notification.objects.get()
        assert as_user(cast.ivo).post(f"/notifications/{told.pk}/").status_code == 404
        assert unread_count(cast.zofia) == 1

    def test_nor_what_they_may_not_see_any_more(self, as_user, cast, send, letters):
        send([cast.zofia])
        letters["1"] = []
        told = Notification.objects.get()
        assert as_user(cast.zofia).post(f"/notifications/{told.pk}/").status_code == 404

    def test_everything_can_be_marked_at_once(self, as_user, cast, send):
        send([cast.zofia, cast.ivo], 1)
        send([cast.zofia], 2)
        assert as_user(cast.zofia).post("/notifications/all-read/")["Location"] == "/notifications/"
        assert unread_count(cast.zofia) == 0
        assert unread_count(cast.ivo) == 1


class TestTheHeader:
    def test_it_shows_the_number(self, as_user, cast, send):
        send([cast.zofia], 1)
        send([cast.zofia], 2)
        page = as_user(cast.zofia).get("/search/").content.decode()
        assert "<span data-unread-number>2</span>" in page
        assert "hidden><span data-unread-number>" not in page

    def test_and_nothing_when_there_is_nothing(self, as_user, cast, client):
        assert "hidden><span data-unread-number>0" in as_user(cast.zofia).get("/search/").content.decode()
        assert "header-notifications" not in client.get("/search/").content.decode()


class TestMailPreference:
    def test_it_is_chosen_beside_what_one_follows(self, as_user, cast):
        client = as_user(cast.zofia)
        choice = {"digest": "daily", "mail_wait": "30"}
        assert client.post("/notifications/following/", choice)["Location"] == "/notifications/following/"
        assert not wants_email(cast.zofia)
        chosen = cast.zofia.notification_preference
        assert (chosen.digest, chosen.mail_wait) == ("daily", 30)
        client.post("/notifications/following/", {**choice, "email_notifications": "on"})
        assert wants_email(cast.zofia)

    def test_the_link_in_a_mail_asks_first(self, client, cast):
        address = Exit(cast.zofia).url
        assert "No more e-mails?" in client.get(address).content.decode()
        assert wants_email(cast.zofia)

    def test_mail_programs_switch_off_with_one_post(self, client, cast):
        """Without a cookie or a token, from another place: what RFC 8058 describes."""
        response = client.post(Exit(cast.zofia).url, {"List-Unsubscribe": "One-Click"})
        assert response.status_code == 200
        assert not wants_email(cast.zofia)
        assert wants_email(cast.ivo)

    @pytest.mark.parametrize("token", ["x", "1:2:3", "eyJhbGciOiJub25lIn0"])
    def test_a_made_up_link_does_nothing(self, client, cast, token):
        assert client.post(f"/notifications/no-mail/{token}/").status_code == 404

    def test_mail_that_waits_is_not_sent_once_it_is_off(self, cast, send, mailoutbox):
        send([cast.zofia])
        set_email_notifications(cast.zofia, wanted=False)
        send_due()
        assert mailoutbox == []
        assert MailJob.objects.get().state == "skipped"
