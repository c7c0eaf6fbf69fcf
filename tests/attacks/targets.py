"""The two forums that every attack is tried on: ours, and stock machina, on which it has to work to be a real one.

Attacks are sent to stock machina's addresses on both. On ours they go to our own doors as well, with the same fields.
"""

from copy import deepcopy
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from machina import MACHINA_MAIN_TEMPLATE_DIR

from forum import queries


class Stock:
    """Machina's own addresses."""

    def reply(self, topic, forum=None):
        return [f"{self._topic(topic, forum)}post/create/"]

    def edit(self, post, forum=None):
        slug = f"{post.topic.slug}-{post.topic.pk}"
        return [f"{self._forum(forum or post.topic.forum)}topic/{slug}/{post.pk}/post/update/"]

    def delete(self, post):
        return [f"{self._topic(post.topic)}{post.pk}/post/delete/"]

    def new_topic(self, forum):
        return [f"{self._forum(forum)}topic/create/"]

    def change_topic(self, topic, forum=None):
        return [f"{self._topic(topic, forum)}update/"]

    def topic(self, topic):
        return [self._topic(topic)]

    def attachment(self, attachment):
        return [f"/forum/attachment/{attachment.pk}/"]

    def vote(self, poll):
        return [f"/forum/poll/{poll.pk}/vote/"]

    def feeds(self, forum):
        return ["/forum/feeds/topics/", f"/forum/feeds/{self._forum(forum).removeprefix('/forum/')}topics/"]

    def subscriptions(self):
        return ["/forum/member/subscriptions/"]

    def index(self):
        return ["/forum/"]

    def _forum(self, forum):
        return f"/forum/forum/{forum.slug}-{forum.pk}/"

    def _topic(self, topic, forum=None):
        return f"{self._forum(forum or topic.forum)}topic/{topic.slug}-{topic.pk}/"


class Ours(Stock):
    """The same addresses, none of which exists here, and our own."""

    def reply(self, topic, forum=None):
        trick = f"?forum_pk={forum.pk}&forum={forum.pk}" if forum else ""
        return [*super().reply(topic, forum), reverse("forum:reply", args=[topic.pk]) + trick]

    def edit(self, post, forum=None):
        return [*super().edit(post, forum), reverse("forum:post_edit", args=[post.pk])]

    def new_topic(self, forum):
        return [*super().new_topic(forum), reverse("forum:topic_new", args=[forum.pk, forum.slug])]

    def change_topic(self, topic, forum=None):
        return [*super().change_topic(topic, forum), *self.edit(topic.first_post, forum)]

    def topic(self, topic):
        return [*super().topic(topic), queries.topic_url(topic), queries.post_url(topic.first_post)]

    def attachment(self, attachment):
        return [*super().attachment(attachment), f"{settings.MEDIA_URL}{attachment.file.name}"]

    def subscriptions(self):
        return [*super().subscriptions(), "/notifications/", "/search/?q=kingfisher", "/forum/"]


def stock_settings():
    """What stock machina asks for in its manual, on top of ours."""
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [Path(__file__).parent / "templates", MACHINA_MAIN_TEMPLATE_DIR, *templates[0]["DIRS"]]
    templates[0]["OPTIONS"]["context_processors"].append("machina.core.context_processors.metadata")
    attachments = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "attachments"}
    return {
        "ROOT_URLCONF": "tests.attacks.stock_urls",
        "MIDDLEWARE": [
            *settings.MIDDLEWARE,
            "machina.apps.forum_permission.middleware.ForumPermissionMiddleware",
        ],
        "TEMPLATES": templates,
        "CACHES": {**settings.CACHES, "machina_attachments": attachments},
    }
