"""What an evidence pack says of figures that are worked out from tables, and that a wrong one is found out."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest

from claims.public.check_evidence_pack import check_pack
from claims.public.evidence_pack import write_pack
from claims.tracking.models import Claim
from claims.verdicts.content import content_hash
from claims.verdicts.models import EvidenceTable
from claims.workflow.moves import MoveName
from claims.workflow.perform import perform
from tests.public.newsroom import ready
from tests.public.test_packs import forged, members
from tests.table_files import RISE, a_table
from tests.workflow.stories import Crew, approve


@pytest.fixture
def pack(people: Crew, settings, tmp_path: Path) -> Path:
    """The pack of a published check with a figure."""
    settings.MEDIA_ROOT = tmp_path / "kept"
    claim = ready(people, explanation=f"Jobs rose by [[12.5 % = {RISE}]] [1].")
    table = a_table(claim, people.reviewer, b'Year,Jobs\n2019,"8,000"\n2024,"9,000"\n=1+1,5\n')
    assert EvidenceTable.objects.get(pk=table.pk).rows[3] == ["=1+1", "5"]
    claim.refresh_from_db()
    perform(MoveName.SUBMIT, claim_id=claim.pk, actor=people.reviewer)
    approve(claim, people.second)
    perform(MoveName.PUBLISH, claim_id=claim.pk, actor=people.second)
    with (tmp_path / "pack.zip").open("wb") as target:
        write_pack(Claim.objects.get(pk=claim.pk), target)
    return tmp_path / "pack.zip"


def test_a_pack_brings_the_tables_and_the_figures(pack: Path):
    faults = check_pack(pack).faults  # of the other sources there are rows alone, and no files
    assert [fault for fault in faults if "the copy of “Accounts" not in fault] == []
    held = members(pack)
    listed = json.loads(held["figures.json"])
    assert [each["publication"] for each in listed] == [1]
    assert listed[0]["figures"] == [
        {
            "part": "explanation",
            "shown": "12.5 %",
            "formula": RISE,
            "cells": ["jobs_2019", "jobs_2024"],
            "value": "12.5",
            "unit": "%",
        }
    ]
    cell = listed[0]["cells"]["jobs_2024"]
    assert (cell["place"], cell["texts"], cell["unit"]) == ("B3", ["9,000"], "people")
    rows = list(csv.reader(io.StringIO(held[cell["file"]].decode())))
    assert rows == [["Year", "Jobs"], ["2019", "8,000"], ["2024", "9,000"], ["'=1+1", "5"]]
    assert "figures.json" in held["README.txt"].decode()


def rewritten(change):
    """The pack's words changed, and every hash in it made to agree, as a forger would."""

    def rewrite(held: dict[str, bytes]) -> None:
        publication = json.loads(held["publications/1.json"])
        change(publication["content"])
        publication["content_hash"] = content_hash(publication["content"])
        held["publications/1.json"] = json.dumps(publication).encode()

    return rewrite


def faults(pack: Path, change) -> str:
    return "\n".join(check_pack(forged(pack, change)).faults)


def test_another_value_is_called_forged(pack: Path):
    found = faults(pack, rewritten(lambda content: content["figures"][0].update(value="15")))
    assert "a figure is forged. “12.5 %” was frozen as 15 %, and its cells give 12.5 %." in found
    assert "figures.json does not list the figures that were published." in found


def test_another_figure_in_the_words_is_called_forged(pack: Path):
    found = faults(pack, rewritten(lambda content: content["figures"][0].update(shown="15 %")))
    assert "a figure is forged. “15 %” is not what the formula gives: 13 %." in found


def test_a_cell_that_its_table_does_not_hold_is_called_forged(pack: Path):
    def change(content):
        content["tables"][0]["cells"][1]["texts"] = ["9,200"]
        content["figures"][0] |= {"shown": "15 %", "value": "15"}

    found = faults(pack, rewritten(change))
    assert "The cell “jobs_2024” (B3) of “Jobs by year” holds 9,000, and the figures use 9,200." in found


def test_a_changed_list_or_table_is_found_out(pack: Path):
    def other_list(held: dict[str, bytes]) -> None:
        held["figures.json"] = held["figures.json"].replace(b"12.5", b"15")

    def other_table(held: dict[str, bytes]) -> None:
        name = next(name for name in held if name.startswith("tables/"))
        held[name] = held[name].replace(b"9,000", b"9,200")

    def no_table(held: dict[str, bytes]) -> None:
        del held[next(name for name in held if name.startswith("tables/"))]

    assert "figures.json does not list the figures that were published." in faults(pack, other_list)
    assert "is not the table that was published." in faults(pack, other_table)
    assert "is not in the pack." in faults(pack, no_table)


@pytest.mark.parametrize("figures", [None, [{}], [{"shown": 1}], {"a": 1}, [[]]])
def test_figures_of_another_form_are_refused_with_a_sentence(pack: Path, figures):
    found = faults(pack, rewritten(lambda content: content.update(figures=figures)))
    assert found


def test_a_pack_without_figures_has_none_of_it(people: Crew, tmp_path: Path):
    claim = ready(people)
    perform(MoveName.SUBMIT, claim_id=claim.pk, actor=people.reviewer)
    approve(claim, people.second)
    perform(MoveName.PUBLISH, claim_id=claim.pk, actor=people.second)
    with (tmp_path / "pack.zip").open("wb") as target:
        write_pack(Claim.objects.get(pk=claim.pk), target)
    with zipfile.ZipFile(tmp_path / "pack.zip") as opened:
        assert not [name for name in opened.namelist() if name.startswith(("tables/", "figures"))]
