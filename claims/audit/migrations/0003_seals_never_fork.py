from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]
    operations = [
        migrations.AddConstraint(
            model_name="auditseal",
            constraint=models.UniqueConstraint(models.F("previous_hash"), name="audit_seals_never_fork"),
        ),
    ]
