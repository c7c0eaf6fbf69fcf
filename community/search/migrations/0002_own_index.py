from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE = "CREATE VIRTUAL TABLE search_words USING fts5(folded, prefix='2 3', tokenize='unicode61 remove_diacritics 0')"
POSTGRESQL = "CREATE INDEX search_words ON search_searchentry USING gin (to_tsvector('simple'::regconfig, folded))"


def make_index(apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What was indexed until now has to be written again: run rebuild_search."""
    apps.get_model("search", "SearchEntry").objects.all().delete()
    schema_editor.execute(SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL)


def drop_index(apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    schema_editor.execute("DROP TABLE search_words" if is_sqlite else "DROP INDEX search_words")


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0001_search_entry"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="searchentry", name="entry_by_audience"),
        migrations.AddField(
            model_name="searchentry",
            name="folded",
            field=models.TextField(default="", editable=False),
        ),
        migrations.AddField(
            model_name="searchentry",
            name="bundle",
            field=models.CharField(blank=True, default="", max_length=64, verbose_name="belongs to"),
        ),
        migrations.RunPython(make_index, drop_index),
    ]
