"""The demo newsroom: complete, and safe to load twice."""

import json
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.test import Client

from claims.accounts.models import User
from claims.articles.models import Article, ArticleVersion, Outlet
from claims.demo import triage
from claims.matching.models import OutsideCheck
from claims.tracking.enums import CandidateState, RunState
from claims.tracking.models import Candidate, Claim, Claimant, ExtractionRun, Topic
from claims.verdicts.models import Newsroom, OldCheck, Rating, RatingScale

MODELS = [
    User,
    Outlet,
    Topic,
    Claimant,
    RatingScale,
    Rating,
    Article,
    ArticleVersion,
    ExtractionRun,
    Candidate,
    Claim,
    OutsideCheck,
    OldCheck,
]


def counts() -> list[int]:
    return [model.objects.count() for model in MODELS]


# Reading the articles is the same on any database; what is loaded is tried on both beside the demo's claims.
@pytest.mark.faces
@pytest.mark.django_db
def test_demo_newsroom_loads_once_however_often_it_is_loaded(settings: Any) -> None:
    # A server that has signed something has the row already, without any name in it.
    Newsroom.objects.update(name="Plumbline", address="", email="")
    call_command("load_demo", verbosity=0)
    assert Newsroom.objects.get().name == "Port Ellery Courier"
    first = counts()
    assert first[0] >= 9
    assert first[6] >= 12
    assert set(ExtractionRun.objects.values_list("state", flat=True)) == {RunState.DONE}
    assert not Article.objects.filter(current__title="").exists()
    assert RatingScale.objects.filter(is_active=True).count() == 1
    listed = len(json.loads((triage.SEEDS / "dismissals.json").read_text(encoding="utf-8")))
    assert Candidate.objects.filter(state=CandidateState.DISMISSED).count() == listed
    old = OldCheck.objects.order_by("published_at").values_list("path", "rating", "claim__verdict__rating__slug")
    assert list(old) == [
        ("/fact-check/2019/harbour-wall", "Wrong", "false"),
        ("/fact-check/2021/libraries", "Half right", "half-true"),
    ]
    page = Client().get("/fact-check/2019/harbour-wall/")
    assert page.status_code == 301
    shown = Client().get(page.headers["Location"]).content.decode()
    assert "11 April 2019" in shown
    assert "Nils Aldous" in shown

    call_command("load_demo", verbosity=0)
    assert counts() == first

    settings.DEMO_SIGN_INS = True
    assert authenticate(username="hana", password="plumbline-demo")
    settings.DEMO_SIGN_INS = False
    assert authenticate(username="hana", password="plumbline-demo") is None
