"""What other newsrooms follow: every publication in order, and words that have the hash that was signed."""

import hashlib
import json

import pytest

from claims.verdicts.models import NewsroomKey
from claims.verdicts.ssh_signatures import signer_of
from tests.public.newsroom import corrected, published, retracted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def key_file(settings, tmp_path):
    settings.SIGNING_KEY_FILE = tmp_path / "signing_key"


def got(reader, path):
    answer = reader.get(path)
    assert answer.status_code == 200
    return json.loads(answer.content)


def test_each_number_is_listed_the_latest_first_with_what_was_signed(people, reader):
    first = published(people)
    second = corrected(first, people)
    listed = got(reader, "/checks/publications.json")

    assert listed["next"] is None
    assert listed["keys"].endswith("/.well-known/plumbline-keys.txt")
    assert [(row["number"], row["publication"], row["kind"]) for row in listed["publications"]] == [
        (first.claim.number, 2, "correction"),
        (first.claim.number, 1, "first"),
    ]
    row = listed["publications"][0]
    assert row["url"].endswith(f"/checks/{second.slug}/")
    assert row["page_url"].endswith(f"/checks/{second.slug}/2/page.json")
    assert signer_of(row["signed"].encode(), row["signature"]) == NewsroomKey.objects.get().public


def test_the_words_are_served_as_they_were_hashed(people, reader):
    first = published(people, statement="Über 40 % der Boote — »alle« — liegen im Hafen")
    answer = reader.get(f"/checks/{first.slug}/1/page.json")

    assert hashlib.sha256(answer.content).hexdigest() == first.page_hash
    assert f"page-sha256: {first.page_hash}\n" in got(reader, "/checks/publications.json")["publications"][0]["signed"]
    assert json.loads(answer.content)["statement"] == "Über 40 % der Boote — »alle« — liegen im Hafen"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert (
        reader.get(f"/checks/{first.slug}/1/page.json", headers={"If-None-Match": answer.headers["ETag"]}).status_code
        == 304
    )


def test_words_that_were_corrected_or_withdrawn_are_no_longer_served(people, reader):
    first = published(people)
    second = corrected(first, people)
    assert reader.get(f"/checks/{first.slug}/1/page.json").status_code == 404
    assert reader.get(f"/checks/{first.slug}/2/page.json").status_code == 200
    third = retracted(second, people)
    assert reader.get(f"/checks/{first.slug}/2/page.json").status_code == 404
    words = got(reader, f"/checks/{third.slug}/3/page.json")
    assert words["retracted"] is True
    assert "summary" not in words


def test_older_ones_follow_page_by_page(people, reader, monkeypatch):
    monkeypatch.setattr("claims.public.views.signed.IN_A_PAGE", 2)
    for number in range(5):
        published(people, statement=f"Claim {number} of the week")
    found, path = [], "/checks/publications.json"
    while path:
        page = got(reader, path)
        found += [row["number"] for row in page["publications"]]
        path = page["next"] and page["next"][page["next"].index("/checks/") :]
    assert len(found) == len(set(found)) == 5
    assert found == sorted(found, reverse=True)


def test_a_page_costs_the_same_however_many_there_are(people, reader, django_assert_num_queries):
    for number in range(3):
        published(people, statement=f"Claim {number} of the week")
    reader.get("/checks/publications.json")
    with django_assert_num_queries(2):
        reader.get("/checks/publications.json?again")
