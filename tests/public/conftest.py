"""Published checks to read, with every part a page can have."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from claims.tracking.models import Claim
from claims.verdicts.models import Publication
from tests.public.newsroom import published
from tests.workflow.stories import Crew, crew


@pytest.fixture
def people(db: None) -> Crew:
    """A desk of four."""
    return crew()


@pytest.fixture
def publish(people: Crew) -> Callable[..., Publication]:
    """Publish a claim by the desk's own moves: `publish(statement=..., summary=...)`."""

    def make(**words: Any) -> Publication:
        return published(people, **words)

    return make


@pytest.fixture
def reader() -> Client:
    """Somebody without a sign-in."""
    return Client()


def current(claim: Claim) -> Publication:
    """What readers see of a claim now."""
    return Publication.objects.get(claim=claim, is_current=True)
