"""The demo's claims: in every state their file names, by the doors of the desk, without a single fetch."""

import json
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from claims.audit.models import AuditEvent
from claims.audit.services import verify
from claims.demo.claims import CLAIMS, load_claims
from claims.demo.newsroom import load_newsroom
from claims.tracking.models import Claim, Comment
from claims.verdicts.enums import CopyState, QuoteState
from claims.verdicts.models import Evidence, EvidenceCopy, Publication, Revision
from claims.verdicts.preflight import blocking

ENTRIES = json.loads(CLAIMS.read_text(encoding="utf-8"))


@pytest.mark.django_db
def test_the_demo_claims_load_once_and_each_tells_its_story(settings: Settings, tmp_path: Path):
    settings.MEDIA_ROOT = tmp_path
    load_newsroom()
    assert load_claims() == len(ENTRIES)
    assert load_claims() == 0
    states = dict(Claim.objects.values_list("statement", "state"))
    assert states == {entry["statement"]: entry["state"] for entry in ENTRIES}
    assert Comment.objects.count() == sum(len(entry["comments"]) for entry in ENTRIES)

    # Nothing waits to be fetched from hosts that do not exist.
    assert set(EvidenceCopy.objects.values_list("state", flat=True)) == {CopyState.KEPT}
    assert set(Evidence.objects.values_list("quote_state", flat=True)) == {QuoteState.FOUND}

    for claim in Claim.objects.filter(state__in=["submitted", "approved", "published"]):
        assert blocking(claim) == []

    # Readers are shown as a quotation what the article has character by character, and nothing else.
    quoted = Publication.objects.filter(is_current=True).exclude(page__words_said=None)
    assert [(each.page["words_said"]["text"], each.page["claimant"]["name"]) for each in quoted] == [
        ("The old ferry terminal has been empty for eleven years", "Dana Wexcombe")
    ]
    assert Publication.objects.filter(is_current=True, page__words_said=None).count() == 4

    corrected = Claim.objects.get(publications__number=2)
    first, second = Publication.objects.filter(claim=corrected).order_by("number")
    assert "£42.20" in first.content["explanation"]
    assert "£44.20" in second.content["explanation"]
    assert Revision.objects.filter(claim__state="submitted", number=2).count() == 1

    assert AuditEvent.objects.count() > 200
    assert verify().broken is None
