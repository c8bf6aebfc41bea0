"""The archive by programs: handed in, matched, carried out by an admin's token, and listed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from claims.intake import imports
from claims.tracking.models import Claim, ImportBatch
from claims.verdicts.models import OldCheck
from tests.claim_in_review import scale

__all__ = ["scale"]
pytestmark = pytest.mark.django_db


def table(rows):
    lines = "".join(f"Claim {n} of old,https://old.example/{n},Wrong,2019-03-1{n},Ana Holt\n" for n in range(rows))
    return f"claim,url,rating,published,author\n{lines}".encode()


def handed_in(program, rows=1, **more):
    return program.client.post(
        "/api/v1/imports/archive/", {"file": SimpleUploadedFile("old.csv", table(rows)), "dry_run": True, **more}
    )


def imported(program, rows=1):
    number = handed_in(program, rows).json()["id"]
    imports.work(number)
    program.post(f"imports/{number}/ratings/", {"ratings": {"Wrong": "false"}})
    imports.work(number)
    assert program.post(f"imports/{number}/carry-out/", {}).status_code == 202
    imports.work(number)
    return program.get(f"imports/{number}/").json()


def test_an_archive_is_matched_carried_out_and_told(program_of, ada, scale):
    program = program_of(ada)
    number = handed_in(program).json()["id"]
    imports.work(number)
    assert program.get(f"imports/{number}/").json()["preview"]["ratings"] == [{"words": "Wrong", "count": 1}]
    early = program.post(f"imports/{number}/carry-out/", {})
    assert (early.status_code, "Still open: “Wrong”" in early.content.decode()) == (422, True)
    unknown = program.post(f"imports/{number}/ratings/", {"ratings": {"Wrong": "no-such-rating"}})
    assert (unknown.status_code, "no rating of the scale in use" in unknown.content.decode()) == (422, True)
    ImportBatch.objects.all().delete()
    done = imported(program)
    assert (done["state"], done["created"], done["ratings"]) == ("done", 1, {"Wrong": "false"})
    claim = Claim.objects.get()
    told = program.get(f"claims/{claim.pk}/").json()["imported"]
    assert (told["address"], told["checked_by"], told["rating"]) == ("https://old.example/0", "Ana Holt", "Wrong")
    assert told["imported_by"]["id"] == ada.pk
    assert program.get(f"old-checks/{claim.pk}/").json()["claim"] == claim.pk
    publication = program.get(f"publications/?claim={claim.pk}").json()["results"][0]
    assert publication["content"]["imported"]["checked_by"] == "Ana Holt"


def test_an_archive_is_never_imported_unlooked_at_and_never_by_an_editor(program_of, ada, edo, scale):
    assert handed_in(program_of(ada), dry_run=False).status_code == 422
    assert handed_in(program_of(edo)).status_code == 403
    assert OldCheck.objects.count() == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_whatever_it_holds(program_of, ada, scale, rows, django_assert_num_queries):
    program = program_of(ada)
    imported(program, rows)
    program.get("old-checks/")
    with django_assert_num_queries(3):
        answer = program.get("old-checks/")
    assert [row["address"] for row in answer.json()["results"]] == [
        f"https://old.example/{n}" for n in reversed(range(rows))
    ]
    if rows == 3:
        first = program.get("old-checks/?limit=2")
        assert 'rel="next"' in first["Link"]
