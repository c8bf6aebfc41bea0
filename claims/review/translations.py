"""Putting a published check into another language: writing, submitting, and the second person who reads that language.

The claim's state does not move by it. What readers see of a translation follows the rule of every verdict: somebody who
wrote none of it approves exactly these words.
"""

from dataclasses import asdict, dataclass
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims import languages
from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.audit.services import record
from claims.delivery.enums import NotificationKind
from claims.delivery.services import notify_people
from claims.errors import Blocked, Stale, WrongState
from claims.review.drafting import EXPLANATION_LIMIT
from claims.sentences import say
from claims.tracking.limits import STATEMENT_LIMIT
from claims.tracking.models import Claim
from claims.verdicts import normalise_input
from claims.verdicts.approved_words import (
    NOTE_LIMIT,
    ask_lengths,
    ask_same_words,
    keep,
    note_to_colleagues,
    refuse,
    show_to_readers,
)
from claims.verdicts.content import content_hash
from claims.verdicts.gates.writing import SUMMARY_LIMIT
from claims.verdicts.models import Publication, Translation, TranslationRevision, TranslationState
from claims.verdicts.site_settings import further_languages, newsroom, touch
from claims.verdicts.snapshots import card_of
from claims.verdicts.translated_pages import content_of_translation, translated_page
from claims.verdicts.translations import original_of
from claims.workflow.perform import locked_claim

RATING_LIMIT: Final = 60
DEFINITION_LIMIT: Final = 400


@dataclass(frozen=True)
class TranslatedWords:
    """What a person wrote; the note says to readers what changed in a translation that they know already."""

    statement: str = ""
    rating_label: str = ""
    rating_definition: str = ""
    summary: str = ""
    key_points: str = ""
    explanation: str = ""
    why_checked: str = ""
    note: str = ""


class StaleTranslation(Stale):
    """Somebody saved other words meanwhile: `stored` is what they are now."""

    def __init__(self, stored: Translation) -> None:
        self.stored = stored
        super().__init__(
            _("%(who)s changed this translation after you opened it. Yours is still here: compare, then save again.")
            % {"who": stored.updated_by}
        )


def words_of(translation: Translation | None) -> TranslatedWords:
    """The words as they are kept."""
    if translation is None:
        return TranslatedWords()
    return TranslatedWords(**{name: getattr(translation, name) for name in asdict(TranslatedWords())})


def may_write(person: User) -> str:
    """The sentence that refuses this person to write translations, or an empty string."""
    return "" if person.may(Right.REVIEW) else _("Your role does not let you translate checks. Ask an editor.")


def may_take_back(translation: Translation, person: User) -> str:
    """The sentence that refuses this person to take a submitted translation back, or an empty string."""
    if not person.may(Right.REVIEW):
        return may_write(person)
    if person.may(Right.ASSIGN) or person in translation.writers.all():
        return ""
    return _("Only somebody who wrote this translation, or an editor, can take it back.")


def may_judge(translation: Translation, person: User) -> str:
    """The sentence that refuses this person to approve a translation or send it back, or an empty string."""
    if not person.may(Right.APPROVE):
        return _("Your role does not let you approve translations. Ask an approver.")
    if person in translation.writers.all():
        return _("You wrote a part of this translation, so somebody else has to judge it.")
    if translation.language not in person.reads:
        return _(
            "Only somebody who reads %(language)s can judge this. Say on your account page which languages you read."
        ) % {"language": language_named(translation.language)}
    return ""


def language_named(code: str) -> str:
    """The language's own name."""
    return dict(languages.offered()).get(code, code)


def save_translation(
    *, claim_id: int, language: str, words: TranslatedWords, translates: int, expected_version: int, actor: User
) -> Translation:
    """Keep the words as those of number `translates` of the check, which the person had before her.

    `expected_version` is the `lock_version` she saw, 0 before there was one. Saving what is kept changes nothing.
    """
    refuse(may_write(actor))
    words = _checked(words)
    with transaction.atomic():
        claim = locked_claim(claim_id)
        _ask_language(claim, language)
        number = Publication.objects.filter(claim=claim, number=translates, revision__isnull=False).first()
        if number is None:
            raise WrongState(_("This number of the check is not here. Reload the page."))
        stored = _row(claim, language)
        if stored and stored.state == TranslationState.SUBMITTED:
            raise WrongState(_("This translation waits for a second person. Take it back to change it."))
        if stored and words_of(stored) == words and stored.translates_id == number.pk:
            return stored
        if expected_version != (stored.lock_version if stored else 0):
            raise StaleTranslation(stored) if stored else _not_here()
        row = stored or Translation(claim=claim, language=language, lock_version=0)
        for name, value in asdict(words).items():
            setattr(row, name, value)
        row.translates, row.state = number, TranslationState.DRAFT
        keep(row, actor)
        row.writers.add(actor)
        record(action="translation_saved", **_about(claim, row, actor))
    return row


def submit_translation(*, claim_id: int, language: str, expected_version: int, actor: User) -> Translation:
    """Freeze the words for a second person who reads the language."""
    refuse(may_write(actor))
    with transaction.atomic():
        claim, row, original = _locked(claim_id, language, expected_version)
        if row.state != TranslationState.DRAFT:
            raise WrongState(_("There is nothing new to submit. Change the words first."))
        _ask_complete(row, original)
        content = content_of_translation(
            number=claim.number,
            language=language,
            translates=original.number,
            original_hash=original.content_hash,
            words=asdict(words_of(row)),
        )
        revision = TranslationRevision.objects.create(
            translation=row,
            number=row.revisions.count() + 1,
            translates=original,
            content=content,
            content_hash=content_hash(content),
            submitted_by=actor,
            submitted_at=timezone.now(),
        )
        revision.authors.set(row.writers.all())
        row.state, row.sent_back = TranslationState.SUBMITTED, ""
        keep(row, actor)
        record(action="translation_submitted", **_about(claim, row, actor))
        approvers = User.objects.holding(Right.APPROVE).exclude(pk__in=revision.authors.values("pk"))
        notify_people(
            [person for person in approvers if language in person.reads],
            kind=NotificationKind.SECOND_REVIEW,
            claim=claim,
            actor=actor,
            text=say(
                "submitted a translation of %(number)s into %(language)s; it waits for a second person who reads it",
                number=claim.number,
                language=language_named(language),
            ),
        )
    return row


def take_back_translation(*, claim_id: int, language: str, expected_version: int, actor: User) -> Translation:
    """Go on writing a translation that waits for a second person."""
    with transaction.atomic():
        claim, row, _original = _locked(claim_id, language, expected_version)
        refuse(may_take_back(row, actor))
        _ask_submitted(row)
        row.state = TranslationState.DRAFT
        keep(row, actor)
        record(action="translation_taken_back", **_about(claim, row, actor))
    return row


def send_back_translation(
    *, claim_id: int, language: str, note: str, expected_version: int, actor: User
) -> Translation:
    """Ask for changes, with a note that says which."""
    with transaction.atomic():
        claim, row, _original = _locked(claim_id, language, expected_version)
        refuse(may_judge(row, actor))
        _ask_submitted(row)
        note = note_to_colleagues(note)
        row.state, row.sent_back = TranslationState.DRAFT, note
        keep(row, actor)
        record(action="translation_sent_back", note=note, **_about(claim, row, actor))
        notify_people(
            row.writers.all(),
            kind=NotificationKind.SENT_BACK,
            claim=claim,
            actor=actor,
            text=say(
                "sent back your translation of %(number)s (%(language)s): %(note)s",
                number=claim.number,
                language=language_named(language),
                note=note,
            ),
        )
    return row


def approve_translation(
    *, claim_id: int, language: str, seen_hash: str, expected_version: int, actor: User
) -> TranslationRevision:
    """Show exactly these words to readers from now on, as the second person who reads the language."""
    with transaction.atomic():
        claim, row, original = _locked(claim_id, language, expected_version)
        refuse(may_judge(row, actor))
        _ask_submitted(row)
        _ask_language(claim, language)
        revision = row.revisions.select_related("translates").order_by("-number")[0]
        ask_same_words(revision, seen_hash)
        if revision.translates_id != original.pk:
            raise Blocked(_("The check was corrected since. Send the translation back to be brought up to date."))
        _publish(row, revision, actor)
        record(action="translation_approved", **_about(claim, row, actor))
    return revision


def _publish(row: Translation, revision: TranslationRevision, actor: User) -> None:
    now, earlier = timezone.now(), row.revisions.filter(is_current=True).first()
    authors = [str(person) for person in revision.authors.order_by("id")]
    names = {"translated_by": authors, "approved_by": str(actor)} if newsroom().show_names else {}
    page = translated_page(revision, earlier=earlier, names=names, now=now)
    card = card_of(page) | {"translation": row.language}
    show_to_readers(revision, earlier=earlier, page=page, card=card, approver=actor, now=now)
    row.state, row.note = TranslationState.PUBLISHED, ""
    keep(row, actor)
    row.writers.clear()
    touch()


def _locked(claim_id: int, language: str, expected_version: int) -> tuple[Claim, Translation, Publication]:
    claim = locked_claim(claim_id)
    row, original = _row(claim, language), original_of(claim)
    if row is None or original is None:
        raise _not_here()
    if row.lock_version != expected_version:
        raise StaleTranslation(row)
    return claim, row, original


def _row(claim: Claim, language: str) -> Translation | None:
    rows = Translation.objects.select_related("updated_by").filter(claim=claim, language=language)
    return rows.select_for_update(of=("self",)).first()


def _about(claim: Claim, row: Translation, actor: User) -> dict[str, Any]:
    """What the record keeps of an act on a translation, by which the claim does not move."""
    return {
        "actor": actor,
        "target": claim,
        "from_state": claim.state,
        "to_state": claim.state,
        "data": {"language": row.language, "translates": row.translates.number},
    }


def _not_here() -> WrongState:
    return WrongState(_("This translation is not here. Reload the page."))


def _ask_submitted(row: Translation) -> None:
    if row.state != TranslationState.SUBMITTED:
        raise WrongState(_("This translation does not wait for a second person. Reload the page."))


def _ask_language(claim: Claim, language: str) -> None:
    if language not in further_languages(newsroom()):
        raise Blocked(
            _("The site is not offered in this language. An admin adds it under Newsroom in the back office.")
        )
    if original_of(claim) is None:
        raise WrongState(_("Only a published check can be translated."))


def _ask_complete(row: Translation, original: Publication) -> None:
    reasons = []
    if row.translates_id != original.pk:
        reasons.append(
            _("The check is at number %(number)s now. Bring the translation up to it and save, then submit.")
            % {"number": original.number}
        )
    if not row.statement or not row.rating_label or not row.summary:
        reasons.append(_("Translate the wording, the rating and the short answer."))
    if original.content["explanation"] and not row.explanation:
        reasons.append(_("Translate the explanation."))
    if original.content.get("key_points") and not row.key_points:
        reasons.append(_("Translate the key points."))
    if original.content.get("why_checked") and not row.why_checked:
        reasons.append(_("Translate why it was checked."))
    if row.revisions.filter(is_current=True).exists() and not row.note:
        reasons.append(_("Say to readers what changed in the translation."))
    if reasons:
        raise Blocked(" ".join(reasons), tuple(reasons))


def _checked(words: TranslatedWords) -> TranslatedWords:
    lines, line = normalise_input.lines, normalise_input.line
    clean = TranslatedWords(
        line(words.statement),
        line(words.rating_label),
        line(words.rating_definition),
        lines(words.summary),
        lines(words.key_points),
        lines(words.explanation),
        lines(words.why_checked),
        lines(words.note),
    )
    ask_lengths(_limits(clean))
    return clean


def _limits(words: TranslatedWords) -> tuple[tuple[str, str, int], ...]:
    return (
        (_("Wording"), words.statement, STATEMENT_LIMIT),
        (_("Rating"), words.rating_label, RATING_LIMIT),
        (_("What the rating means"), words.rating_definition, DEFINITION_LIMIT),
        (_("Short answer"), words.summary, SUMMARY_LIMIT),
        (_("Key points"), words.key_points, EXPLANATION_LIMIT),
        (_("Explanation"), words.explanation, EXPLANATION_LIMIT),
        (_("Why we checked this"), words.why_checked, EXPLANATION_LIMIT),
        (_("What changed in the translation"), words.note, NOTE_LIMIT),
    )
