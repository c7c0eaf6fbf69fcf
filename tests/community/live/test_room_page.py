"""The page of a room as its readers, writers and moderators see it; everything works as plain forms."""

from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.utils import timezone

from community.live import actions
from community.live.models import Attendee, Message, Presence, Question, Reaction, Room

pytestmark = pytest.mark.embedded

JSON = {"HTTP_ACCEPT": "application/json"}
PAGE = "/live/clinic/"


@pytest.fixture
def message(cast, room) -> Message:
    return actions.post_message(cast.zofia, room, "See https://example.org <b>now</b>")


def html(client, query="") -> str:
    return client.get(PAGE + query).content.decode()


class TestPlainForms:
    def test_words_are_escaped_and_addresses_are_links(self, client, message):
        page = html(client)
        assert '<a href="https://example.org" rel="nofollow ugc noopener noreferrer" target="_blank">' in page
        assert "&lt;b&gt;now&lt;/b&gt;" in page

    def test_a_reply_is_prepared_by_a_link_and_sent_by_the_form(self, as_user, cast, message):
        ivo = as_user(cast.ivo)
        assert f'name="reply_to" value="{message.pk}"' in html(ivo, f"?reply={message.pk}")
        ivo.post(f"{PAGE}messages", {"text": "Thanks", "reply_to": message.pk})
        assert Message.objects.last().reply_to == message

    @pytest.mark.parametrize("odd", ["x", "-1", "9" * 30, "²", "0"])
    def test_odd_replies_are_no_replies(self, as_user, cast, message, odd):
        ivo = as_user(cast.ivo)
        assert ivo.get(PAGE, {"reply": odd, "edit": odd}).status_code == 200
        ivo.post(f"{PAGE}messages", {"text": "Thanks", "reply_to": odd})
        assert Message.objects.last().reply_to is None

    def test_one_reacts_and_takes_it_back(self, as_user, cast, message):
        ivo = as_user(cast.ivo)
        assert ivo.post(f"{PAGE}messages/{message.pk}/react", {"kind": "thanks"}).url == message.get_absolute_url()
        assert 'aria-pressed="true"' in html(ivo)
        answer = ivo.post(f"{PAGE}messages/{message.pk}/unreact", {"kind": "thanks"}, **JSON)
        assert answer.json() == {"reactions": {}}
        assert not Reaction.objects.exists()

    def test_one_changes_ones_own_words(self, as_user, cast, message):
        zofia = as_user(cast.zofia)
        assert f'action="{PAGE}messages/{message.pk}/edit"' in html(zofia, f"?edit={message.pk}")
        zofia.post(f"{PAGE}messages/{message.pk}/edit", {"text": "Better words"})
        page = html(zofia)
        assert "Better words" in page
        assert "changed" in page

    def test_refused_words_stay_in_the_form(self, as_user, cast, message):
        response = as_user(cast.zofia).post(f"{PAGE}messages/{message.pk}/edit", {"text": "x" * 501})
        assert response.status_code == 400
        assert "x" * 501 in response.content.decode()

    def test_nobody_changes_the_words_of_others(self, as_user, cast, message):
        for user in (cast.ivo, cast.ona):
            assert as_user(user).post(f"{PAGE}messages/{message.pk}/edit", {"text": "x"}).status_code == 403
        assert f'action="{PAGE}messages/{message.pk}/edit"' not in html(as_user(cast.ivo), f"?edit={message.pk}")

    @pytest.mark.parametrize("path", ["edit", "react", "unreact", "hide", "question"])
    def test_a_message_of_another_room_is_not_found(self, as_user, cast, room, path):
        other = actions.open_room("other", "Other", opens_at=room.opens_at, closes_at=room.closes_at)
        foreign = actions.post_message(cast.ona, other, "Elsewhere")
        sent = {"text": "x", "kind": "thanks"}
        assert as_user(cast.ona).post(f"{PAGE}messages/{foreign.pk}/{path}", sent).status_code == 404


class TestModerating:
    def test_a_moderator_hides_with_a_reason_that_the_author_reads(self, as_user, client, cast, message):
        ona, zofia = as_user(cast.ona), as_user(cast.zofia)
        assert "Hide the message" in ona.get(f"{PAGE}messages/{message.pk}/").content.decode()
        ona.post(f"{PAGE}messages/{message.pk}/hide", {"text": "No links, please"})
        assert "No links, please" in html(zofia)
        assert zofia.get(f"{PAGE}messages/{message.pk}/reason").json() == {"reason": "No links, please"}
        for other in (client, as_user(cast.ivo)):
            assert "No links, please" not in html(other)
            assert "example.org" not in html(other)
            assert other.get(f"{PAGE}messages/{message.pk}/reason").status_code == 404
        ona.post(f"{PAGE}messages/{message.pk}/restore")
        assert "example.org" in html(client)

    def test_one_click_makes_a_question(self, as_user, cast, message):
        as_user(cast.ona).post(f"{PAGE}messages/{message.pk}/question", **JSON)
        assert Question.objects.get().from_message == message

    def test_a_muted_person_reads_it_at_the_form(self, as_user, cast, message):
        path = f"{PAGE}people/{message.attendee_id}"
        as_user(cast.ona).post(f"{path}/mute", {"minutes": "15", "text": "Too many links"})
        zofia = as_user(cast.zofia)
        assert "Too many links" in html(zofia)
        answer = zofia.post(f"{PAGE}messages", {"text": "But"}, **JSON)
        assert answer.status_code == 403
        assert "Too many links" in answer.json()["error"]
        as_user(cast.ona).post(f"{path}/unmute")
        assert zofia.post(f"{PAGE}messages", {"text": "Thanks"}, **JSON).status_code == 201

    def test_whoever_is_shut_out_reads_why(self, as_user, cast, message):
        path = f"{PAGE}people/{message.attendee_id}"
        ona = as_user(cast.ona)
        ona.post(f"{path}/ban", {"text": "Advertising"})
        zofia = as_user(cast.zofia)
        for sent in ("messages", "questions"):
            answer = zofia.post(PAGE + sent, {"text": "Buy"})
            assert answer.status_code == 403
            assert "Advertising" in answer.content.decode()
        assert "data-shut-out" in html(zofia)
        assert "Zofia" in html(ona)
        ona.post(f"{path}/unban")
        assert Attendee.objects.get(pk=message.attendee_id).banned_at is None

    @pytest.mark.parametrize("minutes", ["", "0", "-5", "1e3", "99999999999", "x"])
    def test_odd_times_mute_nobody(self, as_user, cast, message, minutes):
        sent = {"minutes": minutes, "text": "x"}
        answer = as_user(cast.ona).post(f"{PAGE}people/{message.attendee_id}/mute", sent, **JSON)
        assert answer.status_code == 400
        assert Attendee.objects.get(pk=message.attendee_id).muted_until is None

    @pytest.mark.parametrize("path", ["messages/{m}/", "people/{a}/"])
    def test_the_moderators_pages_are_not_there_for_others(self, as_user, client, cast, message, path):
        path = PAGE + path.format(m=message.pk, a=message.attendee_id)
        for other in (client, as_user(cast.zofia), as_user(cast.pekka)):
            assert other.get(path).status_code == 404
        assert as_user(cast.ona).get(path).status_code == 200

    @pytest.mark.parametrize(
        "path", ["messages/{m}/hide", "messages/{m}/question", "people/{a}/mute", "people/{a}/ban", "switches"]
    )
    def test_nobody_else_does_any_of_it(self, as_user, cast, message, path):
        path = PAGE + path.format(m=message.pk, a=message.attendee_id)
        for user in (cast.ivo, cast.pekka):
            assert as_user(user).post(path, {"text": "x", "minutes": "5"}).status_code in {403, 404}
        message.refresh_from_db()
        assert message.hidden_at is None
        assert Room.objects.get().chat_enabled

    def test_the_switches_of_the_form(self, as_user, cast, room):
        as_user(cast.ona).post(f"{PAGE}switches", {"qa_enabled": "on", "slow_seconds": "30"})
        room.refresh_from_db()
        assert (room.chat_enabled, room.qa_enabled, room.pre_moderation, room.slow_seconds) == (False, True, False, 30)

    def test_odd_switches_change_nothing(self, as_user, cast, room):
        answer = as_user(cast.ona).post(f"{PAGE}switches", {"qa_enabled": "on", "slow_seconds": "7"}, **JSON)
        assert answer.status_code == 400
        assert Room.objects.get().chat_enabled

    def test_names_are_for_moderators(self, as_user, client, cast, room):
        Presence.objects.create(room=room, process="0" * 32, people=3, names=["Jurgis Pavyzdys"])
        assert "3 here" in html(client)
        assert "Jurgis Pavyzdys" not in html(client) + html(as_user(cast.pekka))
        assert "Jurgis Pavyzdys" in html(as_user(cast.ona))


class TestStates:
    def test_a_chat_that_is_off_says_so(self, as_user, cast, room):
        Room.objects.update(chat_enabled=False)
        page = html(as_user(cast.zofia))
        assert '<p class="room__hint" data-while-chat="off">' in page
        assert '<div data-while-chat="open" hidden>' in page

    def test_the_lobby_says_when_it_opens(self, as_user, cast, room):
        Room.objects.update(opens_at=timezone.now() + timedelta(minutes=30))
        page = html(as_user(cast.zofia))
        assert "data-countdown" in page
        assert '<p class="room__hint" data-while-chat="before">' in page

    def test_a_standing_room_has_no_end(self, client, room):
        Room.objects.update(closes_at=None)
        page = html(client)
        assert "until" not in page.split("<h1>")[1].split("</p>")[0]
        assert client.get("/live/").status_code == 200

    def test_where_to_watch_is_a_link(self, client, room):
        Room.objects.update(stream_url="https://example.org/watch", captions_url="https://example.org/words")
        page = html(client)
        assert 'href="https://example.org/watch" rel="noopener noreferrer"' in page
        assert "Live captions" in page
        assert "<iframe" not in page


class TestQuietMode:
    def test_it_is_light(self, as_user, cast, room):
        """In all under 40 KB with the hundred messages of a full page, also where files are sent unpacked."""
        said = actions.post_message(cast.ona, room, "Line 0").attendee
        words = [" ".join(sha256(f"{n}{m}".encode()).hexdigest()[:7] for m in range(25)) for n in range(99)]
        Message.objects.bulk_create(Message(room=room, attendee=said, text=text) for text in words)
        zofia = as_user(cast.zofia)
        packed = zofia.get(f"{PAGE}?quiet=1", headers={"accept-encoding": "gzip"})
        assert packed.headers["Content-Encoding"] == "gzip"
        page = html(zofia, "?quiet=1")
        assert "woff2" not in page
        assert "site.js" not in page
        files = [finders.find(name) for name in ("css/quiet.css", "js/quiet.js")]
        assert sum(Path(found).stat().st_size for found in files) + len(packed.content) < 40_000
        assert page.count("Thanks") == page.count("Report") == 100

    def test_a_vote_says_in_words_what_pressing_does(self, as_user, cast, room):
        question = actions.ask_question(cast.ivo, room, "Who pays?")
        zofia = as_user(cast.zofia)
        assert "Vote for this question" in html(zofia, "?quiet=1")
        actions.vote(cast.zofia, question)
        assert "Take your vote back" in html(zofia, "?quiet=1")

    def test_whoever_posts_from_it_comes_back_to_it(self, as_user, cast, room):
        sent = {"text": "Hello"}
        answer = as_user(cast.zofia).post(f"{PAGE}messages", sent, headers={"referer": f"http://x{PAGE}?quiet=1"})
        assert answer.url == f"{PAGE}?quiet=1#chat-end"
        assert as_user(cast.zofia).post(f"{PAGE}messages", sent).url == f"{PAGE}#chat-end"
