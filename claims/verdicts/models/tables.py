"""Tables that sources hold, as they stood in a kept copy, with the cells that figures are worked out from."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.figures.kept_tables import KeptTable
from claims.figures.tables import Named
from claims.restrictions.hidden import Visible
from claims.tracking.models import Claim
from claims.verdicts.models.evidence import Evidence, EvidenceCopy

PERSON = settings.AUTH_USER_MODEL


class EvidenceTable(models.Model):
    """One table of a source's kept copy; its texts never change by themselves. Removing it keeps the row."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="tables")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="tables")
    copy = models.ForeignKey(
        EvidenceCopy, on_delete=models.PROTECT, related_name="+", help_text=gettext_lazy("The copy it was taken from.")
    )
    index = models.PositiveSmallIntegerField(help_text=gettext_lazy("Which of the copy’s tables it is, from 0."))
    title = models.CharField(max_length=200)
    decimal_sign = models.CharField(max_length=1, choices=[(".", "."), (",", ",")], default=".")
    rows = models.JSONField(help_text=gettext_lazy("The texts of its cells, row by row."))
    cells = models.JSONField(default=list, help_text=gettext_lazy("The named cells: name, unit, place and texts."))
    differences = models.JSONField(
        default=list,
        blank=True,
        help_text=gettext_lazy("Named cells that hold something else in the newest copy: name, place, was and now."),
    )
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    lock_version = models.PositiveIntegerField(default=1)

    objects = Visible()

    class Meta:
        ordering = ["claim", "id"]

    def __str__(self) -> str:
        return self.title or _("Table %(pk)s") % {"pk": self.pk}

    @property
    def kept(self) -> KeptTable:
        """The table to hold against a newer one."""
        return KeptTable(self.index, self.decimal_sign, self.rows, tuple(self.named))

    @property
    def named(self) -> list[Named]:
        """Its named cells, in the order they were named in."""
        cells: Sequence[dict[str, Any]] = self.cells
        return [Named.from_data(cell) for cell in cells]
