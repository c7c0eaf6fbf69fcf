"""What `make bench-forum` measures on: 20 forums, 2,000 topics, 40,000 posts (2,000 in one topic), 500 members.

python -m tests.bench.forum_world     fills the database and prints a JSON line: forums, topics, sessions
"""

import json
import os
from collections.abc import Iterator
from datetime import timedelta
from itertools import count, islice

import django

FORUMS, TOPICS, POSTS, LONG, MEMBERS = 20, 2_000, 40_000, 2_000, 500
VIEWERS = 24  # members who are signed in and take turns to read
WRITERS = 40  # others who write, ten posts each at most, as nobody may write faster
WORDS = (
    "Cluster members asked their managers how a regional network pays for shared work and what it brings to small "
    "firms that have neither time nor staff for projects of their own, so we tried a fee with two steps. "
)
BATCH = 2_000


def text(number: int) -> str:
    """Some 600 characters in three paragraphs, in one of a hundred wordings."""
    turn = number % 100
    words = (WORDS[turn:] + WORDS[:turn])[:196].strip()
    return f"**{turn}** {words}\n\n{words}\n\n{words}"


def batches(rows: Iterator) -> Iterator[list]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def make() -> dict:
    from django.db import connection  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from community.people.models import User  # noqa: PLC0415
    from forum import actions  # noqa: PLC0415
    from forum.engine import Forum, Topic  # noqa: PLC0415
    from tests.bench.world import signed_in  # noqa: PLC0415

    now = timezone.now()
    for number in range(MEMBERS):
        User.objects.create(
            email=f"member{number}@example.org",
            display_name=f"Member {number}",
            organisation_name=f"Network {number % 80}",
            country=("PL", "LT", "FR", "FI", "HU")[number % 5],
            date_joined=now - timedelta(days=400),
        )
    members = list(User.objects.filter(email__startswith="member").order_by("pk"))
    forums = [actions.make_forum(f"bench-{number}", f"Forum number {number}") for number in range(FORUMS)]
    _write_topics(forums, members)
    _settle()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    topics = list(Topic.objects.order_by("pk"))
    place = Forum.objects.get(pk=forums[1].pk)
    return {
        "forum": {"pk": place.pk, "slug": place.slug},
        "topic": {"pk": topics[21].pk, "slug": topics[21].slug, "forum": topics[21].forum_id},
        "long": {"pk": topics[0].pk, "slug": topics[0].slug, "forum": topics[0].forum_id},
        "many": [{"pk": one.pk, "slug": one.slug, "forum": one.forum_id} for one in topics[100:200]],
        "warming": [{"pk": one.pk, "slug": one.slug, "forum": one.forum_id} for one in topics[300:400]],
        "forums": {one.pk: one.slug for one in Forum.objects.all()},
        "sessions": [signed_in(member) for member in members[:VIEWERS]],
        "writers": [signed_in(member) for member in members[VIEWERS : VIEWERS + WRITERS]],
    }


def _write_topics(forums: list, members: list) -> None:
    from community.lib import markdown  # noqa: PLC0415
    from community.lib.fold import fold  # noqa: PLC0415
    from community.search.models import SearchEntry  # noqa: PLC0415
    from forum.engine import Post, Topic  # noqa: PLC0415
    from forum.models import PostDetail, TopicDetail  # noqa: PLC0415

    numbers = count()
    rendered = [markdown.render(text(number)) for number in range(100)]

    def topic(number: int) -> Topic:
        subject = f"What members pay, {number}"
        about = {"forum": forums[number % FORUMS], "poster": members[number % MEMBERS], "approved": True}
        return Topic(subject=subject, slug=f"what-members-pay-{number}", type=0, status=0, **about)

    def post(topic: Topic) -> Post:
        number = next(numbers)
        poster = members[number * 7 % MEMBERS]
        made = Post(topic=topic, poster=poster, subject=topic.subject, content=text(number), approved=True)
        made._content_rendered = rendered[number % 100]
        return made

    topics = Topic.objects.bulk_create(topic(number) for number in range(TOPICS))
    TopicDetail.objects.bulk_create(TopicDetail(topic=one) for one in topics)
    usual = (POSTS - LONG) // (TOPICS - 1)
    places = (one for place, one in enumerate(topics) for _ in range(LONG if place == 0 else usual))
    for batch in batches(post(one) for one in places):
        posts = Post.objects.bulk_create(batch)
        PostDetail.objects.bulk_create(PostDetail(post=one, author=one.poster) for one in posts)
        SearchEntry.objects.bulk_create(
            SearchEntry(
                kind="post",
                object_id=str(one.pk),
                title=one.subject,
                body=str(one.content.raw),
                title_folded=f" {fold(one.subject)} ",
                folded=fold(str(one.content.raw)),
                url=f"/forum/post/{one.pk}/",
                audience=f"forum:{one.topic.forum_id}",
                author=one.poster,
            )
            for one in posts
        )


SETTLE = """
UPDATE forum_conversation_post SET created = now() - interval '300 days' + id * interval '1 minute';
UPDATE forum_conversation_topic t SET posts_count = s.number, first_post_id = s.first, last_post_id = s.last,
    last_post_on = s.latest, created = s.earliest, updated = s.latest
FROM (SELECT topic_id, count(*) AS number, min(id) AS first, max(id) AS last, min(created) AS earliest,
    max(created) AS latest FROM forum_conversation_post GROUP BY topic_id) s WHERE s.topic_id = t.id;
UPDATE forum_forum f SET direct_posts_count = s.posts, direct_topics_count = s.topics, last_post_on = s.latest
FROM (SELECT forum_id, sum(posts_count) AS posts, count(*) AS topics, max(last_post_on) AS latest
    FROM forum_conversation_topic GROUP BY forum_id) s WHERE s.forum_id = f.id;
UPDATE forum_forum f SET last_post_id = t.last_post_id FROM forum_conversation_topic t
    WHERE t.forum_id = f.id AND t.last_post_on = f.last_post_on;
INSERT INTO forum_member_forumprofile (user_id, posts_count)
    SELECT poster_id, count(*) FROM forum_conversation_post GROUP BY poster_id ON CONFLICT DO NOTHING;
"""


def _settle() -> None:
    """The numbers and last posts that machina keeps beside topics, forums and members."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(SETTLE)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "community.settings.development")
    django.setup()
    print(json.dumps(make()), flush=True)
