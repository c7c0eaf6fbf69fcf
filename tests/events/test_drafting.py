"""Taking messages of a room into the forum: a form that is filled in, and nothing stored before it is sent."""

from datetime import timedelta

import pytest
from django.utils import timezone

from community.lib import markdown
from community.live import actions
from community.live.models import Room
from events.actions.site import talks_forum
from events.drafting import as_quotes, plain
from forum.engine import Post, Topic

pytestmark = pytest.mark.embedded

TRICKS = [
    "# not a heading",
    "* not a list",
    "- nor this",
    "1. nor that",
    "1) nor that",
    "**not bold** and `no code` and _no stress_",
    "[no link](https://evil.example)",
    "<b>no tags</b>",
    "> no quote in the quote",
    "| no | table |\n| - | - |\n| 1 | 2 |",
    "===\nno underline",
    "~~not gone~~ \\ and & on",
]


@pytest.fixture
def room(cast):
    now = timezone.now()
    talks_forum()
    return actions.open_room("clinic", "Drop-in clinic", opens_at=now - timedelta(hours=1), closes_at=None)


@pytest.mark.parametrize("text", TRICKS)
def test_words_stay_as_they_were_typed(text):
    shown = markdown.to_text(plain(text))
    assert "".join(shown.split()) == "".join(text.split())
    assert not any(tag in markdown.render(plain(text)) for tag in ("<h", "<ul", "<ol", "<strong", "<code", "<table"))


def test_addresses_stay_addresses():
    assert plain("see https://example.org/a_b*c") == "see https://example.org/a_b*c"


def test_each_quote_says_who_and_leads_back(cast, room):
    message = actions.post_message(cast.zofia, room, "Two\nlines")
    html = markdown.render(as_quotes(room, [message]))
    assert "Zofia Przykład" in html
    assert f'href="{message.get_absolute_url()}"' in html
    assert "<blockquote>" in html


def test_the_chosen_messages_stand_in_the_form_and_nothing_is_posted(as_user, cast, room):
    chosen = actions.post_message(cast.ivo, room, "We pay 40 euros")
    actions.post_message(cast.ivo, room, "Not this one")
    hidden = actions.post_message(cast.ivo, room, "Buy")
    actions.hide_message(cast.ona, hidden)
    zofia = as_user(cast.zofia)
    assert 'form="take"' in zofia.get("/live/clinic/?take=1").content.decode()
    response = zofia.post("/live/clinic/take", {"message": [chosen.pk, hidden.pk]})
    page = response.content.decode()
    assert response.status_code == 200
    assert f'action="/forum/{talks_forum().pk}-' in page
    assert "We pay 40 euros" in page
    assert "Not this one" not in page
    assert "&gt; Buy" not in page
    assert not Topic.objects.exists()


def test_the_form_posts_the_topic(as_user, cast, room):
    message = actions.post_message(cast.ivo, room, "We pay 40 euros")
    zofia = as_user(cast.zofia)
    form = zofia.post("/live/clinic/take", {"message": message.pk}).context["form"]
    forum = talks_forum()
    sent = {"subject": form["subject"].value(), "content": form["content"].value(), "kind": "discussion"}
    zofia.post(f"/forum/{forum.pk}-{forum.slug}/new/", {**sent, "language": "en"})
    assert "Ivo Primjer" in Post.objects.get().content.raw


@pytest.mark.parametrize("sent", [{}, {"message": "x"}, {"message": ["-1", "9" * 40, "²"]}])
def test_nothing_chosen_says_what_to_do(as_user, cast, room, sent):
    actions.post_message(cast.ivo, room, "We pay 40 euros")
    response = as_user(cast.zofia).post("/live/clinic/take", sent)
    assert response.status_code == 400
    assert "Tick the messages" in response.content.decode()


def test_messages_of_another_room_are_not_taken(as_user, cast, room):
    other = actions.open_room("other", "Other", opens_at=room.opens_at, closes_at=None)
    message = actions.post_message(cast.ivo, other, "Elsewhere")
    assert as_user(cast.zofia).post("/live/clinic/take", {"message": message.pk}).status_code == 400


def test_what_was_said_among_a_few_stays_there(as_user, client, cast, room):
    message = actions.post_message(cast.ona, room, "Among us")
    assert client.post("/live/clinic/take", {"message": message.pk}).url.startswith("/account/login/")
    Room.objects.update(audience=Room.Audience.MEMBERS)
    assert as_user(cast.zofia).post("/live/clinic/take", {"message": message.pk}).status_code == 404
