"""The demo's claims: in every state their file names, by the doors of the desk, without a single fetch."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db.models import Count
from django.utils import timezone
from pytest_django.fixtures import Settings

from claims.audit.models import AuditEvent
from claims.audit.services import verify
from claims.demo.claims import CLAIMS
from claims.demo.moments import at
from claims.demo.newsroom import load_newsroom
from claims.demo.stories import load_stories
from claims.tracking.models import Assignment, Claim, Comment, Tip
from claims.verdicts.enums import CopyState, QuoteState
from claims.verdicts.models import Evidence, EvidenceCopy, Publication, Revision, ShelfLife
from claims.verdicts.preflight import blocking
from claims.verdicts.watching import alarms

TODAY = datetime(2026, 5, 15, 16, 30, tzinfo=UTC)
ENTRIES = json.loads(CLAIMS.read_text(encoding="utf-8"))


@pytest.mark.django_db
def test_the_demo_claims_load_once_and_each_tells_its_story(settings: Settings, tmp_path: Path):
    settings.MEDIA_ROOT = tmp_path
    with at(TODAY):
        load_newsroom()
        load_stories()
        assert Claim.objects.count() == len(ENTRIES) == 19
        load_stories()
        assert Claim.objects.count() == 19
    assert abs(timezone.now() - datetime.now(UTC)) < timedelta(minutes=1)
    states = dict(Claim.objects.values_list("statement", "state"))
    assert states == {entry["statement"]: entry["state"] for entry in ENTRIES}
    assert Comment.objects.count() == sum(len(entry["comments"]) for entry in ENTRIES)
    assert dict(Claim.objects.values_list("language").annotate(claims=Count("pk"))) == {"en": 19}

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

    corrected = Claim.objects.get(publications__number=2, state="published")
    first, second = Publication.objects.filter(claim=corrected).order_by("number")
    assert "£42.20" in first.content["explanation"]
    assert "£44.20" in second.content["explanation"]
    assert Revision.objects.filter(claim__state="submitted", number=2).count() == 1

    assert AuditEvent.objects.count() > 200
    assert verify().broken is None
    _lies_over_eight_weeks_in_the_order_of_what_happened()
    _has_something_to_watch_and_to_answer()


def _lies_over_eight_weeks_in_the_order_of_what_happened() -> None:
    moments = list(AuditEvent.objects.filter(object_type="claim").order_by("pk").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert moments[0].date() == date(2026, 3, 21)
    assert moments[-1] < TODAY
    assert len({moment.isocalendar().week for moment in moments}) == 9
    assert {moment.hour for moment in moments} <= set(range(8, 18))

    corrected = Publication.objects.filter(claim__publications__number=2, kind="correction").get()
    assert corrected.published_at.date() == date(2026, 4, 26)
    withdrawn = Claim.objects.get(state="retracted")
    assert Publication.objects.get(claim=withdrawn, kind="retraction").published_at.date() == date(2026, 4, 16)
    in_reach = ShelfLife.objects.filter(review_by__lt=TODAY + timedelta(days=30))
    assert [row.claim.statement for row in in_reach] == ["The harbour lights have stopped thefts from boats"]

    assert Assignment.objects.filter(claim__state="in_review", due_at__lt=TODAY).count() == 2


def _has_something_to_watch_and_to_answer() -> None:
    changed = alarms().get()
    assert changed.alarm_since.date() == date(2026, 5, 13)
    assert changed.due_at is None
    assert [passage.words_now for passage in changed.passages.all()] == [
        "One complaint of theft from a vessel has been received since 14 June."
    ]
    assert list(Tip.objects.order_by("received_at").values_list("state", flat=True)) == ["declined"] + ["new"] * 3
