"""The four groups that roles hang from, and the 14 industrial ecosystems (requirements B1)."""

from django.db import migrations

GROUPS = ["Moderators", "Editors", "Organisers", "Trainers"]

ECOSYSTEMS = [
    ("aerospace-defence", "Aerospace & defence", ""),
    ("agri-food", "Agri-food", ""),
    ("construction", "Construction", ""),
    ("cci", "Cultural and creative industries", "CCI"),
    ("digital", "Digital", ""),
    ("electronics", "Electronics", ""),
    ("eii", "Energy-intensive industries", "EII"),
    ("renewables", "Energy-renewables", "Renewable energy"),
    ("health", "Health", ""),
    ("mobility", "Mobility-Transport-Automotive", "Mobility, Automotive"),
    ("proximity", "Proximity, social economy and civil society", "Proximity and social economy, civil security"),
    ("retail", "Retail", ""),
    ("textiles", "Textiles", "Textile"),
    ("tourism", "Tourism", ""),
]


def add(apps, schema_editor):
    group = apps.get_model("auth", "Group")
    for name in GROUPS:
        group.objects.get_or_create(name=name)
    ecosystem = apps.get_model("people", "Ecosystem")
    for code, name, synonyms in ECOSYSTEMS:
        ecosystem.objects.get_or_create(code=code, defaults={"name": name, "synonyms": synonyms})


class Migration(migrations.Migration):
    dependencies = [("people", "0001_people"), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
