"""The pages of docs/ that are made from the code are up to date, and every link between the pages leads somewhere."""

import re
from pathlib import Path

import pytest

from tests.docs import architecture, data_model
from tests.docs.rooms import ROOT, all_rooms, contract_rows, purpose, without_shortcuts

PAGES = sorted({*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / ".github").rglob("*.md")})
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def test_the_architecture_picture_is_up_to_date():
    assert architecture.PICTURE.read_text(encoding="utf-8") == architecture.picture(), "Run: make docs"


def test_the_page_of_the_data_model_is_up_to_date():
    assert data_model.PAGE.read_text(encoding="utf-8") == data_model.page(), "Run: make docs"


def test_every_room_has_a_row_in_the_import_contract_and_a_sentence():
    assert sorted(room for row in contract_rows() for room in row) == sorted(all_rooms())
    assert [room for room in all_rooms() if not purpose(room)] == []


def test_every_room_has_a_line_in_contributing():
    table = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert [room for room in all_rooms() if f"`{room}`" not in table] == []


def test_an_arrow_that_a_longer_way_implies_is_not_drawn():
    pairs = {("a", "b"), ("b", "c"), ("a", "c"), ("a", "d")}
    assert without_shortcuts(pairs) == [("a", "b"), ("a", "d"), ("b", "c")]


@pytest.mark.parametrize("document", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_to_files_lead_somewhere(document: Path):
    links = LINK.findall(document.read_text(encoding="utf-8"))
    here = [link for link in links if "://" not in link and not link.startswith(("/", "mailto:"))]
    assert [link for link in here if not (document.parent / link).exists()] == []
