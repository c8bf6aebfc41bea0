"""An admin brings the old site along: what the pages ask, show and give, and who may."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from claims.intake import imports
from claims.tracking.models import Claim, ImportBatch
from claims.verdicts.models import OldCheck
from tests.claim_in_review import scale
from tests.desk.walker import Walker

__all__ = ["scale"]
pytestmark = pytest.mark.django_db

TABLE = (
    b"claim,url,rating,published,author\n"
    b"The ferry cost 3 million,https://old.example/ferry,Wrong,2019-03-18,Ana Holt\n"
    b"The tram was late,https://old.example/tram,Joke,2020-02-24,\n"
)


@pytest.fixture
def admin(as_person, ada, scale):
    return Walker(as_person(ada))


def handed_in(admin: Walker) -> ImportBatch:
    admin.open("/imports/").press("Check the file", kind="archive", file=SimpleUploadedFile("old.csv", TABLE))
    imports.work(ImportBatch.objects.get().pk)
    admin.open(admin.url)
    return ImportBatch.objects.get()


def test_an_admin_is_offered_the_archive_and_nothing_an_editor_brings(admin, as_person, edo, apa):
    assert _kinds(admin.open("/imports/")) == ["archive"]
    for person in (edo, apa):
        assert _kinds(Walker(as_person(person)).open("/imports/")) == ["articles", "claims", "checks"]


def _kinds(walker: Walker) -> list[str]:
    return [choice.get("value") for choice in walker.page.xpath("//input[@name='kind']")]


def test_each_old_rating_is_asked_for_and_none_is_chosen_beforehand(admin):
    batch = handed_in(admin)
    assert "Before it can be imported, say which of your ratings each old one is." in admin.text
    assert not [button for button in admin.page.iter("button") if "Import" in button.text_content()]
    fields = admin.page.xpath("//select[starts-with(@name, 'rating-')]")
    assert [[option.text for option in field.iter("option") if option.get("selected")] for field in fields] == [
        ["Choose"],
        ["Choose"],
    ]
    assert [option.text for option in fields[0].iter("option")] == [
        "Choose", "True", "Mostly false", "False", "Unproven", "Leave these checks out",
    ]  # fmt: skip
    admin.press("Check again with these ratings", **{"rating-0": "false"})
    assert (admin.status, "Choose which of your ratings this is, or leave these checks out." in admin.text) == (
        422,
        True,
    )
    assert admin.page.xpath("//select[@name='rating-0']/option[@selected]")[0].text == "False"
    admin.press("Check again with these ratings", **{"rating-0": "false", "rating-1": "left out"})
    imports.work(batch.pk)
    admin.open(f"/imports/{batch.pk}/")
    assert "It would be published as “False”, marked as imported." in admin.text
    admin.press("Import 1 row")
    imports.work(batch.pk)
    admin.open(f"/imports/{batch.pk}/")
    number = Claim.objects.get().number
    assert f"Published as {number}, marked as imported." in admin.text
    assert "Left out, as you said of this rating: “Joke”." in admin.text
    table = admin.client.get("/imports/old-addresses/csv/")
    rows = list(csv.reader(io.StringIO(b"".join(table).decode("utf-8-sig"))))
    assert rows == [
        ["old", "new"],
        ["https://old.example/ferry", f"http://127.0.0.1:8000/checks/{number}-the-ferry-cost-3-million/"],
    ]
    nginx = b"".join(admin.client.get("/imports/old-addresses/nginx/")).decode()
    assert r'"~^/ferry/?(\?|$)"' in nginx
    assert admin.client.get("/imports/old-addresses/exe/").status_code == 404


def test_the_claim_says_where_it_came_from_and_who_checked_it_then(admin, as_person, edo):
    batch = handed_in(admin)
    admin.press("Check again with these ratings", **{"rating-0": "false", "rating-1": "left out"})
    imports.work(batch.pk)
    admin.open(f"/imports/{batch.pk}/").press("Import 1 row")
    imports.work(batch.pk)
    claim = Claim.objects.get()
    editor = Walker(as_person(edo)).open(f"/claims/{claim.pk}/")
    assert "Imported from the old site" in editor.text
    assert "First published 18 March 2019 at https://old.example/ferry" in editor.text
    assert "Checked then by Ana Holt" in editor.text
    assert "Rated then Wrong" in editor.text
    steps = [" ".join(step.itertext()).split() for step in editor.page.xpath("//ol[contains(@class, 'stepper')]/li")]
    assert [" ".join(words) for words in steps[1:4]] == [
        "Assigned not here",
        "Review not here",
        "Second review not here",
    ]
    assert (
        "Ada Okoye published it as it stood on the old site"
        in Walker(as_person(edo)).open(f"/claims/{claim.pk}/history/").text
    )
    assert "Imported from the old site" in Walker(as_person(edo)).open("/published/").text


def test_an_editor_can_neither_hand_in_nor_match_nor_carry_out(admin, as_person, edo):
    batch = handed_in(admin)
    client = as_person(edo)
    file = SimpleUploadedFile("old.csv", TABLE)
    assert client.post("/imports/", {"kind": "archive", "file": file}).status_code == 403
    data = {"rating-0": "false", "rating-1": "false"}
    assert client.post(f"/imports/{batch.pk}/ratings/", data).status_code == 403
    assert client.post(f"/imports/{batch.pk}/carry-out/").status_code == 403
    assert OldCheck.objects.count() == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_an_import_costs_the_same_whatever_it_holds(admin, rows, django_assert_num_queries):
    lines = "".join(f"Claim {n},https://old.example/{n},Kind {n},2019-03-18,\n" for n in range(rows))
    data = b"claim,url,rating,published,author\n" + lines.encode()
    admin.open("/imports/").press("Check the file", kind="archive", file=SimpleUploadedFile("old.csv", data))
    imports.work(ImportBatch.objects.get().pk)
    admin.client.get(admin.url)
    with django_assert_num_queries(9):
        admin.client.get(admin.url)
