"""Verdicts published before have a shelf life from their publication on; the rules date them in the background."""

from typing import Any

from django.db import migrations


def begin(apps: Any, schema_editor: Any) -> None:
    """A row for each check that readers see."""
    publications = apps.get_model("verdicts", "Publication")
    shelf_lives = apps.get_model("verdicts", "ShelfLife")
    current = publications.objects.filter(is_current=True, listed=True).values_list("claim_id", "published_at")
    rows = (shelf_lives(claim_id=claim_id, as_of=at, undated=True) for claim_id, at in current.iterator())
    shelf_lives.objects.bulk_create(rows, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("verdicts", "0004_shelf_life")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
