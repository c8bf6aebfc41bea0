"""Gates on figures that are worked out from the cells of tables."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.verdicts.figures import MOST_FIGURES, Redone, cells_of, figures_written, moved_on, work_out
from claims.verdicts.gates.dossier import Dossier, Severity

type Answer = tuple[Severity, str] | tuple[Severity, str, str]


def figures_hold(dossier: Dossier) -> Answer:
    """Every figure with a formula is what its formula gives."""
    figures = _redone(dossier)
    if len(figures) > MOST_FIGURES:
        return "block", _("There are %(count)s figures with a formula; bring them down to %(most)s.") % {
            "count": len(figures),
            "most": MOST_FIGURES,
        }
    for place, figure in figures:
        if figure.problem:
            sentence = _("The figure “%(figure)s”: %(why)s") % {"figure": figure.shown, "why": figure.problem}
            return "block", sentence, place
    if not figures:
        return "ok", _("No figure is worked out from a table, and none needs to be.")
    count = len(figures)
    return "ok", ngettext(
        "One figure is what its formula gives.", "%(count)s figures are what their formulas give.", count
    ) % {"count": count}


def cells_stand(dossier: Dossier) -> Answer:
    """The cells that figures rest on hold the same in the newest copy of their source."""
    figures = _redone(dossier)
    tables = dossier.tables if figures else []
    differences = {(table.pk, each["name"]): each for table in tables for each in table.differences}
    for _place, figure in figures:
        for cell in figure.cells:
            changed = differences.get((cell.table, cell.named.name))
            if changed is None:
                continue
            if changed["now"] is None:
                sentence = _("“%(figure)s” rests on the cell “%(cell)s”, which the newest copy no longer has.")
                return "block", sentence % {"figure": figure.shown, "cell": cell.named.name}, f"table-{cell.table}"
            sentence = moved_on(figure.shown, cell.named.name, changed["was"], changed["now"])
            return "block", sentence, f"table-{cell.table}"
    return "ok", _("The cells behind the figures are as the newest copies have them.")


def _redone(dossier: Dossier) -> list[tuple[str, Redone]]:
    """The figures of the draft, each with the id of the field it stands in."""
    written = figures_written(dossier.verdict)
    if not written:
        return []
    cells = cells_of(dossier.tables)
    fields = {"summary": "summary", "explanation": "explanation"}
    return [(fields.get(part, "key-points"), work_out(figure, cells)) for part, figure, _at in written]
