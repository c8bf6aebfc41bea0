from django.db import migrations

from claims.articles.search import create_table, drop_table
from claims.tracking.search import CLAIMS


def make_anew(apps, schema_editor):
    """SQLite keeps the lengths of beginnings with the table; it is filled when all migrations are done."""
    if schema_editor.connection.vendor == "sqlite":
        drop_table(CLAIMS, schema_editor.connection)
        create_table(CLAIMS, schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("claims", "0010_import_checks")]
    operations = [migrations.RunPython(make_anew, migrations.RunPython.noop)]
