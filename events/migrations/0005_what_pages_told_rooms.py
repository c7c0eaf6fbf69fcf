import django.core.serializers.json
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0004_speaker_mail")]

    operations = [
        migrations.AddField(
            model_name="talkroom",
            name="told",
            field=models.JSONField(
                default=dict, editable=False, encoder=django.core.serializers.json.DjangoJSONEncoder
            ),
        )
    ]
