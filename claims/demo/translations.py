"""Checks of the demo newsroom in Spanish, from `seeds/translations.json`, by the same doors as any other."""

import json
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from django.conf import settings

from claims.accounts.models import User
from claims.demo.moments import Step
from claims.review.translations import (
    TranslatedWords,
    approve_translation,
    save_translation,
    submit_translation,
)
from claims.tracking.models import Claim
from claims.verdicts.models import Translation
from claims.verdicts.site_settings import further_languages, newsroom
from claims.verdicts.translations import original_of

TRANSLATIONS: Final = settings.BASE_DIR / "seeds" / "translations.json"

type Entry = dict[str, Any]


def translations(now: datetime) -> list[list[Step]]:
    """The stories of the translations that are not here yet."""
    told = []
    for entry in json.loads(TRANSLATIONS.read_text(encoding="utf-8")):
        if Translation.objects.filter(claim__statement=entry["of"], language=entry["language"]).exists():
            continue
        steps = [Step(now + timedelta(days=entry["written_in_days"]), partial(_write, entry))]
        if "approved_by" in entry:
            steps.append(Step(now + timedelta(days=entry["approved_in_days"]), partial(_approve, entry)))
        told.append(steps)
    return told


def _write(entry: Entry) -> None:
    claim, writer = _claim(entry), User.objects.filter(username=entry["by"]).first()
    original = original_of(claim) if claim else None
    # A newsroom that was named before the demo came may speak one language only.
    if claim is None or original is None or writer is None or entry["language"] not in further_languages(newsroom()):
        return
    row = save_translation(
        claim_id=claim.pk,
        language=entry["language"],
        words=TranslatedWords(**entry["words"]),
        translates=original.number,
        expected_version=0,
        actor=writer,
    )
    submit_translation(claim_id=claim.pk, language=entry["language"], expected_version=row.lock_version, actor=writer)


def _approve(entry: Entry) -> None:
    row = Translation.objects.filter(claim=_claim(entry), language=entry["language"]).first()
    if row is None:
        return
    approve_translation(
        claim_id=row.claim_id,
        language=row.language,
        seen_hash=row.revisions.order_by("-number")[0].content_hash,
        expected_version=row.lock_version,
        actor=User.objects.get(username=entry["approved_by"]),
    )


def _claim(entry: Entry) -> Claim | None:
    return Claim.objects.filter(statement=entry["of"]).first()
