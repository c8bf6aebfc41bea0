"""A claim that ana reviews, and the desk's scale, for tests of what is written in a review."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from claims.accounts.models import User
from claims.review.evidence import Source
from claims.tracking.models import Claim
from claims.verdicts.enums import SourceKind, Stance
from claims.verdicts.models import Rating, RatingScale
from claims.workflow.moves import MoveName
from claims.workflow.perform import perform
from tests.factories import ClaimFactory


@pytest.fixture
def claim(ana: User, scale: RatingScale, settings: Settings, tmp_path: Path) -> Claim:
    """A claim that ana has picked up and begun; the files of this test are its own."""
    settings.MEDIA_ROOT = tmp_path
    claim = ClaimFactory(statement="The council has cut its spending by 22 per cent")
    perform(MoveName.PICK_UP, claim_id=claim.pk, actor=ana)
    return perform(MoveName.START, claim_id=claim.pk, actor=ana).claim


@pytest.fixture
def scale(db: None) -> RatingScale:
    """The scale in use: True, Mostly false, False, and Unproven beside it."""
    scale = RatingScale.objects.create(name="Five steps", is_active=True)
    for order, (slug, label, tone, value) in enumerate(
        [
            ("true", "True", 1, 5),
            ("mostly-false", "Mostly false", 4, 2),
            ("false", "False", 5, 1),
            ("unproven", "Unproven", 0, None),
        ]
    ):
        Rating.objects.create(
            scale=scale, slug=slug, label=label, definition=f"What {label} means.", order=order, tone=tone, value=value
        )
    return scale


def a_source(**said: object) -> Source:
    """A source that says enough of itself."""
    return Source(
        **{
            "title": "Accounts of the year",
            "publisher": "Audit Office",
            "kind": SourceKind.PRIMARY,
            "stance": Stance.REFUTES,
            **said,
        }
    )
