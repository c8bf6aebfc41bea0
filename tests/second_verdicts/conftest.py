"""A claim that ana reviews, drawn for a sealed second verdict."""

import pytest

from claims.accounts.models import User
from claims.accounts.roles import Role
from claims.publishing.second_verdict_rules import save_rule
from claims.tracking.models import Claim
from tests import review_steps
from tests.factories import PersonFactory


@pytest.fixture
def all_sealed(apa: User) -> None:
    """Every claim is judged twice; the scale has two ratings."""
    review_steps.make_scale()
    save_rule(scale=None, topic=None, share=100, actor=apa)


@pytest.fixture
def claim(all_sealed: None, ana: User) -> Claim:
    """A submitted claim that nobody else has read."""
    return review_steps.submitted(ana)


@pytest.fixture
def cyd(db: None) -> User:
    """Another approver."""
    return PersonFactory(username="cyd", roles=[Role.APPROVER])
