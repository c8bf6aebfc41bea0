"""Cursors come back from outside: what one of ours says, and that everything else is refused without a failure."""

import base64
import datetime
import json

import pytest
from rest_framework.exceptions import ValidationError

from claims.api import pagination
from claims.cursors import values_of_cursor, written_cursor
from claims.tracking.filters import Sort
from claims.tracking.keyset import ORDERS, Start, cursor_at, is_cursor_of, read_cursor

AT = datetime.datetime(2026, 3, 1, 8, 30, tzinfo=datetime.UTC)


def cursor(*values):
    """Any values as a cursor, made by hand."""
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def test_a_cursor_is_letters_that_an_address_takes_as_they_are():
    assert written_cursor(["f", "id", 7]) == "WyJmIiwiaWQiLDdd"
    assert written_cursor(["b", "score_key", 0.5, 7]) == "WyJiIiwic2NvcmVfa2V5IiwwLjUsN10"
    assert written_cursor(["???>>>"]).isascii()
    assert not set(written_cursor(["???>>>ÿÿÿ"])) & set("+/=%")


@pytest.mark.parametrize("length", range(8))
def test_a_cursor_of_any_length_is_read_back(length):
    assert values_of_cursor(written_cursor(["x" * length, None, 1.5])) == ["x" * length, None, 1.5]


@pytest.mark.parametrize("text", ["", "x", "////", "bnVsbA", "NQ", "e30", "ImEi", "\udc80", "é"])
def test_what_holds_no_list_is_no_cursor(text):
    with pytest.raises(ValueError):  # noqa: PT011 - its words are not shown to anybody
        values_of_cursor(text)


def test_a_list_that_is_nested_without_end_is_no_cursor():
    text = base64.urlsafe_b64encode(b"[" * 200_000).decode()
    with pytest.raises(ValueError):  # noqa: PT011
        values_of_cursor(text)


def test_what_each_sort_goes_by():
    assert {sort.value: (order.columns, order.descending) for sort, order in ORDERS.items()} == {
        "due": (("due_key", "id"), False),
        "score": (("score_key", "id"), True),
        "newest": (("id",), True),
        "age": (("state_since", "id"), False),
        "priority": (("rank", "due_key", "id"), False),
    }


@pytest.mark.parametrize(
    ("sort", "values", "written"),
    [
        ("due", (AT, 7), ["due_key", "2026-03-01T08:30:00+00:00", 7]),
        ("score", (0.5, 7), ["score_key", 0.5, 7]),
        ("newest", (7,), ["id", 7]),
        ("age", (AT, 7), ["state_since", "2026-03-01T08:30:00+00:00", 7]),
        ("priority", (2, AT, 7), ["rank", 2, "2026-03-01T08:30:00+00:00", 7]),
    ],
)
def test_the_cursor_of_each_sort(sort, values, written):
    order = ORDERS[Sort(sort)]
    for backwards, letter in ((False, "f"), (True, "b")):
        text = cursor_at(order, values, backwards=backwards)
        assert values_of_cursor(text) == [letter, *written]
        assert read_cursor(text, order) == Start(values, backwards)
        assert read_cursor(cursor(letter, *written), order) == Start(values, backwards)
        assert [each.value for each in Sort if is_cursor_of(each, text)] == [sort]
    kinds = [type(value) for value in read_cursor(cursor("f", *written), order).values]
    assert kinds == [type(value) for value in values]


@pytest.mark.parametrize(
    ("sort", "values"),
    [
        ("newest", []),
        ("newest", ["f"]),
        ("newest", ["f", "id"]),
        ("newest", ["f", "id", 7, 8]),
        ("newest", ["f", "due_key", 7]),
        ("newest", ["f", "id", "7"]),
        ("newest", ["f", "id", None]),
        ("newest", ["f", "id", True]),
        ("newest", ["f", "id", [7]]),
        ("newest", ["f", "id", 2**53 + 1]),
        ("newest", ["f", "id", -(2**53) - 1]),
        ("newest", ["f", "id", float("inf")]),
        ("newest", ["f", "id", float("nan")]),
        ("due", ["f", "due_key", "2026-03-01T08:30:00+00:00"]),
        ("due", ["f", "due_key", "2026-03-01T08:30:00", 7]),
        ("due", ["f", "due_key", "2026-13-01T08:30:00+00:00", 7]),
        ("due", ["f", "due_key", "soon", 7]),
        ("due", ["f", "due_key", 7, 7]),
        ("score", ["f", "score_key", "0.5", 7]),
        ("priority", ["f", "rank", 2, 7]),
    ],
)
def test_a_cursor_nobody_gave_out_is_none(sort, values):
    text = cursor(*values)
    assert read_cursor(text, ORDERS[Sort(sort)]) is None
    assert not is_cursor_of(Sort(sort), text)


def test_the_largest_id_a_cursor_may_name():
    assert read_cursor(cursor("f", "id", 2**53), ORDERS[Sort.NEWEST]) == Start((9007199254740992,), False)


@pytest.mark.parametrize(
    ("values", "key", "backwards"),
    [([5, 0], 5, False), ([5, 1], 5, True), (["slug", 0], "slug", False), ([0, 0], 0, False),
     ([9223372036854775807, 1], 9223372036854775807, True)],
)  # fmt: skip
def test_a_cursor_of_the_api_is_read_back(values, key, backwards):
    found = pagination.read_cursor(cursor(*values))
    assert (found.key, found.backwards) == (key, backwards)
    assert values_of_cursor(str(found)) == values
    assert pagination.read_cursor("") == pagination.Cursor(None, False)


@pytest.mark.parametrize(
    "values",
    [[], [5], [5, 0, 1], [None, 0], [True, 0], [5.5, 0], [[5], 0], [5, 2], [5, -1], [5, "0"], [-1, 0],
     [9223372036854775808, 0]],
)  # fmt: skip
def test_a_cursor_the_api_did_not_give_out_is_a_400(values):
    with pytest.raises(ValidationError) as caught:
        pagination.read_cursor(cursor(*values))
    assert caught.value.status_code == 400


def test_a_key_that_is_no_number_is_no_place_in_a_list_by_id():
    assert pagination.id_of(pagination.Cursor()) is None
    assert pagination.id_of(pagination.Cursor(5)) == 5
    with pytest.raises(ValidationError):
        pagination.id_of(pagination.Cursor("slug"))
