"""Make the stored HTML of all posts and forum descriptions anew, after the rules of Markdown have changed (C3)."""

from typing import Any

from django.core.management.base import BaseCommand

from community.lib import markdown
from forum.engine import Forum, Post
from forum.models import PostDetail
from forum.queries import stale_posts
from forum.references import known_of


class Command(BaseCommand):
    help = "Render posts whose HTML was made by an earlier version of community.lib.markdown, and all descriptions."

    def handle(self, *args: Any, **options: Any) -> None:
        done = sum(rerender(post) for post in stale_posts(markdown.VERSION))
        for forum in Forum.objects.exclude(description=None):
            html = markdown.render(forum.description.raw)
            Forum.objects.filter(pk=forum.pk).update(_description_rendered=html)
        self.stdout.write(f"Rendered {done} posts with version {markdown.VERSION}.")


def rerender(post: Post) -> bool:
    """Store the post's HTML anew. False when somebody edited it meanwhile, which has rendered it already."""
    unchanged = Post.objects.filter(pk=post.pk, updates_count=post.updates_count)
    if not unchanged.update(_content_rendered=markdown.render(post.content.raw, known_of(post))):
        return False
    PostDetail.objects.update_or_create(
        post=post,
        defaults={"rendered_with": markdown.VERSION},
        create_defaults={"author": post.poster, "rendered_with": markdown.VERSION},
    )
    return True
