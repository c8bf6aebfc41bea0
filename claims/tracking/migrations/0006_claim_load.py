from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0005_claim_search")]
    operations = [
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(fields=["state", "reviewer", "due_key"], name="claim_load"),
        ),
    ]
