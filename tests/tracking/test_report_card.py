"""The extractor's report card: what counts as right, wrong, neither and missed, and that it costs three queries."""

import datetime

import pytest
from django.utils import timezone

from claims.tracking.enums import CandidateOrigin, CandidateState, DismissReason
from claims.tracking.report_card import Share, Tally, report_card
from claims.triage import candidate_decisions
from tests.factories import STORY, ArticleFactory, CandidateFactory, ClaimFactory, OutletFactory

pytestmark = pytest.mark.django_db

BY_HAND = "Dana Wexcombe, who leads the opposition"


def days_ago(days):
    return timezone.now() - datetime.timedelta(days=days)


def taken_up(score=0.9, **fields):
    fields = {"state": CandidateState.ACCEPTED, "decided_at": timezone.now(), **fields}
    return CandidateFactory(score=score, claim=ClaimFactory(), **fields)


def dismissed(reason, score=0.9, **fields):
    fields = {"decided_at": timezone.now(), **fields}
    return CandidateFactory(score=score, state=CandidateState.DISMISSED, dismiss_reason=reason, **fields)


def marked(**fields):
    return taken_up(score=None, origin=CandidateOrigin.PERSON, exact=BY_HAND, **fields)


def test_only_some_reasons_are_errors_of_the_extractor():
    taken_up()
    taken_up(state=CandidateState.MERGED)
    for reason in DismissReason:
        dismissed(reason)

    card = report_card()

    assert card.total == Tally(taken_up=2, errors=5, aside=3)
    assert dict(card.reasons) == dict.fromkeys(DismissReason, 1)


def test_what_people_marked_themselves_counts_as_missed_only_where_nothing_was_found(ana, edo):
    version = ArticleFactory().current
    taken_up(version=version)
    for words in ("Dana Wexcombe, who leads", "cut its spending by 22 per cent"):
        start = STORY.index(words)
        done = candidate_decisions.mark_by_hand(version_id=version.pk, start=start, end=start + len(words), actor=ana)
        candidate_decisions.accept(candidate_id=done.candidate.pk, actor=edo)
    rejected = candidate_decisions.mark_by_hand(version_id=version.pk, start=0, end=11, actor=ana).candidate
    candidate_decisions.dismiss(candidate_id=rejected.pk, reason="opinion", actor=edo)

    card = report_card()

    assert card.total == Tally(taken_up=1, missed=1)
    assert card.total.recall == Share(1, 2)


def test_undecided_ones_readers_tips_and_halves_of_a_split_count_nowhere(edo):
    CandidateFactory()
    taken_up(origin=CandidateOrigin.TIP)
    whole = CandidateFactory()
    _, half = candidate_decisions.split(
        candidate_id=whole.pk, first="Spending fell.", second="It fell since 2021.", actor=edo
    )
    candidate_decisions.accept(candidate_id=half.pk, actor=edo)
    assert report_card().total == Tally()

    candidate_decisions.accept(candidate_id=whole.pk, actor=edo)
    assert report_card().total == Tally(taken_up=1)
    candidate_decisions.undo(candidate_id=whole.pk, actor=edo)
    assert report_card().total == Tally()


def test_a_find_carried_into_a_new_version_counts_once_as_it_stands_there():
    old = taken_up()
    newer = ArticleFactory().current
    dismissed("opinion", version=newer, carried_from=old)

    assert report_card().total == Tally(errors=1)


def test_weeks_begin_on_mondays_and_older_decisions_are_another_period():
    monday = timezone.localdate() - datetime.timedelta(days=timezone.localdate().weekday())
    start = timezone.make_aware(datetime.datetime.combine(monday, datetime.time()))
    taken_up(decided_at=start)
    taken_up(decided_at=start - datetime.timedelta(seconds=1))
    marked(decided_at=start - datetime.timedelta(seconds=1))
    dismissed("trivial", decided_at=start - datetime.timedelta(weeks=20))

    weeks = report_card().weeks

    assert [week.start for week in weeks] == [monday - datetime.timedelta(weeks=back) for back in range(12, -1, -1)]
    assert [week.tally for week in weeks[-3:]] == [
        Tally(),
        Tally(taken_up=1, missed=1),
        Tally(taken_up=1),
    ]
    assert report_card(26).total == Tally(taken_up=2, errors=1, missed=1)
    assert report_card(4).total == Tally(taken_up=2, missed=1)


def test_bands_go_by_the_printed_score():
    for score in (0.0, 0.095, 0.0949, 0.695, 0.6951, 0.6949, 1.0):
        dismissed("opinion", score=score)
    taken_up(score=0.6949)

    bands = report_card().bands

    assert [(band.name, band.tally.judged) for band in bands if band.tally.judged] == [
        ("0.00 to 0.09", 2),
        ("0.10 to 0.19", 1),
        ("0.60 to 0.69", 2),
        ("0.70 to 0.79", 2),
        ("0.90 to 1.00", 1),
    ]
    assert bands[6].tally == Tally(taken_up=1, errors=1)
    assert bands[6].expected == 69


def test_what_a_threshold_would_have_hidden():
    for score in (0.2, 0.43, 0.9):
        taken_up(score=score)
        dismissed("not_a_claim", score=score - 0.05)
        dismissed("duplicate", score=score)

    hidden = report_card().hidden(0.43)

    assert (hidden.taken_up, hidden.errors) == (Share(1, 3), Share(2, 3))
    assert report_card().hidden(0.0).taken_up == Share(0, 3)


def test_outlets_and_extractors_stand_by_what_there_is_to_judge():
    courier, weekly = OutletFactory(name="Courier"), OutletFactory(name="Weekly")
    for outlet, count in ((courier, 1), (weekly, 2), (None, 1)):
        version = ArticleFactory(outlet=outlet).current
        for place in range(count):
            taken_up(version=version, exact=STORY[place : place + 20], extractor=f"claims-en {place + 1}.0")
    marked(version=ArticleFactory(outlet=courier).current)

    card = report_card()

    assert [(row.name, row.tally) for row in card.outlets] == [
        ("Courier", Tally(taken_up=1, missed=1)),
        ("Weekly", Tally(taken_up=2)),
        ("No outlet", Tally(taken_up=1)),
    ]
    assert [(row.name, row.tally.taken_up) for row in card.extractors] == [("claims-en 1.0", 3), ("claims-en 2.0", 1)]


def test_the_smaller_outlets_are_one_row():
    for number in range(17):
        taken_up(version=ArticleFactory(outlet=OutletFactory(name=f"Paper {number:02}")).current)

    rows = report_card().outlets

    assert len(rows) == 16
    assert (rows[-1].name, rows[-1].tally) == ("2 other outlets", Tally(taken_up=2))


def test_small_samples_give_no_share_and_larger_ones_say_how_sure_they_are():
    assert Share(4, 19).percent is None
    assert (Share(14, 20).percent, Share(14, 20).between) == (70, (48, 85))
    assert (Share(0, 20).percent, Share(0, 20).between) == (0, (0, 16))
    assert Share(700, 1000).between == (67, 73)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_card_costs_the_same_whatever_there_is(rows, django_assert_num_queries):
    for _ in range(rows):
        version = ArticleFactory().current
        taken_up(version=version)
        marked(version=version)

    with django_assert_num_queries(3):
        card = report_card()

    assert card.total == Tally(taken_up=rows, missed=rows)
