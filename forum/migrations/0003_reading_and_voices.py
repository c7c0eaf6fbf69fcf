"""Read marks, votes for questions, reactions, and what topics are about. What was there before is brought along."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def bring_along(apps, schema_editor):
    """Marks, questions and voters of before: from machina's tracks, the kinds of topics, and the live rooms."""
    _copy_marks(apps)
    _mark_questions(apps)
    _copy_votes(apps)


def _copy_marks(apps):
    tracks = apps.get_model("forum_tracking", "TopicReadTrack").objects.values_list("user_id", "topic_id", "mark_time")
    mark = apps.get_model("board", "ReadMark")
    rows = (mark(user_id=user, topic_id=topic, read_at=moment) for user, topic, moment in tracks.iterator())
    mark.objects.bulk_create(rows, batch_size=500)


def _mark_questions(apps):
    details = apps.get_model("board", "PostDetail").objects
    details.exclude(origin_kind__in=["", "answer"]).update(asks=True)
    topics = apps.get_model("forum_conversation", "Topic").objects.filter(detail__kind="question")
    details.filter(post__in=topics.values("first_post")).update(asks=True)


def _copy_votes(apps):
    """Who asked a carried question or voted for it in its room waits for the answer here, too."""
    vote, question_vote = apps.get_model("live", "Vote"), apps.get_model("board", "QuestionVote")
    question = apps.get_model("live", "Question")
    for detail in apps.get_model("board", "PostDetail").objects.filter(origin_kind="question"):
        asker = question.objects.filter(pk=int(detail.origin_id)).values_list("attendee__user", flat=True).first()
        voters = vote.objects.filter(question=int(detail.origin_id)).exclude(attendee__user=None)
        waiting = dict.fromkeys(voters.values_list("attendee__user", flat=True), False)
        waiting |= {asker: True} if asker else {}
        question_vote.objects.bulk_create(
            [question_vote(post_id=detail.post_id, user_id=user, asked=asked) for user, asked in waiting.items()]
        )


class Migration(migrations.Migration):
    dependencies = [
        ("live", "0009_own_words"),
        ("forum_tracking", "0002_auto_20160607_0502"),
        ("board", "0002_accepted_answers"),
        ("forum", "0011_auto_20190627_2132"),
        ("forum_conversation", "0013_auto_20201220_1745"),
        ("people", "0002_groups_and_ecosystems"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HelpRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")),
            ],
            options={
                "verbose_name": "request for help",
                "verbose_name_plural": "requests for help",
            },
        ),
        migrations.CreateModel(
            name="QuestionVote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked", models.BooleanField(default=False, verbose_name="asked it")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")),
            ],
            options={
                "verbose_name": "vote for a question",
                "verbose_name_plural": "votes for questions",
            },
        ),
        migrations.CreateModel(
            name="Reaction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("thanks", "Thanks"), ("agree", "I agree"), ("tried", "I tried it")],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="when")),
            ],
            options={
                "verbose_name": "reaction",
                "verbose_name_plural": "reactions",
            },
        ),
        migrations.CreateModel(
            name="ReadMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("read_at", models.DateTimeField(verbose_name="read up to")),
            ],
            options={
                "verbose_name": "read mark",
                "verbose_name_plural": "read marks",
            },
        ),
        migrations.CreateModel(
            name="ReadStamp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("read_at", models.DateTimeField(verbose_name="read before")),
            ],
            options={
                "verbose_name": "read stamp",
                "verbose_name_plural": "read stamps",
            },
        ),
        migrations.AddField(
            model_name="postdetail",
            name="agree_count",
            field=models.PositiveIntegerField(default=0, verbose_name="agreements"),
        ),
        migrations.AddField(
            model_name="postdetail",
            name="asks",
            field=models.BooleanField(default=False, verbose_name="is a question"),
        ),
        migrations.AddField(
            model_name="postdetail",
            name="assigned_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="in hand since"),
        ),
        migrations.AddField(
            model_name="postdetail",
            name="assigned_to",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="in hand of",
            ),
        ),
        migrations.AddField(
            model_name="postdetail",
            name="sections",
            field=models.JSONField(blank=True, default=dict, verbose_name="parts"),
        ),
        migrations.AddField(
            model_name="postdetail",
            name="thanks_count",
            field=models.PositiveIntegerField(default=0, verbose_name="thanks"),
        ),
        migrations.AddField(
            model_name="postdetail",
            name="tried_count",
            field=models.PositiveIntegerField(default=0, verbose_name="tried"),
        ),
        migrations.AddField(
            model_name="topicdetail",
            name="closed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="closed at"),
        ),
        migrations.AddField(
            model_name="topicdetail",
            name="closed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="closed by",
            ),
        ),
        migrations.AddField(
            model_name="topicdetail",
            name="closing",
            field=models.CharField(blank=True, max_length=300, verbose_name="closing sentence"),
        ),
        migrations.AddField(
            model_name="topicdetail",
            name="country",
            field=models.CharField(
                blank=True,
                choices=[
                    ("AL", "Albania"),
                    ("AD", "Andorra"),
                    ("AM", "Armenia"),
                    ("AT", "Austria"),
                    ("AZ", "Azerbaijan"),
                    ("BY", "Belarus"),
                    ("BE", "Belgium"),
                    ("BA", "Bosnia and Herzegovina"),
                    ("BG", "Bulgaria"),
                    ("CA", "Canada"),
                    ("HR", "Croatia"),
                    ("CY", "Cyprus"),
                    ("CZ", "Czechia"),
                    ("DK", "Denmark"),
                    ("EE", "Estonia"),
                    ("FI", "Finland"),
                    ("FR", "France"),
                    ("GE", "Georgia"),
                    ("DE", "Germany"),
                    ("GR", "Greece"),
                    ("HU", "Hungary"),
                    ("IS", "Iceland"),
                    ("IE", "Ireland"),
                    ("IL", "Israel"),
                    ("IT", "Italy"),
                    ("JP", "Japan"),
                    ("XK", "Kosovo"),
                    ("LV", "Latvia"),
                    ("LI", "Liechtenstein"),
                    ("LT", "Lithuania"),
                    ("LU", "Luxembourg"),
                    ("MT", "Malta"),
                    ("MD", "Moldova"),
                    ("MC", "Monaco"),
                    ("ME", "Montenegro"),
                    ("MA", "Morocco"),
                    ("NL", "Netherlands"),
                    ("MK", "North Macedonia"),
                    ("NO", "Norway"),
                    ("PL", "Poland"),
                    ("PT", "Portugal"),
                    ("RO", "Romania"),
                    ("SM", "San Marino"),
                    ("RS", "Serbia"),
                    ("SK", "Slovakia"),
                    ("SI", "Slovenia"),
                    ("KR", "South Korea"),
                    ("ES", "Spain"),
                    ("SE", "Sweden"),
                    ("CH", "Switzerland"),
                    ("TN", "Tunisia"),
                    ("TR", "Türkiye"),
                    ("UA", "Ukraine"),
                    ("GB", "United Kingdom"),
                    ("US", "United States"),
                    ("ZZ", "Another country"),
                ],
                max_length=2,
                verbose_name="country",
            ),
        ),
        migrations.AddField(
            model_name="topicdetail",
            name="ecosystems",
            field=models.ManyToManyField(
                blank=True, related_name="+", to="people.ecosystem", verbose_name="ecosystems"
            ),
        ),
        migrations.AddIndex(
            model_name="postdetail",
            index=models.Index(
                condition=models.Q(("answer", None), ("asks", True)), fields=["-votes"], name="open_questions"
            ),
        ),
        migrations.AddIndex(
            model_name="postdetail",
            index=models.Index(
                condition=models.Q(("assigned_to__isnull", False)), fields=["assigned_to"], name="questions_in_hand"
            ),
        ),
        migrations.AddField(
            model_name="helprequest",
            name="asked_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="who asks",
            ),
        ),
        migrations.AddField(
            model_name="helprequest",
            name="question",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="help_requests",
                to="forum_conversation.post",
                verbose_name="question",
            ),
        ),
        migrations.AddField(
            model_name="helprequest",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="who is asked",
            ),
        ),
        migrations.AddField(
            model_name="questionvote",
            name="post",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="voters",
                to="forum_conversation.post",
                verbose_name="question",
            ),
        ),
        migrations.AddField(
            model_name="questionvote",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="member",
            ),
        ),
        migrations.AddField(
            model_name="reaction",
            name="post",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="reactions",
                to="forum_conversation.post",
                verbose_name="post",
            ),
        ),
        migrations.AddField(
            model_name="reaction",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="member",
            ),
        ),
        migrations.AddField(
            model_name="readmark",
            name="topic",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="forum_conversation.topic",
                verbose_name="topic",
            ),
        ),
        migrations.AddField(
            model_name="readmark",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="member",
            ),
        ),
        migrations.AddField(
            model_name="readstamp",
            name="forum",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="forum.forum",
                verbose_name="forum",
            ),
        ),
        migrations.AddField(
            model_name="readstamp",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="member",
            ),
        ),
        migrations.AddConstraint(
            model_name="helprequest",
            constraint=models.UniqueConstraint(fields=("question", "user"), name="nobody_is_asked_twice"),
        ),
        migrations.AddConstraint(
            model_name="questionvote",
            constraint=models.UniqueConstraint(fields=("post", "user"), name="one_vote_per_member"),
        ),
        migrations.AddConstraint(
            model_name="reaction",
            constraint=models.UniqueConstraint(fields=("post", "user", "kind"), name="one_reaction_of_a_kind_per_post"),
        ),
        migrations.AddConstraint(
            model_name="readmark",
            constraint=models.UniqueConstraint(fields=("user", "topic"), name="one_read_mark_per_topic"),
        ),
        migrations.AddConstraint(
            model_name="readstamp",
            constraint=models.UniqueConstraint(fields=("user", "forum"), name="one_read_stamp_per_forum"),
        ),
        migrations.AddConstraint(
            model_name="readstamp",
            constraint=models.UniqueConstraint(
                condition=models.Q(("forum", None)), fields=("user",), name="one_read_stamp_for_all"
            ),
        ),
        migrations.RunPython(bring_along, migrations.RunPython.noop),
    ]
