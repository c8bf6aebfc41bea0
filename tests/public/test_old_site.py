"""Checks of the old site as readers and machines meet them: marked as imported, and found by their old addresses."""

import json
from pathlib import Path

import lxml.html
import pytest
from django.core.management import call_command
from django.test import Client

from claims.accounts.models import User
from claims.intake import imports
from claims.public.check_evidence_pack import check_pack
from claims.tracking.enums import ImportKind
from claims.verdicts.models import OldCheck, Publication, Rating, Verdict
from claims.verdicts.old_addresses import moved, nginx_map
from claims.verdicts.site_settings import keep_newsroom
from claims.workflow.moves import Details, MoveName
from claims.workflow.perform import perform
from tests.public.newsroom import now_public, retracted, scale
from tests.workflow.stories import Crew, approve, draft, open_correction

pytestmark = pytest.mark.django_db

TABLE = (
    "claim,url,rating,published,corrected,checked by,short answer\n"
    "The ferry cost 3 million,https://old.example/2019/ferry/?lang=en,Wrong,2019-03-18,2019-04-02,Ana Holt,No.\n"
    "The tram was late,https://old.example/checks/tram,Wrong,2020-02-24,,,\n"
    "The pier is long,https://old.example/?p=12,Wrong,2018-01-05,,,\n"
)


def import_table(admin: User, table: str = TABLE) -> list[Publication]:
    """The checks of a table, published as an admin imports them."""
    scale()
    batch = imports.receive(
        kind=ImportKind.ARCHIVE, name="old.csv", data=table.encode(), actor=admin, dry_run=True, send_now=False
    )
    imports.work(batch.pk)
    imports.match_ratings(batch_id=batch.pk, ratings={"Wrong": "false"}, actor=admin)
    imports.work(batch.pk)
    imports.carry_out(batch_id=batch.pk, actor=admin)
    imports.work(batch.pk)
    return list(Publication.objects.order_by("claim_id"))


@pytest.fixture
def old(ada: User) -> list[Publication]:
    """Three checks of the old site: the ferry, the tram, the pier."""
    return import_table(ada)


def words_at(reader: Client, address: str) -> str:
    """What a person reads there."""
    return " ".join(lxml.html.fromstring(reader.get(address).content).text_content().split())


def test_the_page_says_that_it_was_imported_and_by_whom_it_was_checked(old, reader):
    words = words_at(reader, f"/checks/{old[0].slug}/")
    assert "Imported from our old site, first published there 18 March 2019" in words
    assert "This check was first published on our old site, 18 March 2019, where Ana Holt checked it." in words
    assert "Nobody has approved it a second time here." in words
    assert "First published on our old site, 18 March 2019. Last corrected there, 2 April 2019." in words
    assert "approved exactly these words" not in words
    assert "SHA-256 of the approved words" not in words
    assert "Imported from our old site" in reader.get("/checks/").content.decode()


def test_names_of_then_are_shown_where_names_are_shown(ada, reader):
    scale()
    keep_newsroom(actor=None, show_names=False)
    ferry = import_table(ada)[0]
    for address in (f"/checks/{ferry.slug}/", f"/checks/{ferry.slug}/check.json"):
        assert "Ana Holt" not in reader.get(address).content.decode()


def test_machines_are_told_too(old, reader):
    data = reader.get(f"/checks/{old[0].slug}/check.json").json()
    assert data["check"]["imported"]["address"] == "https://old.example/2019/ferry/?lang=en"
    assert data["check"]["imported"]["checked_by"] == "Ana Holt"
    assert data["check"]["imported"]["rating"] == "Wrong"
    assert data["check"]["approved_by"] == []
    review = data["claim_review"]
    assert review["isBasedOn"] == "https://old.example/2019/ferry/?lang=en"
    assert review["creditText"] == "Imported from our old site, where it was checked by Ana Holt."
    assert (review["datePublished"][:7], review["dateModified"][:7]) == ("2019-03", "2019-04")
    listed = reader.get("/checks/checks.json").json()["checks"]
    assert [(check["number"], check["imported"]) for check in listed] == [
        (old[1].claim.number, True),
        (old[0].claim.number, True),
        (old[2].claim.number, True),
    ]


@pytest.mark.parametrize(
    ("asked", "which"),
    [
        ("/2019/ferry/?lang=en", 0),
        ("/2019/ferry?lang=en", 0),
        ("/checks/tram", 1),
        ("/checks/tram/", 1),
        ("/checks/tram/?utm_source=mail", 1),
    ],
)
def test_an_old_address_leads_to_the_check_for_good(old, reader, asked, which):
    answer = reader.get(asked)
    assert (answer.status_code, answer["Location"]) == (301, f"http://127.0.0.1:8000/checks/{old[which].slug}/")


def test_addresses_that_never_were_lead_nowhere(old, reader):
    for address in ("/2019/ferry/", "/2019/boat/", "/2019/ferry/?lang=de", "/checks/bus/", "/" + "a" * 600):
        assert reader.get(address).status_code == 404
    assert reader.post("/checks/tram/").status_code in (403, 405)


def test_the_table_for_the_old_host_has_each_address(old):
    base = "http://127.0.0.1:8000/checks"
    assert list(moved()) == [
        {"old": "https://old.example/2019/ferry/?lang=en", "new": f"{base}/{old[0].slug}/"},
        {"old": "https://old.example/checks/tram", "new": f"{base}/{old[1].slug}/"},
        {"old": "https://old.example/?p=12", "new": f"{base}/{old[2].slug}/"},
    ]
    lines = "".join(nginx_map()).splitlines()
    assert lines[3:6] == [
        rf'    "~^/2019/ferry/?\?lang=en(&|$)" "{base}/{old[0].slug}/";',
        rf'    "~^/checks/tram/?(\?|$)" "{base}/{old[1].slug}/";',
        rf'    "~^/?\?p=12(&|$)" "{base}/{old[2].slug}/";',
    ]


def test_old_checks_come_after_those_of_here_in_lists_pages_and_sitemaps(old, reader, publish):
    new = publish()
    listed = reader.get("/checks/checks.json").json()["checks"]
    assert [check["number"] for check in listed] == [
        new.claim.number, old[1].claim.number, old[0].claim.number, old[2].claim.number
    ]  # fmt: skip
    later = reader.get(f"/checks/older/{old[1].sequence}/").content.decode()
    assert old[0].slug in later
    assert old[1].slug not in later
    assert "sitemap-imported-1.xml" in reader.get("/sitemap.xml").content.decode()
    assert reader.get("/checks/sitemap-imported-1.xml").content.decode().count("<url>") == 3
    assert reader.get("/checks/sitemap-imported-2.xml").status_code == 404
    assert reader.get("/checks/sitemap-1.xml").content.decode().count("<url>") == 1
    found = reader.get("/checks/search/?q=ferry").content.decode()
    assert old[0].slug in found


def test_a_pack_of_an_imported_check_is_sound_and_says_what_it_is(old, tmp_path: Path, capsys):
    file = tmp_path / "pack.zip"
    call_command("export_pack", old[0].claim.number, file)
    assert check_pack(file).faults == []
    capsys.readouterr()
    call_command("verify_pack", file)
    assert (
        "Number 1 was imported from https://old.example/2019/ferry/?lang=en, where it was checked by Ana Holt;"
        " nobody approved it here."
    ) in capsys.readouterr().out


def test_a_correction_goes_the_normal_way_and_still_says_where_it_came_from(old, reader, people: Crew):
    claim = old[0].claim
    Verdict.objects.filter(claim=claim).delete()
    open_correction(claim, people)
    draft(claim, people.reviewer)
    Verdict.objects.filter(claim=claim).update(rating=Rating.objects.get(scale__name="Five steps", slug="false"))
    perform(MoveName.REASSIGN, claim_id=claim.pk, actor=people.editor, details=Details(reviewer_id=people.reviewer.pk))
    perform(MoveName.SUBMIT, claim_id=claim.pk, actor=people.reviewer)
    approve(claim, people.third)
    perform(MoveName.PUBLISH, claim_id=claim.pk, actor=people.third)
    second = now_public(claim)
    assert (second.number, second.sequence, second.first_published_at) == (
        2,
        old[0].sequence,
        old[0].first_published_at,
    )
    assert second.page["imported"] == old[0].page["imported"]
    assert second.page["approved_by"] == ["Thea Lund"]
    words = words_at(reader, f"/checks/{second.slug}/")
    assert "We imported it from there, " in words
    assert "approved exactly these words" in words
    notice = retracted(second, people)
    assert reader.get("/2019/ferry/?lang=en")["Location"].endswith(f"/checks/{notice.slug}/")


def test_the_whole_site_as_files_holds_them(old, tmp_path: Path):
    call_command("export_site", tmp_path / "site")
    page = (tmp_path / "site" / "checks" / old[0].slug / "index.html").read_text(encoding="utf-8")
    assert "Imported from our old site" in page
    assert (tmp_path / "site" / "checks" / "sitemap-imported-1.xml").exists()
    assert json.loads((tmp_path / "site" / "checks" / old[0].slug / "check.json").read_text())["check"]["imported"]
    assert OldCheck.objects.count() == 3
    redirects = (tmp_path / "site" / "_redirects").read_text(encoding="utf-8").splitlines()
    assert redirects == [
        f"/2019/ferry lang=en /checks/{old[0].slug}/ 301",
        f"/checks/tram /checks/{old[1].slug}/ 301",
        f"/ p=12 /checks/{old[2].slug}/ 301",
    ]
