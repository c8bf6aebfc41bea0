"""Candidates that software brings to a version: found by a run, or carried over from the version before."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from django.db.models import Exists, OuterRef

from claims.articles.models import ArticleVersion
from claims.articles.reading.anchors import Anchor, Outcome, carry_over, make_anchor
from claims.extraction.types import Candidate as Found
from claims.restrictions.models import Restriction
from claims.sentences import Sentence, say, say_counted
from claims.tracking.enums import AnchorOutcome, CandidateOrigin, CandidateState
from claims.tracking.models import Candidate, ExtractionRun
from claims.tracking.score_threshold import is_untouched
from claims.viewing import as_the_software

# Two spans that share more than this of their joint extent are the same candidate, cut a little differently.
SAME_SPAN = 0.6

READING_FIELDS = ["run", "extractor", "score", "signals", "speaker", "cue", "kind", "hedged", "quoted"]
CARRIED_FIELDS = [
    "origin", "extractor", "marked_by", "part", "statement", "score", "signals", "speaker", "cue", "kind", "hedged",
    "quoted", "state", "dismiss_reason", "claim", "decided_by", "decided_at", "lock_version",
]  # fmt: skip


@dataclass(frozen=True)
class _Span:
    start: int
    end: int

    def is_much_like(self, other: "_Span | Candidate") -> bool:
        """Whether the two share most of their extent."""
        shared = min(self.end, other.end) - max(self.start, other.start)
        joint = max(self.end, other.end) - min(self.start, other.start)
        return shared > SAME_SPAN * joint


def store_found(*, run: ExtractionRun, version: ArticleVersion, found: Sequence[Found], extractor: str) -> None:
    """Write what a run found, inside the transaction that ends the run; writing it twice changes nothing.

    A span that is a candidate already stays as it is; only what the software says about one that nobody has touched is
    brought up to date. Raises ValueError when a quote is not what stands in the text.
    """
    here = list(Candidate.objects.filter(version=version).exclude(anchor=AnchorOutcome.LOST))
    untouched = {(row.start, row.end): row for row in here if is_untouched(row)}
    new, renewed = [], []
    for item in found:
        if version.text[item.start : item.end] != item.text:
            raise ValueError(f"The quote at {item.start} to {item.end} is not what stands in the text.")
        known = untouched.get((item.start, item.end))
        if known is not None:
            _describe(known, item, run, extractor)
            renewed.append(known)
        elif not any(_Span(item.start, item.end).is_much_like(row) for row in here):
            new.append(_new_candidate(item, run, version, extractor))
    Candidate.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
    Candidate.objects.bulk_update(renewed, READING_FIELDS, batch_size=200)


@as_the_software()
def carry_candidates(*, previous: ArticleVersion, version: ArticleVersion) -> dict[str, int]:
    """Carry every live anchor of one version over to the next, inside the transaction that makes the next.

    Each gets a row on the new version with its outcome and its decision; the rows of the old version stay as they were.
    Returns how many had each outcome, those of restricted claims left out: they are carried over whoever is looking,
    and told to nobody. An anchor whose new place is taken by a decided or a closer one is lost.
    """
    rows = list(
        Candidate.objects.select_for_update(of=("self",))
        .filter(version=previous)
        .exclude(anchor=AnchorOutcome.LOST)
        .annotate(is_kept=Exists(Restriction.objects.filter(claim=OuterRef("claim"))))
        .order_by("pk")
    )
    anchors = [Anchor(row.start, row.end, row.exact, row.prefix, row.suffix) for row in rows]
    carried = list(zip(rows, carry_over(previous.text, version.text, anchors), strict=True))
    carried.sort(key=lambda pair: (pair[0].state == CandidateState.PENDING, -pair[1].similarity, pair[0].pk))
    taken: set[tuple[int, int, int]] = set()
    counts: dict[str, int] = {}
    new = []
    for row, outcome in carried:
        copy = Candidate(version=version, carried_from=row, **{name: getattr(row, name) for name in CARRIED_FIELDS})
        place = (outcome.start, outcome.end, row.part)
        if outcome.outcome == Outcome.LOST or place in taken:
            copy.start, copy.end, copy.exact = row.start, row.end, row.exact
            copy.prefix, copy.suffix = row.prefix, row.suffix
            copy.anchor, copy.anchor_similarity = AnchorOutcome.LOST, 0.0
        else:
            taken.add(place)
            anchor = make_anchor(version.text, outcome.start, outcome.end)
            copy.start, copy.end, copy.exact = anchor.start, anchor.end, anchor.exact
            copy.prefix, copy.suffix = anchor.prefix, anchor.suffix
            copy.anchor, copy.anchor_similarity = AnchorOutcome(outcome.outcome), outcome.similarity
        if not row.is_kept:
            counts[copy.anchor] = counts.get(copy.anchor, 0) + 1
        new.append(copy)
    Candidate.objects.bulk_create(new, batch_size=500)
    return counts


def carried_in_words(outcome: AnchorOutcome, count: int) -> Sentence:
    """How many anchors came into a version so: 3 in the same place."""
    match outcome:
        case AnchorOutcome.EXACT:
            return say_counted("%(count)s in the same place", "%(count)s in the same place", count=count)
        case AnchorOutcome.MOVED:
            return say_counted("%(count)s same words, moved", "%(count)s same words, moved", count=count)
        case AnchorOutcome.FUZZY:
            return say_counted("%(count)s words changed a little", "%(count)s words changed a little", count=count)
        case AnchorOutcome.LOST:
            return say_counted("%(count)s no longer in the text", "%(count)s no longer in the text", count=count)


def in_words(counts: dict[str, int]) -> Sentence:
    """The outcomes of a carry-over for a person: `12 in the same place, 1 no longer in the text`."""
    outcomes = [carried_in_words(outcome, counts[outcome]) for outcome in AnchorOutcome if counts.get(outcome)]
    if not outcomes:
        return Sentence("", {})  # `say` would have translators asked for it
    if len(outcomes) == 1:
        return outcomes[0]
    some = reduce(lambda some, item: say("%(some)s, %(item)s", some=some, item=item), outcomes[:-1])
    return say("%(some)s, %(last)s", some=some, last=outcomes[-1])


def _new_candidate(item: Found, run: ExtractionRun, version: ArticleVersion, extractor: str) -> Candidate:
    anchor = make_anchor(version.text, item.start, item.end)
    row = Candidate(
        version=version,
        origin=CandidateOrigin.MACHINE,
        start=anchor.start,
        end=anchor.end,
        exact=anchor.exact,
        prefix=anchor.prefix,
        suffix=anchor.suffix,
        statement=" ".join(item.text.split()),
    )
    _describe(row, item, run, extractor)
    return row


def _describe(row: Candidate, item: Found, run: ExtractionRun, extractor: str) -> None:
    row.run = run
    row.extractor = extractor[:80]
    row.score = min(1.0, max(0.0, item.score))
    row.signals = [{"code": each.code, "label": each.label, "weight": each.weight} for each in item.signals]
    row.speaker = item.speaker[:200]
    row.cue = item.cue[:120]
    row.kind = item.kind
    row.hedged = item.hedged
    row.quoted = item.quoted
