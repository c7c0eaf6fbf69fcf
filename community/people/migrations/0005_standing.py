from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_findable"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="suspended_until",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="suspended until"),
        ),
        migrations.AddField(
            model_name="user",
            name="trusted_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="first post approved"),
        ),
    ]
