"""Export, evidence packs and the checker, by the commands people run."""

import hashlib
import io
import json
import re
import zipfile
from pathlib import Path
from urllib.parse import urljoin

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from claims.public.export import MANIFEST
from claims.public.pack_check import check_pack
from claims.verdicts.models import EvidenceCopy
from tests.public.newsroom import corrected, published, retracted


def said(name: str, *arguments: object) -> str:
    out = io.StringIO()
    call_command(name, *map(str, arguments), stdout=out)
    return out.getvalue()


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }


def test_the_exported_site_is_what_is_served_and_its_links_work(reader, people, tmp_path):
    first = published(people)
    second = published(people, statement="Every school has a nurse", rating="true", topics=["Health"])
    corrected(first, people)
    folder = tmp_path / "site"
    said("export_site", folder)
    files = files_in(folder)

    for name, content in files.items():
        if name.startswith("static/"):
            continue
        path = "/" + name.removesuffix("index.html")
        response = reader.get(path)
        served = response.getvalue() if response.streaming else response.content
        assert served == content, path
    assert f"checks/{first.slug}/index.html" in files
    assert f"checks/{first.slug}/1/index.html" in files
    assert f"checks/{second.slug}/share.png" in files
    dead = set()
    for name, content in files.items():
        if name.endswith(".html"):
            for link in re.findall(r'(?:href|src)="([^"#?]+)', content.decode()):
                if not link.startswith(("http", "mailto:")):
                    target = urljoin(f"/{name.removesuffix('index.html')}", link).lstrip("/")
                    target = f"{target}index.html" if target.endswith("/") or not target else target
                    if target not in files:
                        dead.add(target)
    # What needs the server is not exported, and nothing else is missing.
    assert dead <= {"checks/search/index.html", "checks/send-a-claim/index.html"}


def test_a_second_export_writes_only_what_changed_and_removes_what_is_gone(people, tmp_path):
    first = published(people)
    said("export_site", tmp_path / "site")
    assert said("export_site", tmp_path / "site").startswith("0 files written")
    before = files_in(tmp_path / "site")
    retracted(first, people)
    report = said("export_site", tmp_path / "site")
    after = files_in(tmp_path / "site")

    assert not report.startswith("0 files written")
    assert "retracted this check" in after[f"checks/{first.slug}/index.html"].decode()
    assert f"checks/{first.slug}/claimreview.json" in before
    assert f"checks/{first.slug}/claimreview.json" not in after


def test_an_export_leaves_other_folders_alone(people, tmp_path):
    (tmp_path / "letters.txt").write_text("mine")
    with pytest.raises(CommandError, match="no export wrote"):
        said("export_site", tmp_path)
    assert (tmp_path / "letters.txt").read_text() == "mine"


@pytest.fixture
def pack(people, tmp_path):
    """The pack of a corrected check whose copies are real files."""
    first = published(people)
    for copy in EvidenceCopy.objects.filter(evidence__claim=first.claim):
        copy.file.save(f"{copy.pk}.txt", ContentFile(b"the page as it was"))
    corrected(first, people)
    file = tmp_path / "pack.zip"
    said("export_pack", first.claim.number, file)
    return file


def test_a_pack_holds_what_the_verdict_rests_on(pack, people):
    names = set(zipfile.ZipFile(pack).namelist())

    assert {"README.txt", "manifest.json", "audit.json", "publications/1.json", "publications/2.html"} <= names
    assert {"revisions/1.json", "revisions/2.json"} <= names
    assert "To check it" in zipfile.ZipFile(pack).read("README.txt").decode()


def test_a_pack_whose_copies_are_not_what_was_approved_is_found_out(pack):
    faults = check_pack(pack)

    assert faults
    assert all("copy its name says" in fault for fault in faults)


@pytest.fixture
def sound(people, tmp_path):
    """A pack with no copies to hold, and nothing wrong."""
    claim = published(people).claim
    EvidenceCopy.objects.filter(evidence__claim=claim).update(file="")
    file = tmp_path / "sound.zip"
    said("export_pack", claim.number, file)
    return file


def altered(source: Path, change) -> Path:
    """The pack with some members changed, and its manifest made to agree, as a forger would."""
    members = {name: zipfile.ZipFile(source).read(name) for name in zipfile.ZipFile(source).namelist()}
    change(members)
    manifest = json.loads(members["manifest.json"])
    manifest["files"] = {
        name: hashlib.sha256(content).hexdigest() for name, content in members.items() if name != "manifest.json"
    }
    members["manifest.json"] = json.dumps(manifest).encode()
    target = source.with_name("altered.zip")
    with zipfile.ZipFile(target, "w") as pack:
        for name, content in members.items():
            pack.writestr(name, content)
    return target


def replace_in(name: str, old: bytes, new: bytes):
    def change(members):
        assert old in members[name]
        members[name] = members[name].replace(old, new, 1)

    return change


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (replace_in("revisions/1.json", b"9 per cent", b"7 per cent"), "hash that was approved"),
        (replace_in("publications/1.json", b"9 per cent", b"7 per cent"), "do not have its hash"),
        (replace_in("audit.json", b'"submit"', b'"submitt"'), "not what was written"),
        (replace_in("revisions/1.json", b'"approvals": [', b'"approvals": [], "was": ['), "nobody but its authors"),
        (lambda members: members.update({"../evil": b"x"}), "no file a pack has"),
        (lambda members: members.pop("audit.json"), "no record"),
    ],
)
def test_a_forged_pack_is_found_out(sound, change, fault):
    assert any(fault in found for found in check_pack(altered(sound, change)))


def test_verify_pack_says_so(sound, tmp_path):
    missing = [fault for fault in check_pack(sound) if "is not in the pack" not in fault]
    assert missing == []
    (tmp_path / "broken.zip").write_bytes(sound.read_bytes()[:300])
    with pytest.raises(CommandError, match="no readable pack"):
        said("verify_pack", tmp_path / "broken.zip")


def test_check_claimreview_judges_every_publication(people):
    published(people)
    retracted(published(people, statement="Every school has a nurse"), people)
    out = io.StringIO()
    with pytest.raises(CommandError, match="One page must be mended"):
        call_command("check_claimreview", "--all", stdout=out)

    assert "C7   MEND" in out.getvalue()
    assert "2 pages judged." in out.getvalue()
    assert out.getvalue().count("MEND") == 1


def test_check_claimreview_wants_one_thing():
    with pytest.raises(CommandError, match="--all"):
        call_command("check_claimreview")
    with pytest.raises(CommandError, match="private|not read|network|public"):
        call_command("check_claimreview", "http://127.0.0.1:9/")
