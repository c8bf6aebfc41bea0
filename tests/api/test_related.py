"""A program reads and sets which checks stand beside one."""

from tests.public.newsroom import published
from tests.workflow.stories import crew


def test_a_program_of_an_editor_sets_the_checks_beside_one(program_of):
    people = crew()
    mine, other = published(people).claim, published(people, statement="Rents doubled").claim
    address = f"claims/{mine.pk}/related/"
    editor = program_of(people.editor)
    before = editor.get(address)
    assert before.json() == {
        "chosen": [],
        "suggested": [
            {"claim": other.pk, "number": other.number, "statement": "Rents doubled", "retracted": False},
        ],
        "version_lock": 0,
    }
    kept = editor.put(address, {"checks": [other.pk]}, seen=0)
    assert (kept.status_code, kept.json()["version_lock"]) == (200, 1)
    assert [row["claim"] for row in kept.json()["chosen"]] == [other.pk]
    assert kept["ETag"] == editor.get(address)["ETag"]
    assert editor.put(address, {"checks": []}, seen=0).status_code == 412
    assert editor.put(address, {"checks": [mine.pk]}, seen=1).status_code == 422
    assert program_of(people.reviewer).put(address, {"checks": []}, seen=1).status_code == 403
