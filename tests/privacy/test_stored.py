"""The table of what is stored leaves no model out, and what it says ends is what ends."""

from collections import Counter

import pytest
from django.apps import apps

from claims.privacy.models import RetentionRule
from claims.privacy.own_data import references
from claims.privacy.retention import rules
from claims.privacy.retention_kinds import KINDS
from claims.privacy.stored import COLLEAGUES, NOBODY, STORED, how_long

OF_THE_TESTS = {"chores.Chore"}
NAMES_WHO_CHANGED_IT_LAST = {
    "verdicts.SiteText",
    "claims.TriageSettings",
    "articles.Feed",
    "followed.FollowedNewsroom",
    "privacy.RetentionRule",
}


def test_every_model_stands_in_it_once():
    named = Counter(label for stored in STORED for label in stored.models)
    models = {model._meta.label for model in apps.get_models(include_auto_created=True)} - OF_THE_TESTS
    assert {label for label, times in named.items() if times > 1} == set()
    assert set(named) == models


def test_what_names_a_colleague_is_about_somebody():
    about_nobody = {label for stored in STORED if stored.whose == NOBODY for label in stored.models}
    assert {model._meta.label for model, _field in references()} & about_nobody == NAMES_WHO_CHANGED_IT_LAST


def test_what_goes_with_a_person_is_about_colleagues():
    of_colleagues = {label for stored in STORED if stored.whose == COLLEAGUES for label in stored.models}
    goes_with = {
        model._meta.label for model, field in references() if field.remote_field.on_delete.__name__ == "CASCADE"
    }
    assert goes_with <= of_colleagues


def test_each_says_how_it_ends_and_each_rule_is_used():
    assert all(bool(stored.ends) != bool(stored.rule) for stored in STORED)
    assert {stored.rule for stored in STORED if stored.rule} == set(KINDS)


@pytest.mark.django_db
def test_how_long_follows_the_rules(ada):
    by_rule = {stored.rule: stored for stored in STORED if stored.rule}
    assert how_long(by_rule["tips"], rules()) == "As long as the desk, as no rule is set."
    assert how_long(by_rule["sign_ins"], rules()) == "After 180 days."
    RetentionRule.objects.create(kind="tips", days=1, changed_by=ada, changed_at="2026-01-01T00:00Z")
    assert how_long(by_rule["tips"], rules()) == "After 1 day."
