"""The list of articles: its order, its pages and its query count."""

from collections.abc import Callable
from typing import Any

import pytest

from claims.articles import queries
from claims.tracking import run_store
from claims.tracking.enums import RunState
from claims.tracking.run_store import CandidateCounts
from tests.factories import ArticleFactory, CandidateFactory, OutletFactory, RunFactory

pytestmark = pytest.mark.django_db


def titles(page: queries.ArticlePage) -> list[str]:
    return [article.current.title for article in page.rows if article.current]


def test_pages_go_from_newest_to_oldest_and_back() -> None:
    for number in range(5):
        ArticleFactory(version__title=f"Story {number}")
    first = queries.articles_page(size=2)
    second = queries.articles_page(size=2, before=first.older)
    third = queries.articles_page(size=2, before=second.older)
    assert [titles(page) for page in (first, second, third)] == [
        ["Story 4", "Story 3"],
        ["Story 2", "Story 1"],
        ["Story 0"],
    ]
    assert (first.newer, third.older) == (None, None)
    back = queries.articles_page(size=2, after=third.newer)
    assert titles(back) == ["Story 2", "Story 1"]
    assert titles(queries.articles_page(size=2, after=back.newer)) == ["Story 4", "Story 3"]
    assert queries.articles_page(size=2, after=back.newer).newer is None


def test_words_and_outlet_narrow_the_list() -> None:
    courier, weekly = OutletFactory(name="Courier"), OutletFactory(name="Weekly")
    ArticleFactory(outlet=courier, version__title="Ferry stops")
    ArticleFactory(outlet=weekly, version__title="Ferry sails again")
    ArticleFactory(outlet=weekly, version__title="Schools", version__byline="Dana Reyes")
    assert titles(queries.articles_page(query="ferry")) == ["Ferry sails again", "Ferry stops"]
    assert titles(queries.articles_page(query="FERRY courier")) == ["Ferry stops"]
    assert titles(queries.articles_page(query="reyes")) == ["Schools"]
    assert titles(queries.articles_page(outlet_id=weekly.pk)) == ["Schools", "Ferry sails again"]
    assert queries.articles_page(query="nothing").rows == []


def test_words_are_looked_for_in_the_text_as_well() -> None:
    ArticleFactory(version__title="Ferry stops", version__text="The harbour's café lost 41 per cent of its guests.")
    ArticleFactory(version__title="Schools", version__text="Nothing about boats.")
    assert titles(queries.articles_page(query="cafe guest")) == ["Ferry stops"]
    assert titles(queries.articles_page(query="CAFÉ")) == ["Ferry stops"]
    assert titles(queries.articles_page(query="41 per cent")) == ["Ferry stops"]
    assert queries.articles_page(query="ferry boats").rows == []


@pytest.mark.parametrize("text", ["%", "_", '"', "' OR 1=1", "*", "qx:zz(", "\\", "NEAR(", "😀", "-", "AND"])
def test_signs_in_a_search_are_only_signs(text: str) -> None:
    ArticleFactory(version__title="Ferry stops")
    assert queries.articles_page(query=text).rows == []


@pytest.mark.parametrize("count", [1, 3])
def test_list_with_runs_and_counts_takes_three_queries(
    count: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    for _ in range(count):
        version = ArticleFactory().current
        RunFactory(version=version)
        CandidateFactory(version=version)
    with django_assert_num_queries(3):
        page = queries.articles_page()
        shown = [(str(article.outlet), article.current.title) for article in page.rows if article.current]
        ids = [article.current_id for article in page.rows if article.current_id]
        latest, counts = run_store.latest_runs(ids), run_store.candidate_counts(ids)
    assert len(shown) == len(latest) == len(counts) == count
    assert {run.state for run in latest.values()} == {RunState.DONE}
    assert set(counts.values()) == {CandidateCounts(pending=1)}
