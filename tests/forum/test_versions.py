"""What a post said before: kept when it matters, shown to who may read it, hidden where it must not be read."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from community.lib.differences import Run, differences
from community.moderation.models import AuditEntry
from forum import actions, queries
from forum.models import PostDetail, PostVersion

pytestmark = pytest.mark.embedded


@pytest.fixture
def later(time_machine):
    def go_on(minutes=6):
        time_machine.move_to(timezone.now() + timedelta(minutes=minutes))

    return go_on


@pytest.fixture
def changed(cast, topic, later):
    """Zofia's first post, changed by her and then by Ona."""
    later()
    actions.edit_post(cast.zofia, topic.first_post, content="What do *you* all do? Call 0123")
    later()
    return actions.edit_post(cast.ona, topic.first_post, content="What do *you* all do?", reason="A number")


def test_the_first_minutes_leave_no_trace(cast, topic, later, as_user):
    post = actions.edit_post(cast.zofia, topic.first_post, content="What do they do?")
    assert not PostVersion.objects.exists()
    assert "Edited by" not in as_user(cast.ivo).get(queries.topic_url(topic)).text
    actions.edit_post(cast.ona, post, content="What do we do?")  # somebody else's change always does
    assert PostVersion.objects.get().text == "What do they do?"
    later()
    actions.edit_post(cast.zofia, post, content="What?")
    actions.edit_post(cast.zofia, post, content="What now?")  # both are one change
    assert [version.text for version in PostVersion.objects.all()] == ["What do they do?", "What do we do?"]


def test_each_version_says_who_wrote_it_and_why(cast, changed):
    first, second = PostVersion.objects.all()
    assert (first.text, first.writer, first.written_at) == ("What do *you* do?", cast.zofia, changed.created)
    assert (second.writer, second.reason, PostDetail.objects.get(post=changed).versions) == (cast.zofia, "", 2)


def test_readers_see_that_and_what_was_changed(as_user, client, cast, topic, changed):
    ivo, address = as_user(cast.ivo), reverse("forum:versions", args=[changed.pk])
    assert f'href="{address}"' in ivo.get(queries.topic_url(topic)).text
    page = ivo.get(address).text
    assert '<del class="difference__gone"> Call 0123</del>' in page
    assert "A number" in page
    first = ivo.get(address, {"version": PostVersion.objects.first().pk}).text
    assert '<ins class="difference__new"> Call 0123</ins>' in first.replace("all ", " ") or "Call 0123" in first
    assert client.get(address).status_code == 403


def test_versions_of_what_one_cannot_read_are_not_there(as_user, cast, private_topic, topic, changed):
    missing = reverse("forum:versions", args=[private_topic.first_post_id])
    assert as_user(cast.jurgis).get(missing).status_code == 404
    actions.hide_post(cast.ona, changed, "No")
    assert as_user(cast.ivo).get(reverse("forum:versions", args=[changed.pk])).status_code == 404


def test_a_moderator_hides_a_version_and_all_that_would_tell_it(as_user, cast, changed):
    version = PostVersion.objects.last()
    hide = reverse("forum:version_hide", args=[changed.pk, version.pk])
    assert as_user(cast.ivo).post(hide, {"reason": "x"}).status_code == 403
    with pytest.raises(PermissionDenied):
        actions.hide_version(cast.zofia, version, "x")
    assert as_user(cast.ona).post(hide, {"reason": "A telephone number"}).status_code == 302
    address = reverse("forum:versions", args=[changed.pk])
    for chosen in PostVersion.objects.all():
        page = as_user(cast.ivo).get(address, {"version": chosen.pk}).text
        assert not re.search(r"\b0123\b", page)  # a moment may have these digits among others
        assert "A telephone number" in page
    assert "0123" in as_user(cast.ona).get(address).text
    assert AuditEntry.objects.filter(action="post.hide_version", reason="A telephone number").exists()
    as_user(cast.ona).post(reverse("forum:version_restore", args=[changed.pk, version.pk]))
    assert "0123" in as_user(cast.ivo).get(address).text
    assert (
        as_user(cast.ona).post(reverse("forum:version_hide", args=[changed.topic.pk + 99, version.pk])).status_code
        == 404
    )


def test_many_versions_cost_what_few_do(as_user, cast, changed, later):
    ivo, address = as_user(cast.ivo), reverse("forum:versions", args=[changed.pk])

    def cost():
        with CaptureQueriesContext(connection) as captured:
            ivo.get(address)
        return len(captured)

    before = cost()
    for number in range(3):
        later()
        actions.edit_post(cast.zofia, changed, content=f"Another {number}")
    assert cost() == before <= 10


class TestDifferences:
    def test_words_are_compared(self):
        assert differences("We ask by phone.", "We ask by letter.") == [
            Run("same", "We ask by "),
            Run("gone", "phone"),
            Run("new", "letter"),
            Run("same", "."),
        ]

    def test_a_phrase_that_replaces_another_stands_in_one_piece(self):
        assert differences("Stop.\nA line more.", "Stop.\nThe last word.") == [
            Run("same", "Stop.\n"),
            Run("gone", "A line more"),
            Run("new", "The last word"),
            Run("same", "."),
        ]

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("", "a"),
            ("(X Y)", "( )"),
            ("X ", " "),
            ("a  b c", "d e"),
            ("a", ""),
            ("a b c", "c b a"),
            ("x\n" * 9_000, "y\n" * 9_000),
            ("a b " * 4_000, "b c a " * 3_000),
        ],
    )
    def test_each_side_can_be_read_out_of_it(self, before, after):
        runs = differences(before, after)
        assert "".join(run.text for run in runs if run.kind != "new") == before
        assert "".join(run.text for run in runs if run.kind != "gone") == after
