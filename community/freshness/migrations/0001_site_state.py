from django.db import migrations, models


def begin(apps, schema_editor):
    apps.get_model("freshness", "SiteState").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SiteState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField(default=0, verbose_name="number")),
            ],
            options={"verbose_name": "state of the site", "verbose_name_plural": "states of the site"},
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
