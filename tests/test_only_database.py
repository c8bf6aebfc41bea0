"""Which tests of the faces run on PostgreSQL too, by what stands in their own code."""

import pytest

from tests.only_database import FACES, is_telling

TELLING = [
    "with django_assert_num_queries(7): ana.get(url)",
    "with CaptureQueriesContext(connection) as asked: ...",
    'as_person(edo).get("/queue/?topic=budget")',
    "claims_for_queue(sort=Sort.DUE)",
    "@pytest.mark.django_db(transaction=True)",
    "with pytest.raises(IntegrityError): ...",
    'send(note="x" * 5001)',
    'send(note="a\\x00b")',
    "send(number=99999999999)",
    "def test_hostile_words_are_shown_as_they_are(): ...",
    "outlet.delete()",
    'post("imports/", file)\n    assert import_done',
]
SAME = [
    'assert "Publish" in as_person(edo).get(page).content.decode()',
    "before = claim.lock_version",
    "assert sorted(names) == ['ana', 'edo']",
    "def test_the_page_has_one_heading(desk):\n    assert len(desk.xpath('//h1')) == 1",
    "assert answer.status_code == 403",
]


@pytest.mark.parametrize("code", TELLING)
def test_what_databases_could_take_differently_is_tried_on_both(code):
    assert is_telling(code)


@pytest.mark.parametrize("code", SAME)
def test_what_only_draws_is_tried_on_one(code):
    assert not is_telling(code)


def test_only_the_faces_are_asked():
    assert FACES == ("tests/api/", "tests/backoffice/", "tests/desk/", "tests/public/")
