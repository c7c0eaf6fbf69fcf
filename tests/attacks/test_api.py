"""Attacks on the programming interface and its keys (safety F10, and B and E as far as they come this way)."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.urls import get_resolver
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from community.api.bodies import MOST_BYTES
from community.api.callers import PACES
from community.tokens.actions import make_api_key, make_feed_key, revoke_key
from community.tokens.models import AccessToken
from forum import actions
from forum.engine import Post, Topic
from tests.attacks.conftest import CANARY
from tests.community.api.conftest import BASE, Program, program_of

pytestmark = pytest.mark.embedded

PROBLEM = "application/problem+json"


def is_problem(response, name: str, status: int) -> bool:
    found = response.json()
    assert response.headers["Content-Type"] == PROBLEM
    assert (found["type"], found["status"], response.status_code) == (f"/api/v1/#{name}", status, status)
    return bool(found["detail"])


# --- Keys ---------------------------------------------------------------------------------------------------------


class TestKeys:
    @pytest.mark.parametrize("path", ["/topics", "/me"])
    def test_a_key_that_is_none_is_refused_and_not_taken_for_a_guest(self, world, path):
        gone = make_api_key(world.cast.ivo, name="Gone")
        revoke_key(world.cast.ivo, gone.token.pk)
        old = make_api_key(world.cast.ivo, name="Old")
        AccessToken.objects.filter(pk=old.token.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
        feed = make_feed_key(world.cast.ivo, "forum", world.closed.pk)
        for secret in ("x", "intersession_api_" + "0" * 56, gone.secret, old.secret, feed.secret):
            answer = Program(secret).get(path)
            assert is_problem(answer, "key-refused", 401)
            assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]

    def test_a_key_dies_with_the_account(self, world):
        ivo = program_of(world.cast.ivo)
        assert ivo.get("/me").status_code == 200
        world.cast.ivo.is_active = False
        world.cast.ivo.save()
        assert is_problem(ivo.get("/me"), "key-refused", 401)

    def test_a_suspended_members_key_writes_nothing_and_says_until_when(self, world):
        zofia = program_of(world.cast.zofia)
        world.cast.zofia.suspended_until = timezone.now() + timedelta(days=2)
        world.cast.zofia.save()
        for method, path, body in writes(world):
            answer = zofia(method, path, body)
            assert is_problem(answer, "not-allowed", 403)
            assert "A moderator has suspended you until" in answer.json()["detail"]
        assert zofia.get("/topics").status_code == 200
        key = AccessToken.objects.get()
        world.client(world.cast.zofia).post(f"/account/access/{key.pk}/revoke/")
        assert is_problem(zofia.get("/topics"), "key-refused", 401)

    def test_a_key_reads_no_more_than_its_member_at_this_moment(self, world):
        ivo = program_of(world.cast.ivo, "read")
        assert CANARY in ivo.get(f"/topics/{world.closed_topic.pk}").text
        actions.set_forum_members(world.closed, "Academy 5 participants", users=[])
        assert is_problem(ivo.get(f"/topics/{world.closed_topic.pk}"), "not-found", 404)

    def test_a_key_that_may_read_writes_nothing_at_all(self, world):
        reader = program_of(world.cast.zofia, "read")
        posts = Post.objects.count()
        for method, path, body in writes(world):
            answer = reader(method, path, body)
            assert is_problem(answer, "read-only-key", 403)
            assert 'error="insufficient_scope", scope="write"' in answer.headers["WWW-Authenticate"]
        assert Post.objects.count() == posts

    def test_neither_a_session_nor_nobody_writes(self, world):
        """No cookie opens this door, so no other site can knock at it in a member's name."""
        for client in (world.client(world.cast.zofia), world.guest):
            for method, path, body in writes(world):
                answer = getattr(client, method)(BASE + path, body, content_type="application/json")
                assert is_problem(answer, "key-needed", 401)
        assert CANARY not in world.client(world.cast.zofia).get(f"{BASE}/topics").text

    def test_a_key_in_the_address_or_in_a_cookie_is_none(self, world):
        secret = make_api_key(world.cast.ivo, name="A program").secret
        assert world.guest.get(f"{BASE}/me?token={secret}&access_token={secret}").status_code == 401
        world.guest.cookies["Authorization"] = f"Bearer {secret}"
        assert world.guest.get(f"{BASE}/me").status_code == 401

    def test_nobody_reads_an_answer_from_another_site(self, world):
        answer = Program().get("/topics", Origin="https://elsewhere.example")
        assert not [name for name in answer.headers if name.startswith("Access-Control-")]
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Authorization" in answer.headers["Vary"]

    def test_whoever_guesses_keys_is_slowed_down(self, world):
        tries, _seconds = PACES["guest"]
        answers = [Program("intersession_api_x").get("/me") for _ in range(tries * 2 + 1)]
        refused = next(answer for answer in answers if answer.status_code == 429)
        assert int(refused.headers["Retry-After"]) >= 1
        assert program_of(world.cast.ivo).get("/me").status_code == 200  # its owner is not locked out


def writes(world) -> list[tuple[str, str, dict | None]]:
    """Every call that changes something, from the description of the interface."""
    words = {"subject": "Subject", "content": "Words", "text": "Words", "post_id": world.open_topic.first_post_id}
    numbers = {
        "{forum_id}": world.open.pk,
        "{topic_id}": world.open_topic.pk,
        "{post_id}": world.open_topic.first_post_id,
        "{kind}": "thanks",
        "{talk_id}": 1,
        "{series_id}": 1,
        "{question_id}": 1,
    }
    found = []
    described = Program().get("/openapi.json").json()
    for path, methods in described["paths"].items():
        address = path.removeprefix(BASE)
        for name, value in numbers.items():
            address = address.replace(name, str(value))
        found += [(method, address, words if method != "delete" else None) for method in methods if method != "get"]
    assert len(found) >= 11
    return found


# --- What is not there for somebody -------------------------------------------------------------------------------


class TestUnseen:
    def test_what_an_outsider_may_not_see_answers_like_what_does_not_exist(self, world):
        watched = actions.start_topic(world.cast.jurgis, world.watched, subject=CANARY, content=CANARY)
        zofia = program_of(world.cast.ona)
        outsider = program_of(world.cast.camille)
        for topic in (world.closed_topic, watched):
            first = Post.objects.filter(topic=topic).first().pk
            for there, nowhere in (
                (f"/topics/{topic.pk}", "/topics/987654"),
                (f"/topics/{topic.pk}/posts", "/topics/987654/posts"),
                (f"/posts/{first}", "/posts/987654"),
            ):
                assert zofia.get(there).status_code == 200
                answer, nothing = outsider.get(there), outsider.get(nowhere)
                assert (answer.status_code, answer.content) == (404, nothing.content)
            for there, body in (
                (f"/topics/{topic.pk}/posts", {"content": "Words"}),
                (f"/forums/{world.closed.pk}/topics", {"subject": "Subject", "content": "Words"}),
            ):
                assert (
                    outsider.post(there, body).content
                    == outsider.post("/topics/987654/posts", {"content": "x y"}).content
                )

    def test_no_list_nor_count_knows_of_it(self, world):
        actions.hide_post(world.cast.ona, actions.reply(world.cast.ivo, world.open_topic, content=CANARY), "Rude")
        outsider = program_of(world.cast.camille)
        paths = ["/forums", "/topics", f"/topics/{world.open_topic.pk}/posts", "/topics?show=unread"]
        for caller in (outsider, Program()):
            assert CANARY not in "".join(caller.get(path).text for path in paths[: 4 if caller is outsider else 3])

    def test_a_reply_names_no_post_of_another_topic(self, world):
        zofia = program_of(world.cast.zofia)
        for target in (world.closed_topic.first_post_id, world.other_topic.first_post_id, 987654):
            body = {"content": "Words", "reply_to_id": target}
            assert zofia.post(f"/topics/{world.open_topic.pk}/posts", body).status_code == 404

    def test_the_answer_to_a_question_is_no_post_of_another_topic(self, world):
        asked = actions.start_topic(world.cast.zofia, world.open, subject="Who?", content="Words", kind="question")
        zofia = program_of(world.cast.zofia)
        body = {"post_id": world.other_topic.first_post_id}
        assert is_problem(zofia("put", f"/posts/{asked.first_post_id}/answer", body), "conflict", 409)
        closed = {"post_id": world.closed_topic.first_post_id}
        jurgis = program_of(world.cast.jurgis)
        assert jurgis("put", f"/posts/{asked.first_post_id}/answer", closed).status_code == 404


# --- Bodies -------------------------------------------------------------------------------------------------------


class TestBodies:
    @pytest.fixture
    def zofia(self, world):
        return program_of(world.cast.zofia)

    @pytest.fixture
    def place(self, world):
        return f"/topics/{world.open_topic.pk}/posts"

    @pytest.mark.parametrize(
        "field", ["poster", "author", "approved", "is_locked", "created_at", "forum_id", "user_id"]
    )
    def test_nobody_sets_what_is_not_asked_for(self, world, zofia, place, field):
        answer = zofia.post(place, {"content": "Words", field: 1})
        assert is_problem(answer, "not-valid", 422)
        assert answer.json()["errors"] == [{"detail": "There is no such field. Take it out.", "pointer": f"#/{field}"}]
        assert world.open_topic.posts.count() == 1

    @pytest.mark.parametrize(
        ("sent", "type_", "name", "status"),
        [
            ("content=Words", "application/x-www-form-urlencoded", "wrong-type", 415),
            ('{"content": "Words"}', "text/plain", "wrong-type", 415),
            ("--x\r\n", "multipart/form-data; boundary=x", "wrong-type", 415),
            ("{", "application/json", "bad-json", 400),
            ('{"content": NaN}', "application/json", "bad-json", 400),
            ("[" * 100_000, "application/json", "bad-json", 400),
            ('["content"]', "application/json", "bad-json", 400),
            ("null", "application/json", "bad-json", 400),
            (b"\xff\xfe", "application/json", "bad-json", 400),
            ('{"content": "%s"}' % ("x" * MOST_BYTES), "application/json", "too-large", 413),
            ('{"content": "%s"}' % ("x" * 1_100_000), "application/json", "too-large", 413),
            ('{"content": "%s"}' % ("x" * 100_000), "application/json", "not-valid", 422),
            ('{"content": "\\ud800 Words"}', "application/json", "not-valid", 422),
        ],
        ids=lambda value: str(value)[:20],
    )
    def test_a_body_of_another_kind_or_size_is_refused_in_words(self, zofia, place, sent, type_, name, status):
        answer = zofia.client.post(BASE + place, sent, content_type=type_)
        assert is_problem(answer, name, status)

    def test_no_body_at_all_is_told_what_is_missing(self, zofia, place):
        answer = zofia.client.post(BASE + place)
        assert answer.status_code in {415, 422}

    @pytest.mark.parametrize("client_id", ["1", "x" * 100, 5, [], {}, "00000000-0000-0000-0000-00000000000g"])
    def test_a_client_id_is_a_uuid(self, zofia, place, client_id):
        assert is_problem(zofia.post(place, {"content": "Words", "client_id": client_id}), "not-valid", 422)

    def test_the_client_id_of_another_member_is_not_theirs(self, world, zofia, place):
        body = {"content": "Words", "client_id": str(uuid4())}
        first, other = zofia.post(place, body).json(), program_of(world.cast.ivo).post(place, body).json()
        assert first["id"] != other["id"]
        assert other["author"]["name"] == "Ivo Primjer"

    def test_a_page_and_a_program_share_their_client_ids(self, world, zofia, place):
        client_id = str(uuid4())
        made = zofia.post(place, {"content": "Words", "client_id": client_id}).json()
        address = f"/forum/topic/{world.open_topic.pk}/reply/"
        page = world.client(world.cast.zofia).post(address, {"content": "Words", "client_id": client_id})
        assert page.url.endswith(f"#post-{made['id']}")
        assert world.open_topic.posts.count() == 2

    def test_script_in_a_text_is_text(self, world, zofia, place):
        made = zofia.post(place, {"content": "<img src=x onerror=alert(1)> [x](javascript:alert(1))"}).json()
        assert "<img" not in made["html"]
        assert "href" not in made["html"]
        announcement = {"subject": "News", "content": "Words", "kind": "announcement"}
        assert zofia.post(f"/forums/{world.open.pk}/topics", announcement).status_code == 422
        assert not Topic.objects.filter(subject="News").exists()

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        body=st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.sampled_from(["content", "reply_to_id", "client_id", "language", "x"]), inner)
            ),
            max_leaves=8,
        )
    )
    def test_no_body_whatever_makes_the_server_fail(self, zofia, place, body):
        answer = zofia.client.post(BASE + place, json.dumps(body), content_type="application/json")
        assert answer.status_code < 500
        assert answer.status_code == 201 or answer.headers["Content-Type"] == PROBLEM

    @pytest.mark.parametrize("number", ["0", "-1", "9" * 30, "9" * 5000, "x", "%00", "1/../2"])
    def test_odd_numbers_in_an_address_are_nothing(self, zofia, number):
        for kind in ("forums", "topics", "posts", "talks", "questions"):
            assert is_problem(zofia.get(f"/{kind}/{number}"), "not-found", 404)

    def test_wrong_methods_and_addresses_are_problems_too(self, zofia, world):
        answer = zofia("delete", f"/topics/{world.open_topic.pk}")
        assert is_problem(answer, "wrong-method", 405)
        assert "GET" in answer.headers["Allow"]
        assert is_problem(zofia.get("/nothing/at/all"), "not-found", 404)
        assert zofia("head", "/topics").status_code == 200


def test_the_addresses_are_found_by_the_resolver_and_start_no_session(world):
    """Whoever walks all addresses for planted words finds these, too."""
    (ours,) = [one for one in get_resolver().url_patterns if getattr(one, "app_name", "") == "api"]
    names = {pattern.name for pattern in ours.url_patterns}
    assert {"list_topics", "read_post", "openapi-json", "docs"} <= names
    before = Session.objects.count()
    for path in ("/topics", "/forums", "/talks", "/nothing", "/me"):
        Program().get(path)
    assert Session.objects.count() == before
