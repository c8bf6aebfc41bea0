"""Looking over a draft before it is printed: what of it was checked, and which figures stand alone or differ.

Nothing is written. The draft is read in a child process with limits, and no model is loaded.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.errors import Blocked
from claims.extraction.drafts import DraftSentence, read_draft
from claims.extraction.figures import Figure, figures_in
from claims.sandbox import Limits, TooCostly, run_limited
from claims.verdicts.models import Publication
from claims.verdicts.published_words import published_words, texts_of

MOST_CHARACTERS: Final = 60_000
"""About 10,000 words."""
LIMITS: Final = Limits(cpu_seconds=5, memory_bytes=300_000_000, output_bytes=5_000_000)
REPEATS: Final = 0.7
"""So much of a claim's words, by weight, has to stand in a sentence that repeats it."""
SAME_SUBJECT: Final = 0.55
"""So much for a sentence with another figure to be about the same."""
MOST_REMARKS: Final = 200


class RemarkKind(models.TextChoices):
    """What is to be looked at in a sentence."""

    REPEATS = "repeats", gettext_lazy("Repeats a published check")
    DIFFERS = "differs", gettext_lazy("Another figure than an earlier check")
    UNSOURCED = "unsourced", gettext_lazy("A figure without a source")


@dataclass(frozen=True)
class Remark:
    """One thing to look at, and the check it is about, if any.

    `start` and `end` are code points of the draft; `figures` those of the sentence, `checked` those of the check.
    """

    kind: RemarkKind
    start: int
    end: int
    sentence: str
    figures: Sequence[str] = ()
    check: Publication | None = None
    checked: Sequence[str] = ()


@dataclass(frozen=True)
class LookedOver:
    """A draft looked over: how long it is, with how many checks it was compared, and what is to be looked at."""

    sentences: int
    words: int
    compared_with: int
    remarks: Sequence[Remark]
    is_cut: bool = False


def get_ready() -> None:
    """Read what is published and start the child, so that the first draft of a process need not wait for it."""
    published_words().refresh()
    _read("")


def look_over(text: str) -> LookedOver:
    """Compare a draft with what is published: two queries. Blocked says in a sentence why it cannot be read."""
    if not text.strip():
        raise Blocked(_("Paste the draft, then have it looked over."))
    if len(text) > MOST_CHARACTERS:
        raise Blocked(
            _("The draft has %(count)s characters. Paste at most %(most)s at a time.")
            % {"count": len(text), "most": MOST_CHARACTERS}
        )
    sentences = _read(text)
    index = published_words()
    index.refresh()
    alike = [index.alike(sentence.text, least=SAME_SUBJECT) for sentence in sentences]
    wanted = {found.publication for group in alike for found in group[:_LOOKED_AT]}
    checks = _checks(wanted)
    remarks = []
    for sentence, group in zip(sentences, alike, strict=True):
        near = [(checks[one.publication], one.share) for one in group[:_LOOKED_AT] if one.publication in checks]
        remarks += _remarks(sentence, near)
    words = len(text.split())
    return LookedOver(len(sentences), words, len(index), remarks[:MOST_REMARKS], len(remarks) > MOST_REMARKS)


_LOOKED_AT: Final = 5


@dataclass(frozen=True)
class _Check:
    """A check with the figures of its claim and of its short answer."""

    publication: Publication
    claimed: Sequence[Figure]
    found: Sequence[Figure]


def _read(text: str) -> list[DraftSentence]:
    try:
        return run_limited(read_draft, LIMITS, text=text)
    except TooCostly as ended:
        raise Blocked(_("The draft takes too long to read. Paste a part of it.")) from ended


def _checks(numbers: set[int]) -> dict[int, _Check]:
    rows = Publication.objects.filter(pk__in=numbers, listed=True).select_related("claim")
    return {row.pk: _check_of(row) for row in rows.defer("content", "page", "claim_review")}


def _check_of(publication: Publication) -> _Check:
    card: Mapping[str, Any] = publication.card
    claimed, *answer = [figures_in(text) for text in texts_of(card)]
    return _Check(publication, claimed, answer[0] if answer else ())


def _remarks(sentence: DraftSentence, near: Sequence[tuple[_Check, float]]) -> list[Remark]:
    """What there is to say about a sentence: of the check it is nearest to, else that a figure has no source."""
    for check, share in near:
        kind = _kind(sentence.figures, check, share)
        if kind is not None:
            return [_remark(kind, sentence, check)]
    stated_by_a_check = any(_all_in(sentence.figures, check.found) for check, _share in near)
    if sentence.figures and sentence.has_source is False and not stated_by_a_check:
        return [_remark(RemarkKind.UNSOURCED, sentence)]
    return []


def _kind(figures: Sequence[Figure], check: _Check, share: float) -> RemarkKind | None:
    """How a sentence stands to a check it reads like; None where it says what the check found, or something else."""
    comparable = [figure for figure in figures if any(figure.kind == other.kind for other in _all(check))]
    if not comparable:
        return RemarkKind.REPEATS if share >= REPEATS and not (figures and check.claimed) else None
    if _all_in(comparable, check.claimed) and not _all_in(comparable, check.found):
        return RemarkKind.REPEATS if share >= REPEATS else None
    if _all_in(comparable, [*check.claimed, *check.found]):
        return None
    return RemarkKind.DIFFERS


def _all(check: _Check) -> list[Figure]:
    return [*check.claimed, *check.found]


def _all_in(figures: Sequence[Figure], known: Sequence[Figure]) -> bool:
    return bool(figures) and all(any(figure.is_like(other) for other in known) for figure in figures)


def _remark(kind: RemarkKind, sentence: DraftSentence, check: _Check | None = None) -> Remark:
    figures = [figure.text for figure in sentence.figures]
    checked = [figure.text for figure in (check.found or check.claimed)] if check else []
    publication = check.publication if check else None
    return Remark(kind, sentence.start, sentence.end, sentence.text, figures, publication, checked)
