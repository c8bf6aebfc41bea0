"""The queue: every filter and order, pages that neither lose nor repeat a claim, and a fixed number of queries."""

import datetime
import itertools

import pytest
from django.http import QueryDict
from django.utils import timezone

from claims.tracking import selection
from claims.tracking.enums import CandidateState, ClaimState, Priority
from claims.tracking.filters import QueueFilters, Sort
from claims.tracking.models import Claim, Topic
from claims.tracking.queue import Beside, beside, claims_for_queue, rows_for_queue
from tests.factories import CandidateFactory, ClaimantFactory, ClaimFactory, PersonFactory

pytestmark = pytest.mark.django_db

S = ClaimState
NOON = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)


def days(count: float) -> datetime.datetime:
    return NOON + datetime.timedelta(days=count)


def numbers(filters: QueueFilters, viewer, **kwargs) -> list[int]:
    return [claim.pk for claim in claims_for_queue(filters, viewer, **kwargs).rows]


@pytest.fixture
def desk_full_of_claims(edo, ana):
    """Claims of all kinds, with ties and gaps in everything they are ordered by."""
    dues, scores = [None, days(-2), days(1), days(1), days(30)], [None, 0.1, 0.9, 0.9, 1.0]
    for number, (due, score) in enumerate(itertools.product(dues, scores)):
        ClaimFactory(
            due_at=due,
            score=score,
            priority=list(Priority)[number % 4],
            state=[S.QUEUED, S.SUBMITTED, S.PUBLISHED][number % 3],
            state_since=days(-(number % 7)),
            reviewer=[None, ana, edo][number % 3],
        )


def in_plain_python(sort: Sort, claims: list[Claim]) -> list[int]:
    """The same order, said once more without a database."""
    far = datetime.datetime(9999, 12, 31, tzinfo=datetime.UTC)
    keys = {
        Sort.DUE: lambda c: (c.due_at or far, c.pk),
        Sort.SCORE: lambda c: (-(c.score if c.score is not None else -1.0), -c.pk),
        Sort.NEWEST: lambda c: -c.pk,
        Sort.AGE: lambda c: (c.state_since, c.pk),
        Sort.PRIORITY: lambda c: (-c.priority, c.due_at or far, c.pk),
    }
    return [claim.pk for claim in sorted(claims, key=keys[sort])]


@pytest.mark.usefixtures("desk_full_of_claims")
@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("states", [(), (S.SUBMITTED,), (S.QUEUED, S.SUBMITTED), (S.QUEUED, S.PUBLISHED), "any"])
def test_pages_in_both_directions_hold_every_claim_once_and_in_order(edo, sort, states):
    filters = QueueFilters(sort=sort, all_states=states == "any", states=() if states == "any" else states)
    wanted = {"any": list(S), (): [S.QUEUED, S.SUBMITTED]}.get(states, states)
    expected = in_plain_python(sort, list(Claim.objects.filter(state__in=wanted)))

    forwards, pages, cursor = [], [], ""
    while True:
        page = claims_for_queue(filters, edo, cursor=cursor, size=4)
        forwards += [claim.pk for claim in page.rows]
        pages.append([claim.pk for claim in page.rows])
        if not page.next:
            break
        cursor = page.next
    assert forwards == expected
    assert claims_for_queue(filters, edo, size=4).previous == ""

    back = []
    while page.previous:
        page = claims_for_queue(filters, edo, cursor=page.previous, size=4)
        back.append([claim.pk for claim in page.rows])
    assert back[::-1] == pages[:-1]


@pytest.fixture
def half_of_them_chosen(desk_full_of_claims):
    """Every second claim is about trams, filed under transport and shown twice in one outlet's article."""
    transport = Topic.objects.create(name="Transport", slug="transport")
    version = CandidateFactory().version
    chosen = list(Claim.objects.order_by("pk")[::2])
    for place, claim in enumerate(chosen):
        Claim.objects.filter(pk=claim.pk).update(statement=f"Trams ran late on {place} days")
        claim.topics.add(transport)
        for start in (100 + 2 * place, 101 + 2 * place):
            CandidateFactory(version=version, start=start, end=start + 1, state=CandidateState.ACCEPTED, claim=claim)
    return chosen, version.article.outlet_id


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("all_states", [False, True])
@pytest.mark.parametrize("names", ["topic", "outlet", "text", "topic outlet text"])
def test_a_filter_over_another_table_loses_and_repeats_no_claim(edo, half_of_them_chosen, sort, all_states, names):
    chosen, outlet = half_of_them_chosen
    given = {"topic": "transport", "outlet": outlet, "text": "tram late"}
    filters = QueueFilters(sort=sort, all_states=all_states, **{name: given[name] for name in names.split()})
    wanted = [claim for claim in chosen if all_states or claim.state != S.PUBLISHED]
    expected = in_plain_python(sort, wanted)

    pages, cursor = [], ""
    while cursor or not pages:
        page = claims_for_queue(filters, edo, cursor=cursor, size=3)
        pages.append([claim.pk for claim in page.rows])
        cursor = page.next
    assert [number for numbers in pages for number in numbers] == expected

    back = []
    while page.previous:
        page = claims_for_queue(filters, edo, cursor=page.previous, size=3)
        back.append([claim.pk for claim in page.rows])
    assert back[::-1] == pages[:-1]

    for before, here, after in zip([None, *expected], expected, [*expected[1:], None], strict=False):
        assert beside(filters, edo, Claim.objects.get(pk=here)) == Beside(before, after)


def test_the_count_of_a_filter_over_another_table(edo, half_of_them_chosen, monkeypatch):
    chosen, outlet = half_of_them_chosen
    shown = QueueFilters(outlet=outlet, all_states=True)

    def count(filters: QueueFilters, size: int = 50) -> str:
        return str(claims_for_queue(filters, edo, size=size).count)

    assert count(shown) == str(len(chosen))
    assert count(QueueFilters(outlet=outlet, states=(S.PUBLISHED,))) == str(
        sum(claim.state == S.PUBLISHED for claim in chosen)
    )
    monkeypatch.setattr(selection, "COUNTED", 4)
    assert count(shown, size=1) == "4+"
    assert count(shown, size=5) == "4+"


@pytest.mark.parametrize("rows", [3, 9])
def test_a_large_filter_takes_as_many_queries_for_more_rows(edo, rows, django_assert_num_queries):
    topic = Topic.objects.create(name="Transport", slug="transport")
    for _ in range(rows):
        ClaimFactory().topics.add(topic)
    with django_assert_num_queries(4):
        rows_for_queue(QueueFilters(topic="transport"), edo)
    with django_assert_num_queries(4):
        rows_for_queue(QueueFilters(topic="transport", all_states=True), edo)


def test_words_are_found_with_the_letters_of_any_alphabet(edo):
    claim = ClaimFactory(statement="Die Straße nach Gießen, ΟΔΙΚΗ ασφάλεια, ДОРОГА")
    for word in ("Straße", "straß", "strasse", "STRASSE", "GIEßEN", "GIEẞEN", "giessen", "οδικη", "дорога", "Дор"):
        assert numbers(QueueFilters(text=word), edo) == [claim.pk], word


def test_parts_of_numbers_addresses_and_joined_words_are_found(edo):
    claim = ClaimFactory(statement="Rents rose 22.5 per cent, says www.rents.example/report-7, a well-known <site>")
    for words in ("22.5", "5 per cent", "rents.example", "report-7", "known", "site", "7"):
        assert numbers(QueueFilters(text=words), edo) == [claim.pk], words


def test_words_are_found_by_beginnings_of_any_length(edo):
    word = "Möllerbahnhaltestelle"
    claim = ClaimFactory(statement=f"The {word} is closed")
    for length in range(1, len(word) + 1):
        assert numbers(QueueFilters(text=word[:length]), edo) == [claim.pk]
    assert numbers(QueueFilters(text=f"{word}n"), edo) == []


def test_each_filter_shows_its_claims(edo, ana):
    transport = Topic.objects.create(name="Transport", slug="transport")
    mayor = ClaimantFactory(name="Rufus Haldane", slug="rufus-haldane")
    plain = ClaimFactory(statement="Nothing to see", score=0.2)
    mine = ClaimFactory(reviewer=edo, state=S.IN_REVIEW, statement="Trams ran late on Möller Street", score=0.5)
    hers = ClaimFactory(reviewer=ana, state=S.ASSIGNED, due_at=days(-3))
    filed = ClaimFactory(claimant=mayor, score=0.95, due_at=days(0) + datetime.timedelta(hours=6))
    filed.topics.add(transport)
    closed = ClaimFactory(state=S.CLOSED, close_reason="overtaken", due_at=days(5))
    candidate = CandidateFactory(state=CandidateState.ACCEPTED, claim=filed)
    CandidateFactory(version=candidate.version, start=70, end=90, state=CandidateState.MERGED, claim=filed)
    outlet = candidate.version.article.outlet_id

    def shown(**filters) -> set[int]:
        page = claims_for_queue(QueueFilters(**filters), edo)
        assert len(page.rows) == len({claim.pk for claim in page.rows})
        return {claim.pk for claim in page.rows}

    assert shown() == {plain.pk, mine.pk, hers.pk, filed.pk}
    assert shown(all_states=True) == {plain.pk, mine.pk, hers.pk, filed.pk, closed.pk}
    assert shown(states=(S.CLOSED,)) == {closed.pk}
    assert shown(states=(S.CLOSED, S.ASSIGNED)) == {closed.pk, hers.pk}
    assert shown(assignee="me") == {mine.pk}
    assert shown(assignee="nobody") == {plain.pk, filed.pk}
    assert shown(assignee=str(ana.pk)) == {hers.pk}
    assert shown(due="late") == {hers.pk} | ({filed.pk} if filed.due_at < timezone.now() else set())
    assert shown(due="today") == {filed.pk}
    assert shown(due="week", all_states=True) == {filed.pk, closed.pk}
    assert shown(topic="transport") == {filed.pk}
    assert shown(topic="no-such-topic") == set()
    assert shown(min_score=0.5) == {mine.pk, filed.pk, hers.pk}
    assert shown(outlet=outlet) == {filed.pk}
    assert shown(claimant="rufus-haldane") == {filed.pk}
    assert shown(text="trams late") == {mine.pk}
    assert shown(text="Haldane", claimant="rufus-haldane") == {filed.pk}
    assert shown(text=f"fc-{hers.pk}") == {hers.pk}
    assert shown(text="'); DROP TABLE claims_claim; --") == set()
    assert shown(text='"*^(NEAR') == set()
    assert shown(text="…") == set()
    assert shown(text="tram", topic="transport") == set()


def test_the_search_follows_every_change(edo):
    mayor = ClaimantFactory(name="Rufus Haldane")
    claim = ClaimFactory(statement="Trams ran late", claimant=mayor)
    found = QueueFilters(text="gondolas rosalind")
    assert numbers(found, edo) == []

    Claim.objects.filter(pk=claim.pk).update(statement="Gondolas ran late")
    type(mayor).objects.filter(pk=mayor.pk).update(name="Rosalind Pike")

    assert numbers(found, edo) == [claim.pk]
    assert numbers(QueueFilters(text="trams"), edo) == []
    claim.delete()
    assert numbers(found, edo) == []


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("sort", list(Sort))
def test_a_page_takes_four_queries_whatever_the_filters(edo, rows, sort, django_assert_num_queries):
    topic = Topic.objects.create(name="Transport", slug="transport")
    for _ in range(rows):
        ClaimFactory(reviewer=edo, due_at=days(2)).topics.add(topic)

    with django_assert_num_queries(4):
        page = claims_for_queue(QueueFilters(sort=sort), edo)
        assert len([(str(claim), claim.reviewer.display_name, claim.claimant.name, list(claim.topics.all()))
                    for claim in page.rows]) == rows  # fmt: skip
    with django_assert_num_queries(4):
        claims_for_queue(QueueFilters(sort=sort, assignee="me", due="week", states=(S.QUEUED,)), edo)
    with django_assert_num_queries(4):
        claims_for_queue(QueueFilters(sort=sort, topic="transport", text="council", due="week"), edo)


@pytest.mark.usefixtures("desk_full_of_claims")
@pytest.mark.parametrize("sort", list(Sort))
def test_light_rows_are_the_same_page(edo, ana, sort, django_assert_num_queries):
    zoo, air = (Topic.objects.create(name=name, slug=name.lower()) for name in ("Zoo", "Air"))
    for claim in Claim.objects.all()[:9]:
        claim.topics.set([zoo, air])
    filters = QueueFilters(sort=sort, all_states=True)
    for cursor in ("", claims_for_queue(filters, edo, size=7).next):
        whole = claims_for_queue(filters, edo, cursor=cursor, size=7)
        with django_assert_num_queries(4):
            light = rows_for_queue(filters, edo, cursor=cursor, size=7)
        assert (light.next, light.previous, light.count) == (whole.next, whole.previous, whole.count)
        for row, claim in zip(light.rows, whole.rows, strict=True):
            assert (row.pk, row.number, row.statement, row.state) == (
                claim.pk,
                claim.number,
                claim.statement,
                claim.state,
            )
            assert (row.due_at, row.score, row.priority) == (claim.due_at, claim.score, claim.priority)
            assert row.topics == [topic.name for topic in claim.topics.all()]
            assert row.claimant == claim.claimant.name
            assert str(row.reviewer) == str(claim.reviewer)
            assert row.reviewer is None or row.reviewer.initials == claim.reviewer.initials


def test_the_count_stops_where_it_says_so(edo, monkeypatch):
    for _ in range(4):
        ClaimFactory()
    assert str(claims_for_queue(QueueFilters(), edo).count) == "4"
    monkeypatch.setattr(selection, "COUNTED", 3)
    assert str(claims_for_queue(QueueFilters(), edo).count) == "3+"


@pytest.mark.parametrize("cursor", ["x", "////", "bnVsbA", "W10", "WyJmIl0", "WyJmIiwieCIsMV0", "WyJmIiwxZTk5OSwxXQ"])
@pytest.mark.parametrize("sort", list(Sort))
def test_a_cursor_nobody_gave_out_shows_the_first_page(edo, cursor, sort):
    claim = ClaimFactory()
    assert numbers(QueueFilters(sort=sort), edo, cursor=cursor) == [claim.pk]


def test_filters_go_to_an_address_and_back(edo):
    filters = QueueFilters(
        states=(S.QUEUED, S.WAITING), assignee="me", due="late", topic="transport", min_score=0.7, outlet=3,
        claimant="rufus-haldane", text="bus & tram", sort=Sort.SCORE,
    )  # fmt: skip
    query = filters.query_string()

    assert QueueFilters.parse(QueryDict(query), edo) == filters
    assert QueueFilters.parse(QueryDict(query), edo).query_string() == query
    assert filters.query_string(text="", states=()) == (
        "assignee=me&due=late&topic=transport&score=0.7&outlet=3&claimant=rufus-haldane&sort=score"
    )
    assert QueueFilters().query_string() == ""
    assert QueueFilters.parse(QueryDict("state=any"), edo).query_string() == "state=any"


def test_values_that_make_no_sense_are_left_out(edo):
    given = QueryDict(
        "state=asleep&assignee=%27--&due=never&topic=../x&score=nan&outlet=-1&claimant=%00&sort=random&q=%00%00"
    )
    assert QueueFilters.parse(given, edo) == QueueFilters(topic="x")
    assert QueueFilters.parse({}, edo) == QueueFilters()
    assert QueueFilters.parse(QueryDict("score=9e99&outlet=99999999999999999999"), edo) == QueueFilters()


def test_the_next_claim_of_the_view_is_found_also_after_this_one_left_it(edo, django_assert_num_queries):
    first, second, third = (ClaimFactory(due_at=days(number)) for number in (1, 2, 3))
    view = QueueFilters(states=(S.QUEUED,))
    assert beside(view, edo, first) == Beside(None, second.pk)
    Claim.objects.filter(pk=second.pk).update(state=S.CLOSED, close_reason="overtaken")
    second.refresh_from_db()

    with django_assert_num_queries(3):
        assert beside(view, edo, second) == Beside(first.pk, third.pk)
    assert beside(view, edo, third) == Beside(first.pk, None)
    assert beside(view, PersonFactory(), first) == Beside(None, third.pk)
