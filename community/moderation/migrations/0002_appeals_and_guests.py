import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0001_reports_and_log"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="decision",
            name="facts",
            field=models.TextField(blank=True, verbose_name="facts"),
        ),
        migrations.AddField(
            model_name="decision",
            name="reference",
            field=models.CharField(blank=True, max_length=200, verbose_name="which rule or law"),
        ),
        migrations.AddField(
            model_name="decision",
            name="until",
            field=models.DateTimeField(blank=True, null=True, verbose_name="until"),
        ),
        migrations.AddField(
            model_name="report",
            name="notifier_email",
            field=models.EmailField(blank=True, max_length=254, verbose_name="e-mail address"),
        ),
        migrations.AddField(
            model_name="report",
            name="notifier_name",
            field=models.CharField(blank=True, max_length=120, verbose_name="name"),
        ),
        migrations.AlterField(
            model_name="decision",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("hide", "Hide it"),
                    ("keep", "Leave it as it is"),
                    ("reject", "Do not publish it"),
                    ("suspend", "Suspend the member"),
                ],
                max_length=8,
                verbose_name="decision",
            ),
        ),
        migrations.AlterField(
            model_name="report",
            name="reason",
            field=models.CharField(
                choices=[
                    ("unkind", "It is insulting, threatening or harassing"),
                    ("spam", "It is advertising or spam"),
                    ("personal", "It shows somebody's personal data"),
                    ("rights", "It uses somebody's work without permission"),
                    ("illegal", "It is against the law in another way"),
                    ("child", "It shows the sexual abuse of a child"),
                    ("other", "Something else is wrong with it"),
                ],
                max_length=12,
                verbose_name="what is wrong",
            ),
        ),
        migrations.CreateModel(
            name="Appeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(verbose_name="what the author says")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="sent")),
                ("granted", models.BooleanField(null=True, verbose_name="granted")),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeal",
                        to="moderation.decision",
                        verbose_name="decision",
                    ),
                ),
            ],
            options={
                "verbose_name": "appeal",
                "verbose_name_plural": "appeals",
                "ordering": ["created_at", "pk"],
            },
        ),
    ]
