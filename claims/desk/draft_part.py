"""The verdict's form on the claim's page: the draft, what somebody else saved meanwhile, and how others were rated."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from claims.desk.forms.claims import DraftForm
from claims.figures.parsing import SIGNATURES
from claims.matching.precedents import Precedent, departures, precedents_for
from claims.review.drafting import StaleDraft, ratings_with
from claims.tracking.models import Claim
from claims.verdicts.diffing import Piece, words
from claims.verdicts.figures import MOST_FIGURES, Cell, Redone, cells_of, figures_written, work_out
from claims.verdicts.gates.dossier import Dossier
from claims.verdicts.gates.writing import MOST_POINTS, POINT_LIMIT, SUMMARY_LIMIT, WHY_LIMIT
from claims.verdicts.markdown import render
from claims.verdicts.models import PrecedentReason, Publication, Rating, Verdict
from claims.verdicts.precedents import published_with
from claims.workflow.guards import ask_why


@dataclass(frozen=True)
class Clash:
    """A part in which the stored draft and the typed one differ, word by word."""

    name: str
    pieces: Sequence[Piece]


class DraftPart:
    """The draft as it is stored, or as it was typed where a form is given."""

    summary_limit = SUMMARY_LIMIT
    most_points = MOST_POINTS
    point_limit = POINT_LIMIT
    why_limit = WHY_LIMIT
    functions = tuple(SIGNATURES)

    def __init__(self, claim: Claim, dossier: Dossier, form: DraftForm | None, stale: StaleDraft | None) -> None:
        self.claim = claim
        self.verdict = dossier.verdict
        self.dossier = dossier
        self.anchors = tuple(f"evidence-{source.pk}" for source in dossier.sources)
        self.form = form or DraftForm(initial=DraftForm.start(self.verdict))
        self.stale = stale

    @property
    def version(self) -> object:
        """The version the form was opened with; it stays while there is a conflict to settle."""
        return self.form["expected_version"].value()

    @cached_property
    def ratings(self) -> list[Rating]:
        """What can be chosen."""
        return ratings_with(self.verdict.rating if self.verdict else None)

    @property
    def chosen(self) -> str:
        """The slug of the rating that is chosen in the form."""
        return str(self.form["rating"].value() or "")

    @property
    def explanation_html(self) -> SafeString:
        """The explanation in the form, as readers will see it."""
        return render(self.form["explanation"].value() or "", self.anchors)

    @cached_property
    def cells(self) -> dict[str, Cell]:
        """The named cells that a formula may use."""
        return cells_of(self.dossier.tables)

    @property
    def worked_out(self) -> list[Redone]:
        """The figures of what stands in the form, each worked out over the named cells."""
        typed = Verdict(
            summary=self.form["summary"].value() or "",
            key_points=self.form["key_points"].value() or "",
            explanation=self.form["explanation"].value() or "",
        )
        return [work_out(figure, self.cells) for _part, figure, _at in figures_written(typed)[:MOST_FIGURES]]

    @cached_property
    def same_rating(self) -> list[Publication]:
        """The last published claims with the chosen rating."""
        return published_with(self.chosen, without=self.claim.pk) if self.chosen else []

    @cached_property
    def precedents(self) -> list[Precedent]:
        """The published checks that are most like the claim."""
        return precedents_for(self.claim)

    @property
    def departs_from(self) -> list[Precedent]:
        """The near ones that have another rating than the one chosen in the form."""
        return departures(self.precedents, self.chosen)

    @cached_property
    def stored_reason(self) -> PrecedentReason | None:
        """Why the rating is another than a near precedent's, as it was written last."""
        return PrecedentReason.objects.select_related("rating", "written_by").filter(claim=self.claim).first()

    @property
    def precedent_why(self) -> str:
        """The sentence as it was typed, or as it is stored."""
        typed = self.form["precedent_why"].value()
        return str(typed) if typed is not None else self.stored_reason.sentence if self.stored_reason else ""

    @property
    def precedent_gap(self) -> str:
        """The sentence that asks why, where it is not answered for the rating that is stored."""
        rating = self.verdict.rating if self.verdict else None
        if rating is None:
            return ""
        others = departures(self.precedents, rating.slug)
        reason = self.stored_reason if others else None
        return "" if reason and reason.rating_id == rating.pk else ask_why(others, rating.label)

    @property
    def saved_before_today(self) -> bool:
        """Whether the time alone would mislead."""
        return bool(self.verdict and timezone.localdate(self.verdict.updated_at) != timezone.localdate())

    @property
    def stored(self) -> Verdict | None:
        """The saved draft that differs from the typed one."""
        return self.stale.stored if self.stale else None

    @property
    def clashes(self) -> list[Clash]:
        """Where the stored draft and the typed one differ."""
        if self.stale is None or self.stale.stored is None:
            return []
        stored, typed = self.stale.stored, self.stale.typed
        labels = {rating.slug: rating.label for rating in self.ratings}
        kept = stored.rating.label if stored.rating else _("none")
        pairs = [
            (_("Rating"), kept, labels.get(typed.rating, _("none"))),
            (_("Short answer"), stored.summary, typed.summary),
            (_("Key points"), stored.key_points, typed.key_points),
            (_("Why we checked this"), stored.why_checked, typed.why_checked),
            (_("Explanation"), stored.explanation, typed.explanation),
        ]
        return [Clash(name, words(before, after)) for name, before, after in pairs if before != after]
