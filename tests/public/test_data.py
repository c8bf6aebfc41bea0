"""The public JSON API: every check as data, by any filter, for anybody and from any site."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.public.newsroom import corrected, published, retracted
from tests.public.test_lists_and_feeds import numbers, three

__all__ = ["three"]


def got(reader, address: str):
    response = reader.get(address.partition("/checks")[1] + address.partition("/checks")[2])
    assert response.status_code == 200, address
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    return json.loads(response.content)


def test_the_list_takes_the_filters_of_the_search(reader, three):
    first, second, third = three
    for query, wanted in [
        ("", [third, second, first]),
        ("?topic=health", [third, second]),
        ("?q=nurse", [second]),
        ("?rating=false&rating=true", [second, first]),
        ("?outlet=ellery-gazette&q=thefts", [third]),
        ("?rating=nothing", []),
        ("?q=%00%01", [third, second, first]),
        ("?nonsense=1", [third, second, first]),
    ]:
        found = got(reader, f"/checks/checks.json{query}")
        assert [check["number"] for check in found["checks"]] == numbers(wanted), query
        assert found["next"] is None


def test_pages_of_any_filter_lead_to_the_end(reader, people, monkeypatch):
    monkeypatch.setattr("claims.public.views.data.IN_A_PAGE", 2)
    for number in range(5):
        published(people, statement=f"Claim of the week {number}")
    for address in ("/checks/checks.json", "/checks/checks.json?q=week&rating=false"):
        seen = []
        while address:
            page = got(reader, address)
            seen += [check["statement"][-1] for check in page["checks"]]
            address = page["next"]
        assert seen == ["4", "3", "2", "1", "0"]


def test_a_check_is_there_whole_and_its_older_numbers_too(reader, people):
    first = published(people)
    second = corrected(first, people)
    found = got(reader, f"/checks/{first.slug}/check.json")
    check, older = found["check"], got(reader, f"/checks/{first.slug}/1/check.json")

    assert (check["publication"], check["is_current"], check["retracted"]) == (2, True, False)
    assert check["evidence"][0]["copy"]["sha256"] == "ab" * 32
    assert "id" not in check["evidence"][0]
    assert found["claim_review"] == json.loads(second.claim_review)
    assert (older["check"]["publication"], older["check"]["is_current"]) == (1, False)
    assert older["claim_review"] is None
    assert reader.get(f"/checks/{first.slug}/3/check.json").status_code == 404


def test_a_retraction_is_data_too(reader, people):
    notice = retracted(published(people), people)
    found = got(reader, f"/checks/{notice.slug}/check.json")

    assert (found["check"]["retracted"], found["check"]["note"]) == (True, "The source was forged.")
    assert found["claim_review"] is None
    assert "summary" not in found["check"]
    assert got(reader, "/checks/checks.json")["checks"] == []


def test_directories_count_the_checks_under_each_name(reader, three):
    topics = got(reader, "/checks/topics.json")["topics"]

    assert {(topic["slug"], topic["checks"]) for topic in topics} == {("health", 2), ("local-government", 2)}
    for topic in topics:
        assert reader.get(topic["url"].partition("8000")[2]).status_code == 200
    assert {rating["name"] for rating in got(reader, "/checks/ratings.json")["ratings"]} == {
        "False",
        "True",
        "Unproven",
    }


@pytest.mark.parametrize("path", ["checks.json", "checks.json?q=nurse&topic=health", "topics.json", "{}/check.json"])
def test_few_queries_and_an_empty_answer_to_whoever_has_it(reader, three, path):
    address = f"/checks/{path.format(three[0].slug)}"
    with CaptureQueriesContext(connection) as queries:
        response = reader.get(address)
        asked = len(queries)

    assert asked <= 4
    assert not response.cookies
    again = reader.get(address, headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert reader.post(address).status_code == 405


def test_the_addresses_are_told_where_readers_find_them(reader, three):
    html = reader.get("/checks/feeds/").content.decode()

    for name in ("checks.json", "check.json", "topics.json", "ratings.json", "claimants.json", "outlets.json"):
        assert name in html
