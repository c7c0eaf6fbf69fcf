"""Attacks on what runs in the browser (safety 3.6 C5, C11): markup made from text, and doors for pages of others."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from community.live import actions as live
from forum import actions
from tests.architecture.source import files, lines

pytestmark = pytest.mark.embedded

# Where a string becomes markup, a script or an address of one.
SINKS = (
    r"\b(inner|outer)HTML\b|\binsertAdjacentHTML\b|\bsetHTMLUnsafe\b|\bcreateContextualFragment\b|\bDOMParser\b"
    r"|\bsrcdoc\b|\bdocument\.write|\bparseHTMLUnsafe\b|\bsetAttribute\(\s*[\"'`]on|\.on[a-z]+\s*=[^=]"
    r"|\btrustedTypes\b|\bcreatePolicy\b"
)
# Where pages of others, or files that people sent, would be listened to.
DOORS = r"\bpostMessage\b|[\"'`]message[\"'`]\s*,.*\bwindow\b|window\.addEventListener\(\s*[\"'`]message|\bserviceWorker\b|\bimportScripts\b|\.download\b|\bjsonp\b"  # noqa: E501


def found(pattern, suffix=".js", top="community/static/js"):
    return [place for place, line in lines(files(top, suffix=suffix)) if re.search(pattern, line)]


class TestC5MarkupFromText:
    """That a browser refuses it is shown in tests/browser/test_live_chat.py; here, that nobody tries, on no page."""

    @pytest.mark.parametrize(
        "line",
        [
            "node.innerHTML = item.text;",
            "box.insertAdjacentHTML('beforeend', text)",
            "frame.srcdoc = text",
            'node.setAttribute("onclick", text)',
            "node.onclick = text",
            "new DOMParser().parseFromString(text, 'text/html')",
            "trustedTypes.createPolicy('default', {})",
        ],
    )
    def test_each_way_would_be_noticed(self, line):
        assert re.search(SINKS, line)

    def test_no_script_takes_one(self):
        assert found(SINKS) == []

    def test_every_page_of_a_room_tells_the_browser_to_refuse_it(self, cast, room, as_user):
        """No policy is named that would make strings pass, and no script without this answer's nonce runs."""
        live.set_speakers(room, [live.SpeakerCard("Ada")])
        speaker = room.speakers.get()
        page = room.get_absolute_url()
        ona = as_user(cast.ona)
        for address in (page, f"{page}?quiet=1", f"{page}desk/", f"{page}stage/", f"/join/{room.code}/",
                        speaker.get_desk_url(), "/forum/", "/"):  # fmt: skip
            answer = ona.get(address, follow=True)
            assert answer.status_code == 200, address
            rules = answer.headers["Content-Security-Policy"]
            assert "require-trusted-types-for 'script'" in rules, address
            assert not re.search(r"(^|; ?)trusted-types\b", rules), address
            assert "'unsafe-inline'" not in rules, address
            assert "'unsafe-eval'" not in rules, address


class TestC11DoorsForOthers:
    @pytest.mark.parametrize(
        "line",
        [
            'window.addEventListener("message", take)',
            "parent.postMessage(text, '*')",
            "navigator.serviceWorker.register('/forum/file/abc/')",
            "link.download = name",
        ],
    )
    def test_each_would_be_noticed(self, line):
        assert re.search(DOORS, line)

    def test_no_script_listens_to_other_pages_or_installs_a_worker(self):
        assert found(DOORS) == []

    def test_no_link_gives_a_file_a_name_that_somebody_typed(self):
        assert found(r"\bdownload\s*=", ".html", "templates") == []

    def test_no_answer_is_wrapped_into_a_call(self, world, room):
        """JSONP would let any other site read it: whatever the question, the answer is JSON of this site."""
        member = world.client(world.cast.zofia)
        for address in (
            "/notifications/unread/", f"{room.get_absolute_url()}events", f"{room.get_absolute_url()}own",
            "/search/suggestions/?q=me", reverse("forum:people", args=[world.open.pk]), "/api/v1/topics",
        ):  # fmt: skip
            joint = "&" if "?" in address else "?"
            answer = member.get(f"{address}{joint}callback=steal&jsonp=steal&format=jsonp")
            assert "steal(" not in answer.text, address
            assert not answer.headers["Content-Type"].startswith(("text/javascript", "application/javascript")), address
            assert answer.headers["X-Content-Type-Options"] == "nosniff", address
            assert "Access-Control-Allow-Origin" not in answer.headers, address

    def test_no_file_of_a_member_becomes_a_worker_of_the_site(self, world):
        """A worker needs a script's type, and reaches no further than its folder unless a header says so."""
        code = b"self.addEventListener('fetch', () => 1)"
        with pytest.raises(ValidationError):
            actions.attach_file(world.cast.ivo, world.open, SimpleUploadedFile("worker.js", code))
        file = actions.attach_file(world.cast.ivo, world.open, SimpleUploadedFile("worker.txt", code))
        world.answer(world.cast.ivo, world.open_topic, f"See [it](/forum/file/{file.key}/)")
        answer = world.guest.get(f"/forum/file/{file.key}/", headers={"Service-Worker": "script"})
        assert answer.status_code == 200
        assert "javascript" not in answer.headers["Content-Type"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "Service-Worker-Allowed" not in answer.headers
        assert "sandbox" in answer.headers["Content-Security-Policy"]
