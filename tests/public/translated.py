"""A check put into Spanish by the newsroom's own steps."""

from typing import Any

from claims.accounts.models import User
from claims.review import translations
from claims.review.translations import TranslatedWords
from claims.verdicts.models import Publication, Translation, TranslationRevision

SPANISH = TranslatedWords(
    statement="El consejo recortó su gasto en un 22 por ciento",
    rating_label="Falso",
    rating_definition="Las pruebas lo contradicen.",
    summary="Subió un 9 por ciento.",
    explanation="Las cuentas auditadas dan ambas cifras [1].",
)


def written(publication: Publication, writer: User, words: TranslatedWords = SPANISH) -> Translation:
    """The words of a translation, saved by this person."""
    stored = Translation.objects.filter(claim=publication.claim_id, language="es").first()
    return translations.save_translation(
        claim_id=publication.claim_id,
        language="es",
        words=words,
        translates=publication.number,
        expected_version=stored.lock_version if stored else 0,
        actor=writer,
    )


def step(name: str, publication: Publication, person: User, **more: Any) -> Any:
    """Take one step by its name: submit, take_back, send_back, approve."""
    row = Translation.objects.get(claim=publication.claim_id, language="es")
    act = getattr(translations, f"{name}_translation")
    return act(claim_id=publication.claim_id, language="es", expected_version=row.lock_version, actor=person, **more)


def waiting_hash(publication: Publication) -> str:
    """The hash of the words that wait for a second person."""
    rows = TranslationRevision.objects.filter(translation__claim=publication.claim_id, translation__language="es")
    return rows.order_by("-number")[0].content_hash


def in_spanish(
    publication: Publication, writer: User, approver: User, words: TranslatedWords = SPANISH
) -> TranslationRevision:
    """The check in Spanish for readers, approved by somebody who reads it."""
    approver.reads = ["es"]
    approver.save()
    written(publication, writer, words)
    step("submit", publication, writer)
    revision: TranslationRevision = step("approve", publication, approver, seen_hash=waiting_hash(publication))
    return revision
