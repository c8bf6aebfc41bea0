"""The checks beside a check: what an editor chose and what the same claimant was checked for, each as it stands now."""

import json
import re

import lxml.html
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.public.export import export
from claims.publishing.related_checks import choose_related, version_of
from tests.public.newsroom import corrected, retracted


@pytest.fixture
def choose(people):
    """Put checks beside one, as an editor does."""

    def put(publication, *others):
        seen = version_of(publication.claim_id)
        ids = [other.claim_id for other in others]
        choose_related(claim_id=publication.claim_id, checks=ids, expected_version=seen, actor=people.editor)

    return put


def beside(reader, publication):
    """The headings and the checks at the foot of the page: each as its rating and its statement."""
    page = lxml.html.document_fromstring(reader.get(f"/checks/{publication.slug}/").content.decode())
    return {
        words(part.getprevious()): [words(row) for row in part.iter("li")] for part in page.find_class("neighbours")
    }


def words(element):
    return " ".join(element.text_content().split())


def test_readers_see_what_an_editor_chose_in_her_order(reader, publish, choose):
    mine = publish(claimant="")
    other, another = publish(claimant="", statement="Rents doubled"), publish(claimant="", statement="Trees were cut")
    assert beside(reader, mine) == {}
    choose(mine, another, other)
    assert beside(reader, mine) == {"Related checks": ["False Trees were cut", "False Rents doubled"]}
    choose(mine)
    assert beside(reader, mine) == {}


def test_a_correction_and_a_retraction_of_the_other_are_seen_at_once(reader, publish, choose, people, tmp_path):
    mine, other = publish(claimant=""), publish(claimant="", statement="Rents doubled")
    export(tmp_path / "site")
    choose(mine, other)
    path, data = f"/checks/{mine.slug}/", f"/checks/{mine.slug}/check.json"
    first, first_data = reader.get(path)["ETag"], reader.get(data)["ETag"]
    export(tmp_path / "site")
    assert "Rents doubled" in (tmp_path / "site" / path.lstrip("/") / "index.html").read_text()
    assert reader.get(path, headers={"If-None-Match": first}).status_code == 304

    corrected(other, people, rating="half-true")
    assert reader.get(path, headers={"If-None-Match": first}).status_code == 200
    assert reader.get(data, headers={"If-None-Match": first_data}).status_code == 200
    assert beside(reader, mine) == {"Related checks": ["Half true Rents doubled"]}

    second = reader.get(path)
    retracted(other, people)
    third = reader.get(path, headers={"If-None-Match": second["ETag"]})
    assert third.status_code == 200
    assert third["Last-Modified"] >= second["Last-Modified"]
    assert beside(reader, mine) == {"Related checks": ["Withdrawn Rents doubled"]}
    (row,) = json.loads(reader.get(data).content)["related"]
    assert (row["number"], row["rating"], row["retracted"]) == (other.claim.number, None, True)

    export(tmp_path / "site")
    kept = (tmp_path / "site" / path.lstrip("/") / "index.html").read_text()
    assert "Half true" not in kept
    assert re.search(r"Withdrawn</span>\s*<a [^>]*><bdi[^>]*>Rents doubled", kept)


def test_three_earlier_checks_of_the_same_claimant_follow_by_themselves(reader, publish, choose, people):
    first, second, third, fourth = (publish(statement=f"Claim {word}") for word in ("one", "two", "three", "four"))
    publish(statement="Said by somebody else", claimant="Mira Stone")
    mine = publish(statement="Claim five")
    publish(statement="Claim six")
    heading = "Earlier checks of Rufus Haldane"
    assert beside(reader, mine) == {heading: ["False Claim four", "False Claim three", "False Claim two"]}
    assert beside(reader, first) == {}

    choose(mine, third)
    assert beside(reader, mine) == {
        "Related checks": ["False Claim three"],
        heading: ["False Claim four", "False Claim two", "False Claim one"],
    }
    retracted(fourth, people)
    assert beside(reader, mine)[heading] == ["False Claim two", "False Claim one"]
    told = json.loads(reader.get(f"/checks/{mine.slug}/check.json").content)
    assert [row["number"] for row in told["earlier_of_claimant"]] == [second.claim.number, first.claim.number]
    assert [row["number"] for row in told["related"]] == [third.claim.number]


def test_nothing_stands_beside_an_older_number_or_a_withdrawn_check(reader, publish, choose, people):
    publish(statement="Claim one")
    mine, other = publish(statement="Claim two"), publish(claimant="", statement="Rents doubled")
    choose(mine, other)
    corrected(mine, people)
    assert "Rents doubled" not in reader.get(f"/checks/{mine.slug}/1/").content.decode()
    assert "related" not in json.loads(reader.get(f"/checks/{mine.slug}/1/check.json").content)
    retracted(mine, people)
    assert beside(reader, mine) == {}


def test_what_stands_beside_takes_one_query_however_much_it_is(reader, publish, choose):
    mine, *others = (publish(statement=f"Claim {word}") for word in ("one", "two", "three", "four"))
    reader.get("/checks/")

    def queries():
        with CaptureQueriesContext(connection) as made:
            reader.get(f"/checks/{mine.slug}/")
        return len(made)

    alone = queries()
    choose(mine, others[0])
    one = queries()
    choose(mine, *others)
    assert (alone, one, queries()) == (4, 4, 4)
