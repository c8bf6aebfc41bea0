"""The figures of agreement against other people's implementations, and where no figure is given."""

import datetime
import math

import krippendorff
import numpy as np
import pytest
from django.utils import timezone

from claims.review.opinions import second_verdicts
from claims.tracking.models import Topic
from claims.verdicts.agreement import agreement_of, ordinal_alpha, share, table_of, weighted_kappa
from claims.verdicts.models import SecondVerdict
from claims.verdicts.second_verdict_figures import second_verdict_figures
from claims.verdicts.site_settings import keep_newsroom
from tests import review_steps

CASES = (
    [(0, 0)] * 11
    + [(0, 1)] * 3
    + [(1, 0)] * 2
    + [(1, 1)] * 7
    + [(1, 2)] * 4
    + [(2, 1)]
    + [(2, 2)] * 6
    + [(2, 3)] * 3
    + [(3, 2)] * 2
    + [(3, 3)] * 9
    + [(0, 3), (3, 0)]
)


def figures(cases, places=4):
    return agreement_of([(first, second, (first, second)) for first, second in cases], places)


def test_kappa_is_that_of_scikit_learn():
    # cohen_kappa_score(..., weights="quadratic") of scikit-learn 1.7 on these fifty cases
    assert math.isclose(figures(CASES).kappa.value, 0.7514311539620367, abs_tol=1e-9)


def test_kappa_by_hand():
    # 30 cases: 8 are seen to differ, and 15 * 17 + 15 * 13 = 450 of 900 would by chance; 1 - (8 / 30) / (450 / 900).
    table = np.array([[10.0, 5.0], [3.0, 12.0]])
    assert math.isclose(float(weighted_kappa(table)), 7 / 15, abs_tol=1e-12)


def test_alpha_is_that_of_the_package_of_its_name():
    for cases in (CASES, CASES[:30], [(first, 0) for first, _second in CASES] + [(4, 4)]):
        by_coder = [[first for first, _second in cases], [second for _first, second in cases]]
        reference = krippendorff.alpha(reliability_data=by_coder, level_of_measurement="ordinal", value_domain=range(5))
        assert math.isclose(float(ordinal_alpha(table_of(cases, 5))), reference, abs_tol=1e-9)


def test_random_tables_agree_with_the_package():
    random = np.random.default_rng(7)
    for _round in range(20):
        cases = [(int(first), int(second)) for first, second in random.integers(0, 5, (60, 2))]
        by_coder = [list(coder) for coder in zip(*cases, strict=True)]
        reference = krippendorff.alpha(reliability_data=by_coder, level_of_measurement="ordinal", value_domain=range(5))
        assert math.isclose(float(ordinal_alpha(table_of(cases, 5))), reference, abs_tol=1e-9)


def test_the_share_has_wilsons_interval():
    # Newcombe 1998, table I, method 3: 81 of 263 is 0.3080 (0.2553 to 0.3662).
    found = share(81, 263)
    assert (round(found.value, 4), round(found.low, 4), round(found.high, 4)) == (0.3080, 0.2553, 0.3662)


def test_intervals_hold_the_value_and_are_the_same_each_time():
    one, other = figures(CASES), figures(CASES)
    assert one == other
    for figure in (one.kappa, one.alpha):
        assert figure.low < figure.value < figure.high
        assert 0.2 < figure.high - figure.low < 0.5


@pytest.mark.parametrize("cases", [[], CASES[:19]])
def test_no_figure_is_given_of_fewer_than_twenty(cases):
    few = figures(cases)
    assert (few.raw, few.kappa, few.alpha) == (None, None, None)


def test_where_everybody_gives_one_rating_nothing_follows_but_the_share():
    same = figures([(2, 2)] * 25)
    assert (same.raw.value, same.kappa, same.alpha) == (1.0, None, None)


def test_a_rating_beside_the_scale_counts_in_the_share_alone():
    beside = agreement_of([("a", "a", (0, 0)), ("b", "x", (1, None)), ("x", "x", (None, None))] * 20, 2)
    assert (beside.cases, beside.agreed, beside.ordered) == (60, 40, 20)
    assert round(beside.raw.value, 4) == 0.6667


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_and_its_queries(rows, all_sealed, ana, apa, as_person, django_assert_num_queries):
    topic = Topic.objects.create(name="Transport", slug="transport")
    for number in range(rows):
        claim = review_steps.submitted(ana)
        claim.topics.add(topic)
        second_verdicts.give(claim_id=claim.pk, rating=("true", "mostly-false")[number % 2], sentence="So.", actor=apa)
    SecondVerdict.objects.filter(claim=claim).update(given_at=timezone.make_aware(datetime.datetime(2026, 2, 3)))

    found = second_verdict_figures()
    assert (found.overall.cases, found.overall.agreed) == (rows, rows // 2)
    assert [row.name for row in found.by_topic] == ["Transport"]
    assert [row.name for row in found.by_rating] == ["Mostly false"]
    assert found.by_quarter[0].name == "2026/1"
    with django_assert_num_queries(6):
        second_verdict_figures()
    page = as_person(apa).get("/second-verdicts/").content.decode()
    assert "too few" in page
    assert "Every claim" in page


def test_readers_are_told_only_by_choice_and_of_enough(all_sealed, ana, apa, client):
    claim = review_steps.submitted(ana)
    second = second_verdicts.give(claim_id=claim.pk, rating="mostly-false", sentence="So.", actor=apa)
    keep_newsroom(actor=None, shows_agreement=True)
    assert "How often two of us agree" not in client.get("/checks/methodology/").content.decode()
    for _number in range(19):
        other = review_steps.ClaimFactory()
        SecondVerdict.objects.create(
            claim=other,
            revision=second.revision,
            first=second.first,
            rating=second.rating,
            sentence="So.",
            given_by=apa,
            given_at=second.given_at,
        )
    assert "In 20 of them both came to the same rating." in client.get("/checks/methodology/").content.decode()
    keep_newsroom(actor=None, shows_agreement=False)
    assert "How often two of us agree" not in client.get("/checks/methodology/").content.decode()
