"""The page for whoever answers for people's data."""

import pytest
from django.urls import reverse

from claims.privacy.models import ErasingRun, RetentionRule
from claims.privacy.retention import rules
from claims.privacy.stored import STORED
from tests.privacy.test_retention import tip

pytestmark = pytest.mark.django_db

USUAL = {"sign_ins": "180", "answers": "1", "site_fetches": "730"}


def test_it_shows_beforehand_what_would_go_and_keeps_what_was_typed(ada, edo, as_person):
    for days in (50, 150, 151):
        tip(days, edo)
    admin = as_person(ada)

    shown = admin.post(reverse("privacy"), {**USUAL, "tips": "100", "preview": "1"}).content.decode()

    assert "2 would go now." in shown
    assert 'name="tips" value="100"' in shown
    assert not RetentionRule.objects.exists()

    assert admin.post(reverse("privacy"), {**USUAL, "tips": "100"}).status_code == 302
    assert rules()["tips"] == 100
    page = admin.get(reverse("privacy")).content.decode()
    assert "1 rule is changed" in page
    assert "After 100 days." in page


def test_a_wrong_number_is_refused_beside_what_was_typed(ada, as_person):
    answer = as_person(ada).post(reverse("privacy"), {**USUAL, "sign_ins": "3", "tips": "7"})
    assert answer.status_code == 422
    assert "Sign-ins and changes of accounts: choose from 30 to 36500 days." in answer.content.decode()
    assert 'value="7"' in answer.content.decode()
    assert as_person(ada).post(reverse("privacy"), {**USUAL, "tips": "soon"}).status_code == 422


def test_all_that_is_stored_is_listed(ada, as_person):
    page = as_person(ada).get(reverse("privacy")).content.decode()
    assert page.count('class="stack-0 pad"') == len(STORED)
    assert "accounts.SecurityEvent" in page


def test_it_asks_the_same_of_the_database_for_any_number_of_rounds(ada, edo, as_person, django_assert_num_queries):
    admin = as_person(ada)
    admin.get(reverse("privacy"))
    for rounds in (1, 3):
        while ErasingRun.objects.count() < rounds:
            ErasingRun.objects.create(kind="tips", at="2026-01-01T00:00Z", days=9, rows=3)
        with django_assert_num_queries(7):
            admin.get(reverse("privacy"))
