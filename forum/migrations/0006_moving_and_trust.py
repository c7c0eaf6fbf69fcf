import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def trust_writers(apps, schema_editor):
    """Whoever has a post that everyone reads is no newcomer any more."""
    post, user = apps.get_model("forum_conversation", "Post"), apps.get_model("people", "User")
    writers = post.objects.filter(approved=True).exclude(poster=None).order_by().values("poster_id")
    user.objects.filter(pk__in=writers, trusted_at=None).update(trusted_at=django.utils.timezone.now())


class Migration(migrations.Migration):
    dependencies = [
        ("board", "0005_writers_follow"),
        ("forum", "0011_auto_20190627_2132"),
        ("forum_conversation", "0013_auto_20201220_1745"),
        ("people", "0005_standing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="postdetail",
            name="unseen",
            field=models.BooleanField(default=False, verbose_name="never shown yet"),
        ),
        migrations.AddField(
            model_name="topicdetail",
            name="notes_count",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="lines of notice"),
        ),
        migrations.CreateModel(
            name="OldTopic",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(unique=True, verbose_name="number")),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="forum_conversation.topic",
                        verbose_name="topic",
                    ),
                ),
            ],
            options={
                "verbose_name": "old address of a topic",
                "verbose_name_plural": "old addresses of topics",
            },
        ),
        migrations.CreateModel(
            name="TopicNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("moved", "the topic came from another forum"),
                            ("split_off", "posts went to another topic"),
                            ("split_from", "the topic was begun with posts of another"),
                            ("joined", "posts of another topic came here"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("count", models.PositiveIntegerField(default=0, verbose_name="how many posts")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")),
                (
                    "after",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="forum_conversation.post",
                        verbose_name="below the post",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who did it",
                    ),
                ),
                (
                    "forum",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="forum.forum",
                        verbose_name="the other forum",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="forum_conversation.topic",
                        verbose_name="the other topic",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="forum_conversation.topic",
                        verbose_name="topic",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of notice",
                "verbose_name_plural": "lines of notice",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.RunPython(trust_writers, migrations.RunPython.noop),
    ]
