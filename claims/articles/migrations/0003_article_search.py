from django.db import migrations

from claims.articles.search import ARTICLES, create_table, drop_table


def forwards(apps, schema_editor):
    create_table(ARTICLES, schema_editor.connection)


def backwards(apps, schema_editor):
    drop_table(ARTICLES, schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("articles", "0002_article_text_once")]
    operations = [migrations.RunPython(forwards, backwards)]
