"""What a person says of a file before it is imported, held against what stands in it: its columns, its old ratings."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext as _

from claims import formats
from claims.errors import Blocked
from claims.intake.archive.columns import NEEDED
from claims.intake.archive.storing import Ratings
from claims.tracking.enums import ArchiveColumn, ImportKind, SheetColumn
from claims.tracking.models import ImportBatch

MATCHED: Final[Mapping[str, type[SheetColumn] | type[ArchiveColumn]]] = MappingProxyType(
    {ImportKind.CLAIMS: SheetColumn, ImportKind.ARCHIVE: ArchiveColumn}
)
"""The kinds of files whose columns are matched, and what a column of each may be."""


def require_columns(batch: ImportBatch, columns: Mapping[str, str]) -> None:
    """Blocked where a column is not in the file, stands there for nothing known or twice, or one is missing."""
    kinds = MATCHED[batch.kind]
    strange = columns.keys() - {column["name"] for column in batch.preview.get("columns", [])}
    if strange:
        raise Blocked(_("The file has no column “%(name)s”.") % {"name": min(strange)[:40]})
    unknown = set(columns.values()) - set(kinds.values)
    if unknown:
        raise Blocked(
            _("No column of such a file is “%(name)s”. There are: %(names)s.")
            % {"name": min(unknown)[:40], "names": ", ".join(kinds.values)}
        )
    if batch.kind == ImportKind.CLAIMS and SheetColumn.STATEMENT not in columns.values():
        raise Blocked(_("Say which column holds the claim."))
    missing = [ArchiveColumn(column).label for column in NEEDED if column not in columns.values()]
    if batch.kind == ImportKind.ARCHIVE and missing:
        raise Blocked(_("Say which columns hold: %(names)s.") % {"names": formats.listed(missing)})
    _require_once(columns.values(), kinds)


def _require_once(columns: Iterable[str], kinds: type[SheetColumn] | type[ArchiveColumn]) -> None:
    kept_once = [column for column in columns if column not in ("remark", "left_out")]
    twice = next((column for column in kept_once if kept_once.count(column) > 1), None)
    if twice:
        raise Blocked(_("Two columns are “%(name)s”. Keep one of them in a remark.") % {"name": kinds(twice).label})


def require_known(batch: ImportBatch, ratings: Mapping[str, str]) -> None:
    """Blocked where an old rating is not in the file, or one of ours is not on the scale in use."""
    strange = ratings.keys() - set(old_ratings(batch))
    if strange:
        raise Blocked(_("No check of this file is rated “%(words)s”.") % {"words": min(strange)[:40]})
    missing = ratings.keys() - Ratings.named(ratings).ours.keys()
    if missing:
        raise Blocked(
            _("“%(slug)s” is no rating of the scale in use. Choose one of it for “%(words)s”.")
            % {"slug": ratings[min(missing)][:40], "words": min(missing)[:40]}
        )


def require_ratings(batch: ImportBatch) -> None:
    """Blocked until a person has said which of ours each old rating is."""
    if unsaid := unsaid_ratings(batch):
        raise Blocked(
            _("Say first which of your ratings each old one is. Still open: %(ratings)s.")
            % {"ratings": formats.listed([f"“{words}”" if words else _("no rating") for words in unsaid[:10]])}
        )
    if not old_ratings(batch):
        raise Blocked(_("Say first which column holds the rating."))


def old_ratings(batch: ImportBatch) -> list[str]:
    """The ratings of a checked archive in its own words, the most used first; empty for checks without one."""
    return [rating["words"] for rating in batch.preview.get("ratings", [])]


def unsaid_ratings(batch: ImportBatch) -> list[str]:
    """Those of them of which nobody has said what they are on the scale in use."""
    said = Ratings.named(batch.ratings).ours
    return [words for words in old_ratings(batch) if words not in said]
