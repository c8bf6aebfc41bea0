from django.db import migrations

from claims.articles.search import create_table, drop_table
from claims.tracking.search import CLAIMS


def forwards(apps, schema_editor):
    create_table(CLAIMS, schema_editor.connection)


def backwards(apps, schema_editor):
    drop_table(CLAIMS, schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("claims", "0004_tips")]
    operations = [migrations.RunPython(forwards, backwards)]
