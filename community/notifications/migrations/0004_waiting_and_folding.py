from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0003_following_and_digests"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="mailjob",
            index=models.Index(condition=models.Q(("state", "waiting")), fields=["recipient"], name="mail_waiting_for"),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(
                condition=models.Q(("folded", False), ("read_at", None)), fields=["recipient", "thread"], name="to_fold"
            ),
        ),
    ]
