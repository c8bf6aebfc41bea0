from django.db import migrations

from claims.verdicts.search import create_index, drop_index


class Migration(migrations.Migration):
    dependencies = [("verdicts", "0002_public_pages")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: create_index(editor),
            lambda apps, editor: drop_index(editor),
        )
    ]
