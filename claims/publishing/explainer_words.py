"""The words of an explainer: how people hand them in, and what they have to be before a second person reads them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from claims.errors import Blocked
from claims.verdicts import normalise_input
from claims.verdicts.approved_words import NOTE_LIMIT, ask_lengths
from claims.verdicts.content import Content
from claims.verdicts.enums import PublicationKind
from claims.verdicts.models import Explainer, ExplainerRevision, Publication

TITLE_LIMIT: Final = 160
TEXT_LIMIT: Final = 10_000
SENTENCE_LIMIT: Final = 400
FEWEST_CHECKS: Final = 2
MOST_CHECKS: Final = 20
KINDS: Final = (PublicationKind.CLARIFICATION, PublicationKind.CORRECTION, PublicationKind.UPDATE)
"""What a new number of an explainer can be to readers."""


@dataclass(frozen=True)
class Passage:
    """A check of an explainer by the id of its claim, a sentence about it, and what leads over to it (Markdown)."""

    claim: int
    sentence: str = ""
    paragraph: str = ""


@dataclass(frozen=True)
class ExplainerWords:
    """What people wrote: `picture_of` is the claim whose picture stands at the head.

    `kind` (a value of PublicationKind) and `note` say what is another for readers who know an earlier number.
    """

    title: str = ""
    introduction: str = ""
    parts: tuple[Passage, ...] = ()
    closing: str = ""
    picture_of: int | None = None
    kind: str = ""
    note: str = ""


def words_of(row: Explainer | None) -> ExplainerWords:
    """The words as they are kept."""
    if row is None:
        return ExplainerWords()
    return ExplainerWords(
        title=row.title,
        introduction=row.introduction,
        parts=tuple(Passage(part["claim"], part["sentence"], part["paragraph"]) for part in row.parts),
        closing=row.closing,
        picture_of=row.picture_of_id,
        kind="" if row.kind == PublicationKind.FIRST else row.kind,
        note=row.note,
    )


def ask_fitting(words: ExplainerWords, before: Collection[int]) -> None:
    """Refuse what cannot stand in an explainer; a check that was withdrawn may stay, and says so."""
    claims = [part.claim for part in words.parts]
    if len(claims) > MOST_CHECKS:
        raise Blocked(_("At most %(most)s checks stand in an explainer. Take one out first.") % {"most": MOST_CHECKS})
    if len(set(claims)) < len(claims):
        raise Blocked(_("Each check can stand in an explainer only once."))
    added = set(claims).difference(before)
    public = set(Publication.objects.filter(listed=True, claim__in=added).values_list("claim_id", flat=True))
    if hidden := sorted(added - public):
        raise Blocked(
            _("FC-%(number)s is not published, so readers could not open it. Choose a published check.")
            % {"number": f"{hidden[0]:04d}"}
        )
    if words.picture_of is not None and words.picture_of not in claims:
        raise Blocked(_("Choose the picture of a check that stands in the explainer."))
    if words.kind and words.kind not in KINDS:
        raise Blocked(_("Choose what the change is from the list."))


def ask_complete(row: Explainer, checks: Mapping[int, Publication], earlier: ExplainerRevision | None) -> None:
    """Refuse, with every reason, words that a second person need not read yet; `earlier` is what readers see."""
    reasons = []
    if not row.title or not row.introduction:
        reasons.append(_("Write the title and the introduction."))
    if len(row.parts) < FEWEST_CHECKS:
        reasons.append(_("An explainer brings checks together: choose at least two."))
    known = {part["claim"] for part in earlier.content["parts"]} if earlier else set()
    for part in row.parts:
        check = checks[part["claim"]]
        number = {"number": check.card["number"]}
        if not part["sentence"]:
            reasons.append(_("Say in a sentence what %(number)s adds.") % number)
        if check.kind == PublicationKind.RETRACTION and part["claim"] not in known:
            reasons.append(_("%(number)s was withdrawn. Take it out.") % number)
    pictured = checks.get(row.picture_of_id or 0)
    if pictured and not pictured.card.get("picture"):
        reasons.append(_("%(number)s has no picture. Choose another, or none.") % {"number": pictured.card["number"]})
    if earlier and row.kind == PublicationKind.FIRST:
        reasons.append(_("Say whether this is a clarification, a correction or an update."))
    if earlier and not row.note:
        reasons.append(_("Say to readers what changed and why."))
    if reasons:
        raise Blocked(" ".join(reasons), tuple(reasons))


def checked(words: ExplainerWords) -> ExplainerWords:
    """The words tidied; Blocked where one of them is too long."""
    lines, line = normalise_input.lines, normalise_input.line
    clean = ExplainerWords(
        title=line(words.title),
        introduction=lines(words.introduction),
        parts=tuple(Passage(part.claim, line(part.sentence), lines(part.paragraph)) for part in words.parts),
        closing=lines(words.closing),
        picture_of=words.picture_of,
        kind="" if words.kind == PublicationKind.FIRST else words.kind,
        note=lines(words.note),
    )
    ask_lengths(_limits(clean))
    return clean


def _limits(words: ExplainerWords) -> list[tuple[str, str, int]]:
    return [
        (_("Title"), words.title, TITLE_LIMIT),
        (_("Introduction"), words.introduction, TEXT_LIMIT),
        (_("Closing words"), words.closing, TEXT_LIMIT),
        (_("What changed and why"), words.note, NOTE_LIMIT),
        *((_("Sentence on FC-%(number)s") % {"number": f"{part.claim:04d}"}, part.sentence, SENTENCE_LIMIT)
          for part in words.parts),
        *((_("Paragraph before FC-%(number)s") % {"number": f"{part.claim:04d}"}, part.paragraph, TEXT_LIMIT)
          for part in words.parts),
    ]  # fmt: skip


def told(content: Content) -> Content:
    """What readers are told, without what is said of the change itself."""
    return {name: value for name, value in content.items() if name not in ("kind", "note")}
