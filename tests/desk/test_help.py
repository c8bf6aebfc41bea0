"""The handbook under Help: every page is there, and every link of the desk into it ends at a paragraph."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image

from claims.accounts.models import User
from claims.desk import handbook
from claims.verdicts.preflight import GATES
from tests.review_steps import in_review

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
FILES = sorted(handbook.FOLDER.glob("*.md"))


def anchors(name: str) -> list[str]:
    return [anchor for anchor, _ in handbook.page(name).parts]


def test_every_file_is_a_page_and_the_readme_lists_them_in_their_order():
    assert sorted(handbook.PAGES) == [file.stem for file in FILES if file.stem != "README"]
    listed = re.findall(r"\]\(([a-z-]+)\.md\)", (handbook.FOLDER / "README.md").read_text(encoding="utf-8"))
    assert listed == list(handbook.PAGES)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_its_links_and_pictures_lead_somewhere(file: Path):
    text = file.read_text(encoding="utf-8")
    for name, anchor in re.findall(r"\]\(([a-z-]+)\.md(?:#([a-z-]+))?\)", text):
        assert name in handbook.PAGES
        assert not anchor or anchor in anchors(name)
    for picture in re.findall(r"\]\(pictures/([a-z-]+\.png)\)", text):
        found = Path(str(finders.find(f"handbook/{picture}")))
        assert found.stat().st_size < 60_000
        with Image.open(found) as image:
            assert image.size == (1120, 700)


def test_every_part_of_a_page_has_an_anchor_of_its_own():
    for name in handbook.PAGES:
        assert len(anchors(name)) == len(set(anchors(name)))


def test_every_gate_has_its_paragraph():
    assert set(handbook.GATES) == set(GATES)
    assert set(handbook.GATES.values()) <= set(anchors("verdict"))


def test_every_empty_page_leads_to_a_paragraph_that_is_there():
    linked = [
        (path.relative_to(TEMPLATES).as_posix(), *found)
        for path in TEMPLATES.rglob("*.html")
        for found in re.findall(r'with topic=\("([a-z-]+)", "([a-z-]+)"\)', path.read_text(encoding="utf-8"))
    ]
    assert len(linked) >= 12
    assert [each for each in linked if each[2] not in anchors(each[1])] == []


@pytest.mark.django_db
def test_anybody_who_may_read_the_desk_reads_the_handbook(client: Client, ana: User):
    client.force_login(ana)
    contents = client.get("/help/").content.decode()
    assert contents.count('href="/help/verdict/') == 1 + len(anchors("verdict"))
    shown = client.get("/help/evidence/").content.decode()
    assert '<h2 id="asking-the-claimant">Asking the claimant</h2>' in shown
    assert 'src="/static/handbook/claim.png"' in shown
    assert "The handbook is in English." not in shown
    assert 'href="/help/evidence/#asking-the-claimant"' in client.get("/help/verdict/").content.decode()
    assert client.get("/help/README/").status_code == 404
    assert client.get("/help/no-such-page/").status_code == 404


@pytest.mark.django_db
def test_who_reads_the_desk_in_another_language_is_told_that_the_handbook_is_in_english(client: Client, ana: User):
    User.objects.filter(pk=ana.pk).update(language="de")
    client.force_login(ana)
    shown = client.get("/help/triage/").content.decode()
    assert '<article class="prose-small" lang="en" dir="ltr">' in shown
    assert 'class="notice"' in shown


@pytest.mark.django_db
def test_what_is_missing_leads_to_what_it_asks_for(client: Client, ana: User):
    claim = in_review(ana)
    client.force_login(ana)
    shown = client.get(f"/claims/{claim.pk}/").content.decode()
    assert 'href="/help/verdict/#a-rating"' in shown
    assert 'href="/help/verdict/#the-claimant-was-asked"' in shown
