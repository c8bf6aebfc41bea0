"""What changed between two versions of what readers see."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.tracking.models import Claim
from claims.verdicts.content import PARTS, content_of
from claims.verdicts.diffing import FieldChange, ItemChange, Piece, compare, words


def content(**said: Any) -> dict[str, Any]:
    return {
        "statement": "Spending fell by 22 per cent",
        "claimant": {"name": "Rufus Haldane", "role": "mayor"},
        "topics": [{"slug": "budget", "name": "Budget"}],
        "rating": {"slug": "false", "label": "False", "definition": "Contradicted.", "value": 1},
        "summary": "It fell by 9 per cent.",
        "explanation": "First line.\nSecond line.\n",
        "evidence": [source(1, "Accounts"), source(2, "Minutes")],
        "contacts": [],
        "waivers": {},
        **said,
    }


def source(number: int, title: str, **said: Any) -> dict[str, Any]:
    return {"id": number, "title": title, "url": f"https://{number}.example/", "note": "", "copy": None, **said}


def test_words_that_changed_in_a_row_are_one_removal_and_one_addition():
    assert words("It fell by nine per cent, they say.", "It rose by twelve per cent, they say.") == (
        Piece("same", "It "),
        Piece("removed", "fell"),
        Piece("added", "rose"),
        Piece("same", " by "),
        Piece("removed", "nine"),
        Piece("added", "twelve"),
        Piece("same", " per cent, they say."),
    )
    assert words("the old grey mayor said", "the new green mayor said") == (
        Piece("same", "the "),
        Piece("removed", "old grey"),
        Piece("added", "new green"),
        Piece("same", " mayor said"),
    )


def test_only_the_line_that_changed_is_taken_apart():
    assert words("One.\nTwo.\nThree.\n", "One.\nTwo and a half.\nThree.\n") == (
        Piece("same", "One.\nTwo"),
        Piece("added", " and a half"),
        Piece("same", ".\nThree.\n"),
    )


TEXT = st.text(alphabet="ab \n.,é", max_size=60)


@settings(max_examples=200, deadline=None)
@given(TEXT, TEXT)
def test_both_texts_can_be_read_back_from_the_difference(before: str, after: str):
    pieces = words(before, after)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == after


def test_passages_too_long_to_compare_are_shown_whole():
    before, after = "a " * 30_000, "b " * 30_000
    assert words(before, after) == (Piece("removed", before), Piece("added", after))


def test_equal_contents_differ_in_nothing():
    assert compare(content(), content(), PARTS) == []


def test_sources_are_told_apart_by_their_id():
    after = content(evidence=[source(3, "Budget"), source(1, "Accounts", note="See table 4."), source(2, "Minutes")])
    before = content(evidence=[source(2, "Minutes"), source(1, "Accounts"), source(4, "Old report")])
    (change,) = compare(before, after, PARTS)
    assert [(item.kind, item.title) for item in change.items] == [
        ("added", "Budget"),
        ("changed", "Accounts"),
        ("removed", "Old report"),
        ("moved", "The sources are in another order"),
    ]
    assert change.items[1].fields == (FieldChange("note", (Piece("added", "See table 4."),)),)


def test_every_kind_of_part_says_what_changed():
    after = content(
        claimant=None,
        topics=[{"slug": "roads", "name": "Roads"}],
        rating={"slug": "false", "label": "False", "definition": "The evidence contradicts it.", "value": 1},
        contacts=[{"whom": "Press office", "method": "email", "asked_at": "2026-03-01", "answer": "No."}],
        waivers={"both_sides": "Nobody disputes it."},
    )
    before = content(
        contacts=[{"whom": "Press office", "method": "email", "asked_at": "2026-03-01", "answer": ""}],
    )
    changes = {change.part: change for change in compare(before, after, PARTS)}
    assert list(changes) == ["claimant", "topics", "rating", "contacts", "waivers"]
    assert changes["claimant"].pieces == (Piece("removed", "Rufus Haldane"),)
    assert changes["topics"].items == (ItemChange("removed", "Budget"), ItemChange("added", "Roads"))
    assert changes["rating"].pieces == (Piece("same", "False"),)
    assert changes["rating"].items[0].fields[0].name == "definition"
    assert changes["contacts"].items == (
        ItemChange("changed", "Press office", (FieldChange("answer", (Piece("added", "No."),)),)),
    )
    assert changes["waivers"].items[0].kind == "added"


def test_key_points_are_compared_point_by_point():
    (change,) = compare(
        content(key_points=["It fell.", "Buses count."]), content(key_points=["It fell.", "Trams count."]), PARTS
    )
    assert (change.name, change.pieces) == (
        "the key points",
        (
            Piece("same", "It fell.\n"),
            Piece("removed", "Buses"),
            Piece("added", "Trams"),
            Piece("same", " count."),
        ),
    )
    (change,) = compare(content(), content(key_points=["It fell."], why_checked=""), PARTS)
    assert change.pieces == (Piece("added", "It fell."),)


def test_without_an_earlier_version_everything_is_new():
    parts = [change.part for change in compare(None, content(), PARTS)]
    assert parts == ["statement", "claimant", "topics", "rating", "summary", "explanation", "evidence"]


@pytest.mark.django_db
def test_what_the_database_gives_can_be_compared(claim: Claim):
    before = content_of(claim)
    claim.statement = "Spending rose"
    assert [change.name for change in compare(before, content_of(claim), PARTS)] == ["the wording of the claim"]
