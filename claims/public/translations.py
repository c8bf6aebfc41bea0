"""Translations as readers find them: the page in the language of its address, and lists with the words translated."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any, Final

from claims.public.site_languages import offered_here, split
from claims.verdicts.enums import PublicationKind
from claims.verdicts.models import Publication, TranslationRevision
from claims.verdicts.translations import languages_of, seen_in, shown_in

TRANSLATED: Final = ("statement", "language", "rating", "summary", "key_points", "translation")
"""What a card says in another language; its number, its dates and its notes are the original's."""


def translation_at(path: str, found: Mapping[str, Any], *, behind: bool = False) -> TranslationRevision | None:
    """The translation that stands at this address, where it names a language: one query, or none at a plain address.

    `found` are the keys of the check's current publication; a withdrawn check is withdrawn in every language. One that
    is behind is given only where it is asked for, since the page around it has to say so.
    """
    code, _plain = split(path)
    if not code or found["kind"] == PublicationKind.RETRACTION:
        return None
    return shown_in(code, found["claim_id"], behind=behind)


def translations_of(found: Mapping[str, Any]) -> list[str]:
    """In which further languages of the site a check can be read: one query, none where the site has one language."""
    further = offered_here().split()[1:]
    if not further or found["kind"] == PublicationKind.RETRACTION:
        return []
    return [code for code in languages_of(found["claim_id"]) if code in further]


def corrected_since(found: Mapping[str, Any], translation: TranslationRevision | None) -> str:
    """When the check was changed after what the translation says; empty where the translation says what it says now."""
    if translation is None or translation.translates_id == found["pk"]:
        return ""
    published_at: datetime.datetime = found["published_at"]
    return published_at.isoformat()


def in_the_language_of(path: str, rows: Sequence[Publication]) -> Sequence[Publication]:
    """The same checks with the words of their cards in the language of this address: one query at most.

    A translation that is behind is left out, so that no list says what the newsroom has corrected.
    """
    code, _plain = split(path)
    if code:
        translated = seen_in(code, [row.claim_id for row in rows if row.kind != PublicationKind.RETRACTION])
        for row in rows:
            if row.claim_id in translated and row.kind != PublicationKind.RETRACTION:
                card = translated[row.claim_id].card
                kept = {name: value for name, value in row.card.items() if name != "key_points"}
                row.card = kept | {name: card[name] for name in TRANSLATED if name in card}
    return rows
