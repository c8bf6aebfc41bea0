from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0007_triage_settings")]
    operations = [
        migrations.AddIndex(
            model_name="candidate",
            index=models.Index(
                fields=["decided_at"], condition=models.Q(("decided_at__isnull", False)), name="candidate_decided"
            ),
        ),
    ]
