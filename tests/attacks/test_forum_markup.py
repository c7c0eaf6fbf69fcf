"""Attacks by what people write (safety 3.6 C): through the forum's pages, down to what a browser would get."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from machina.core.markdown import markdown as stock_markdown

from community.lib import markdown
from forum import actions, queries
from forum.engine import Post
from forum.models import PostDetail
from tests.community.lib.payloads import KNOWN_BYPASSES, PAYLOADS
from tests.community.lib.test_markdown import faults

pytestmark = pytest.mark.embedded

ROOT = Path(__file__).resolve().parents[2]
NAME = "<img src=x onerror=alert(1)>"
BODY = re.compile(r'<div class="post__body prose[^"]*"[^>]*>(.*?)</div>', re.S)


class TestC1:
    @pytest.mark.parametrize("payload", KNOWN_BYPASSES)
    def test_stock_machina_lets_it_through(self, payload):
        html = stock_markdown(payload, safe_mode=True, extras={"break-on-newline": True})
        assert [fault for fault in faults(html) if "onerror" in fault or "javascript:" in fault]

    def test_no_payload_reaches_a_reader(self, world):
        for number in range(0, len(PAYLOADS), 10):
            together = "\n\n".join(PAYLOADS[number : number + 10])
            actions.reply(world.cast.jurgis, world.open_topic, content=together)
        bodies = BODY.findall(world.guest.get(queries.topic_url(world.open_topic)).text)
        assert len(bodies) >= len(PAYLOADS) // 10
        assert not [fault for body in bodies for fault in faults(body)]


class TestC2:
    def test_names_and_subjects_are_shown_as_text(self, world):
        world.cast.jurgis.display_name = f"Jurgis {NAME}"
        world.cast.jurgis.organisation_name = NAME
        world.cast.jurgis.save()
        forum = actions.make_forum("odd", f"Odd {NAME}", description=NAME)
        anchor = actions.Anchor("talk", "1", "/talks/x/", NAME)
        topic = actions.start_topic(world.cast.jurgis, forum, subject=f"Why {NAME}", content="Words", anchor=anchor)
        actions.add_carried_post(
            topic, origin_kind="question", origin_id=5, origin_url='/live/"><script>', author=None, author_name=NAME,
            content=NAME, votes=1, carried_by=world.cast.jurgis,
        )  # fmt: skip
        actions.hide_post(world.cast.ona, world.answer(world.cast.ivo, topic), NAME)
        moderator = world.client(world.cast.ona)
        addresses = ["/forum/", queries.forum_url(forum), queries.topic_url(topic)]
        addresses += [reverse("forum:reply", args=[topic.pk]), reverse("forum:topic_new", args=[forum.pk, forum.slug])]
        for reader in (world.guest, moderator):
            for address in addresses:
                page = reader.get(address, follow=True).text
                assert "<img" not in page
                assert '"><script>' not in page

    def test_an_address_in_a_text_is_http_or_mail(self, world):
        post = actions.reply(
            world.cast.jurgis, world.open_topic, content="[x](data:text/html,hi) [y](https://a.example)"
        )
        assert re.findall(r'href="([^"]+)"', post.content.rendered) == ["https://a.example"]


class TestC3:
    def test_m7_twenty_previews_a_minute_are_enough(self, world):
        answers = [world.jurgis.post("/forum/preview/", {"content": "Words"}).status_code for _ in range(21)]
        assert answers == [200] * 20 + [429]

    def test_the_preview_is_the_post(self, world):
        text = "\n\n".join(PAYLOADS[:40])
        seen = world.jurgis.post("/forum/preview/", {"content": text}).text
        post = actions.reply(world.cast.jurgis, world.open_topic, content=text)
        assert post.content.rendered.strip() in seen

    def test_old_posts_are_rendered_again_when_the_renderer_changes(self, world, monkeypatch):
        old = world.open_topic.first_post
        Post.objects.filter(pk=old.pk).update(_content_rendered="<script>old()</script>")
        call_command("rerender_posts")
        assert "script" in Post.objects.get(pk=old.pk).content.rendered  # made by this version, so left alone
        monkeypatch.setattr(markdown, "VERSION", markdown.VERSION + 1)
        call_command("rerender_posts")
        assert Post.objects.get(pk=old.pk).content.rendered == "<p>Words about Fees</p>\n"
        assert set(PostDetail.objects.values_list("rendered_with", flat=True)) == {markdown.VERSION}

    def test_posts_that_were_not_made_by_our_actions_are_rendered_too(self, world):
        PostDetail.objects.all().delete()
        Post.objects.update(_content_rendered="<script>old()</script>")
        call_command("rerender_posts")
        assert not Post.objects.filter(_content_rendered__contains="script").exists()


def test_templates_print_only_the_rendered_text_of_a_post():
    """Machina's text object says that it is safe and prints what was typed (libraries, trap a)."""
    wrong = re.compile(r"\b(?:content|description|signature)\b(?!\.rendered)[^%}]*(?:\}\}|\|)")
    for template in (ROOT / "templates").rglob("forum/*.html"):
        text = re.sub(r"\{#.*?#\}|\{% block .*?%\}|\{% endblock .*?%\}|form\.content\S*", "", template.read_text())
        printed = re.findall(r"\{\{.*?\}\}", text)
        assert not [found for found in printed if wrong.search(found)], template


def test_every_page_of_the_forum_runs_scripts_by_nonce_only(world):
    pages = [world.jurgis.get(queries.topic_url(world.open_topic)) for _ in range(2)]
    policies = [page["Content-Security-Policy"] for page in pages]
    assert policies[0] != policies[1]
    for page in pages:
        assert not re.search(r"<script(?![^>]*nonce=)|\son\w+=|\sstyle=|javascript:", page.text)
