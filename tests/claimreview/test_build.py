"""The document we write, read by readers that are not ours."""

import json
from dataclasses import replace
from pathlib import Path

import extruct
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyld import jsonld

from claims.claimreview import Claimant, RatingGiven, build, check_document, script_text
from claims.claimreview.vocabulary import PROPERTIES
from tests.claimreview.examples import HOSTILE, REVIEW, page_of, with_claim

SCHEMA = json.loads((Path(__file__).parent / "schema_org.json").read_text())["types"]


def properties_of(type_name: str) -> dict[str, list[str]]:
    """Every property schema.org allows on a type, its parents' included."""
    found = dict(SCHEMA[type_name]["properties"])
    for parent in SCHEMA[type_name]["parents"]:
        found |= properties_of(parent)
    return found


def is_a(type_name: str, wanted: str) -> bool:
    """Whether a type is another one or inherits from it."""
    return type_name == wanted or any(is_a(parent, wanted) for parent in SCHEMA[type_name]["parents"])


def objects_in(value):
    """Every object with a type in a document."""
    if isinstance(value, dict):
        yield value
        for item in value.values():
            yield from objects_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from objects_in(item)


def test_the_document_says_what_the_page_knows():
    document = build(REVIEW)

    assert document["@context"] == "https://schema.org"
    assert document["url"] == REVIEW.url
    assert document["reviewRating"] == {
        "@type": "Rating",
        "alternateName": "False",
        "ratingValue": 1,
        "worstRating": 1,
        "bestRating": 5,
    }
    assert document["itemReviewed"]["author"] == {
        "@type": "Person",
        "name": "Rufus Haldane",
        "jobTitle": "mayor of Port Ellery",
        "sameAs": "https://people.example/haldane",
    }
    assert [work["url"] for work in document["itemReviewed"]["appearance"]] == [
        "https://mayor.example/roads",
        "https://courier.example/council",
    ]
    assert document["itemReviewed"]["firstAppearance"]["url"] == "https://mayor.example/roads"
    assert document["correction"][0]["@type"] == "CorrectionComment"


def test_a_rating_off_the_scale_carries_no_number():
    document = build(replace(REVIEW, rating=RatingGiven("Unproven")))

    assert document["reviewRating"] == {"@type": "Rating", "alternateName": "Unproven"}


@pytest.mark.parametrize("numbers", [(1, 1, 1), (0, 1, 5), (6, 1, 5), (1, 0, 5), (3, None, 5)])
def test_numbers_that_make_no_scale_are_left_out(numbers):
    assert set(build(replace(REVIEW, rating=RatingGiven("False", *numbers)))["reviewRating"]) == {
        "@type",
        "alternateName",
    }


def test_an_unknown_claimant_is_left_out():
    assert "author" not in build(replace(REVIEW, claimant=None))["itemReviewed"]
    assert "author" not in build(replace(REVIEW, claimant=Claimant("  ")))["itemReviewed"]


def test_every_type_and_property_is_schema_orgs_own_and_takes_what_we_put_there():
    for item in objects_in(build(REVIEW)):
        allowed = properties_of(item["@type"])
        for name, value in item.items():
            if name.startswith("@"):
                continue
            assert name in allowed, f"{item['@type']} has no {name}"
            for single in value if isinstance(value, list) else [value]:
                if isinstance(single, dict):
                    assert any(kind in SCHEMA and is_a(single["@type"], kind) for kind in allowed[name]), name


@pytest.mark.parametrize("type_name", sorted(PROPERTIES))
def test_the_checkers_vocabulary_is_a_part_of_schema_orgs(type_name):
    assert {name for name in PROPERTIES[type_name] if not name.startswith("@")} <= set(properties_of(type_name))


def test_an_independent_json_ld_processor_reads_it():
    vocabulary = {"@context": {"@vocab": "https://schema.org/"}}
    document = build(REVIEW) | vocabulary
    graph = jsonld.flatten(document)

    kinds = sorted(kind for node in graph for kind in node.get("@type", []))
    assert kinds.count("https://schema.org/ClaimReview") == 1
    assert kinds.count("https://schema.org/Claim") == 1
    quads = jsonld.to_rdf(document, {"format": "application/n-quads"})
    assert '<https://schema.org/alternateName> "False"' in quads


def test_an_independent_structured_data_parser_finds_exactly_one_in_a_page():
    found = extruct.extract(page_of(REVIEW), syntaxes=["json-ld"])["json-ld"]

    assert found == [build(REVIEW)]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:20]))
def test_hostile_text_stays_inside_its_script(text):
    review = with_claim(text)
    script = script_text(build(review))

    assert "<" not in script
    assert ">" not in script
    assert "&" not in script
    clean = text.encode("utf-8", "replace").decode()
    assert json.loads(script)["claimReviewed"] == clean
    if "\x00" not in text and "\ud800" not in text:
        assert extruct.extract(page_of(review), syntaxes=["json-ld"])["json-ld"] == [json.loads(script)]


@given(st.text(max_size=200))
def test_any_text_comes_back_unchanged(text):
    script = script_text(build(with_claim(text)))

    assert "<" not in script
    assert "\u2028" not in script
    said = json.loads(script).get("claimReviewed", "")
    assert said == (text if text.strip() else "")
    assert all(result.passed for result in check_document(json.loads(script)) if result.check == "C15")
