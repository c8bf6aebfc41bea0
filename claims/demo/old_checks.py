"""The demo newsroom's own old checks (`seeds/old_checks.csv`), brought along from its old site by its admin."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from django.conf import settings
from django.utils import timezone

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.demo.moments import at, in_office_hours
from claims.intake import imports
from claims.tracking.enums import ImportKind
from claims.verdicts.models import OldCheck

FILE: Final = "old_checks.csv"
BROUGHT_ALONG: Final = timedelta(days=59)
RATINGS: Final[Mapping[str, str]] = MappingProxyType({"Wrong": "false", "Half right": "half-true"})
"""Which rating of the demo's scale each one of the old site is, as the admin says on the page of the import."""


def load_old_checks() -> None:
    """Import the old checks as an admin does: look at the file, name each old rating, carry it out."""
    admin = User.objects.filter(is_demo=True).holding(Right.SETTINGS).order_by("pk").first()
    if admin is None or OldCheck.objects.exists():
        return
    data = (settings.BASE_DIR / "seeds" / FILE).read_bytes()
    with at(in_office_hours(timezone.now() - BROUGHT_ALONG)):
        batch = imports.receive(
            kind=ImportKind.ARCHIVE, name=FILE, data=data, actor=admin, dry_run=True, send_now=False
        )
        imports.work(batch.pk)
        imports.match_ratings(batch_id=batch.pk, ratings=RATINGS, actor=admin)
        imports.work(batch.pk)
        imports.carry_out(batch_id=batch.pk, actor=admin)
        imports.work(batch.pk)
