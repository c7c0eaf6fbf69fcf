from django.db import migrations

_BATCH = 1_000


def let_writers_follow(apps, schema_editor):
    """Whoever has written in a topic was told of its replies; from now on, those who follow it are."""
    post, follow = apps.get_model("forum_conversation", "Post"), apps.get_model("notifications", "Follow")
    written = post.objects.filter(approved=True).exclude(poster=None).order_by()
    rows = []
    for user_id, topic_id in written.values_list("poster_id", "topic_id").distinct().iterator(chunk_size=_BATCH):
        rows.append(follow(user_id=user_id, kind="topic", object_id=str(topic_id), level="instant"))
        if len(rows) == _BATCH:
            follow.objects.bulk_create(rows, ignore_conflicts=True)
            rows = []
    follow.objects.bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [
        ("board", "0004_writing_posts"),
        ("forum_conversation", "0013_auto_20201220_1745"),
        ("notifications", "0003_following_and_digests"),
    ]

    operations = [migrations.RunPython(let_writers_follow, migrations.RunPython.noop)]
