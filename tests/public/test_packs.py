"""Evidence packs: what they hold for anybody and for the newsroom, and that nothing in one can be changed unseen."""

import hashlib
import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from claims.jobs.running import run_one
from claims.public.check_evidence_pack import check_pack
from claims.public.evidence_pack import sums_of
from claims.review import comments, evidence, evidence_copies
from claims.tracking.models import Claim
from claims.verdicts.content import content_hash
from claims.verdicts.enums import Stance
from claims.verdicts.models import Evidence, EvidenceCopy
from claims.verdicts.signing import current_key
from claims.verdicts.site_settings import keep_newsroom
from claims.verdicts.ssh_signatures import SigningKey, new_private_key, read_private_key
from claims.verdicts.uploads import Upload
from claims.workflow.moves import MoveName
from claims.workflow.perform import perform
from tests.claim_in_review import a_source
from tests.fetching.local_site import Site, start_site
from tests.public.newsroom import corrected, now_public, ready, retracted
from tests.workflow.stories import Crew, approve

PAGES = {"/accounts": b"<title>Accounts</title><p>Net spending rose by 5.7 per cent.</p>", "/minutes": b"\x00\xff raw"}
SECRET = "the treasurer told us in confidence"


def said(name: str, *arguments: object) -> str:
    out = io.StringIO()
    call_command(name, *map(str, arguments), stdout=out)
    return out.getvalue()


@pytest.fixture
def site() -> Iterator[Site]:
    """A small web site on this machine."""
    running = start_site()
    yield running
    running.closing.set()
    running.server.shutdown()
    running.server.server_close()


@pytest.fixture
def claim(people: Crew, site: Site, settings, tmp_path: Path) -> Claim:
    """A published and corrected claim with two copies fetched from a site and a file sent up, and a secret or two."""
    settings.FETCH_ALLOW_NETWORKS = ("127.0.0.0/8",)
    settings.MEDIA_ROOT = tmp_path / "kept"
    claim = ready(people)
    EvidenceCopy.objects.filter(evidence__claim=claim).delete()
    Evidence.objects.filter(claim=claim).delete()
    for path, body in PAGES.items():
        url = site.page(path, body, Content_Type="text/html" if path == "/accounts" else "application/octet-stream")
        source = evidence.add(claim_id=claim.pk, actor=people.reviewer, source=a_source(url=url, title=path))
        run_one(EvidenceCopy, source.copies.get().pk, run=evidence_copies.make_copy)
    letter = Upload("letter.txt", b"A letter of the council.", "text/plain")
    evidence.add(
        claim_id=claim.pk,
        actor=people.reviewer,
        source=a_source(title="Letter", publisher="Council", stance=Stance.SUPPORTS),
        upload=letter,
    )
    comments.add(claim_id=claim.pk, actor=people.reviewer, body=SECRET)
    perform(MoveName.SUBMIT, claim_id=claim.pk, actor=people.reviewer)
    perform(MoveName.REQUEST_CHANGES, claim_id=claim.pk, actor=people.second, note=SECRET)
    perform(MoveName.RESUME, claim_id=claim.pk, actor=people.reviewer)
    perform(MoveName.SUBMIT, claim_id=claim.pk, actor=people.reviewer)
    approve(claim, people.second)
    perform(MoveName.PUBLISH, claim_id=claim.pk, actor=people.second)
    corrected(now_public(claim), people)
    return claim


@pytest.fixture
def pack(claim: Claim, tmp_path: Path) -> Path:
    """Its pack for anybody."""
    said("export_pack", claim.number, tmp_path / "pack.zip")
    return tmp_path / "pack.zip"


def members(pack: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(pack) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def test_a_pack_holds_what_the_verdict_rests_on_and_opens_by_itself(pack: Path, site: Site):
    held = members(pack)

    assert {"README.txt", "pack.json", "SHA256SUMS", "SHA256SUMS.sig", "allowed_signers"} <= set(held)
    assert {"audit.json", "seals.json", "publications/1.signed.txt", "publications/1.signed.txt.sig"} <= set(held)
    assert {"publications/1.json", "publications/2.html", "publications/style.css"} <= set(held)
    copies = {name: content for name, content in held.items() if name.startswith("copies/")}
    assert set(copies.values()) == {*PAGES.values(), b"A letter of the council."}
    assert all(name == f"copies/{hashlib.sha256(content).hexdigest()}" for name, content in copies.items())
    page = held["publications/2.html"].decode()
    assert '<link rel="stylesheet" href="style.css">' in page
    assert "<script src" not in page
    assert b".verdict" in held["publications/style.css"]
    assert "is sound" in said("verify_pack", pack)


def test_a_pack_for_anybody_keeps_the_newsrooms_notes_to_itself(pack: Path, claim: Claim, tmp_path: Path):
    said("export_pack", claim.number, tmp_path / "own.zip", "--internal")
    own = members(tmp_path / "own.zip")

    assert not [name for name, content in members(pack).items() if SECRET.encode() in content]
    assert SECRET.encode() in own["audit.json"]
    assert "revisions/1.json" not in members(pack)
    assert {"revisions/1.json", "revisions/2.json", "revisions/3.json"} <= set(own)
    assert check_pack(tmp_path / "own.zip").withheld == 0
    assert check_pack(pack).withheld > 0
    told = [event for event in json.loads(members(pack)["audit.json"]) if "hashed" in event]
    assert {event["hashed"]["action"] for event in told} >= {"submit", "publish", "open_correction"}


def test_names_stand_in_a_pack_only_where_readers_are_shown_them(claim: Claim, tmp_path: Path):
    keep_newsroom(actor=None, show_names=False)
    said("export_pack", claim.number, tmp_path / "pack.zip")

    assert b"Milo Brandt" not in members(tmp_path / "pack.zip")["revisions/2.json"]


def test_the_same_claim_gives_the_same_bytes(pack: Path, claim: Claim, tmp_path: Path):
    said("export_pack", claim.number, tmp_path / "again.zip")

    assert (tmp_path / "again.zip").read_bytes() == pack.read_bytes()


def test_a_retracted_claim_has_a_sound_pack(claim: Claim, people: Crew, tmp_path: Path):
    retracted(now_public(claim), people)
    said("export_pack", claim.number, tmp_path / "pack.zip")

    assert "publications/3.html" in members(tmp_path / "pack.zip")
    assert check_pack(tmp_path / "pack.zip").faults == []


def test_a_copy_that_was_changed_on_the_desks_own_disk_is_told_when_the_pack_is_made(claim: Claim, tmp_path: Path):
    copy = EvidenceCopy.objects.filter(evidence__claim=claim).first()
    with copy.file.open("wb") as file:
        file.write(b"something else")
    with pytest.raises(CommandError, match="is not the copy its name says"):
        said("export_pack", claim.number, tmp_path / "pack.zip")


def written(source: Path, held: dict[str, bytes]) -> Path:
    target = source.with_name("changed.zip")
    with zipfile.ZipFile(target, "w") as pack:
        for name, content in held.items():
            pack.writestr(name, content)
    return target


def test_one_changed_byte_in_any_file_is_found_out(pack: Path):
    for name, content in members(pack).items():
        middle = len(content) // 2
        for place in {0, middle, len(content) - 1}:
            changed = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
            faults = check_pack(written(pack, members(pack) | {name: changed})).faults
            assert faults, f"{name} at {place}"


def test_a_file_more_or_less_is_found_out(pack: Path):
    held = members(pack)
    for name in held:
        assert check_pack(written(pack, {other: held[other] for other in held if other != name})).faults, name
    for name in ("more.txt", "../escape", "/etc/passwd", "copies/../../x", "publications\\x", "copies/"):
        assert check_pack(written(pack, held | {name: b"more"})).faults, name


def test_a_file_twice_is_found_out(pack: Path):
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(pack, "a") as opened:
        opened.writestr("audit.json", members(pack)["audit.json"])

    assert "A file stands in the pack twice." in check_pack(pack).faults


def forged(source: Path, change: Callable[[dict[str, bytes]], object], key: SigningKey | None = None) -> Path:
    """The pack with some members changed and its sums made to agree; signed anew where the forger has a key."""
    held = members(source)
    change(held)
    if key:
        held["allowed_signers"] = f'localhost namespaces="plumbline" {key.public}\n'.encode()
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in held.items()}
    held["SHA256SUMS"] = sums_of({name: digest for name, digest in digests.items() if name[:10] != "SHA256SUMS"})
    if key:
        held["SHA256SUMS.sig"] = key.sign(held["SHA256SUMS"]).encode()
    return written(source, held)


def replaced(name: str, old: bytes, new: bytes):
    def change(held: dict[str, bytes]) -> None:
        assert old in held[name]
        held[name] = held[name].replace(old, new, 1)

    return change


def record_with(change: Callable[[list[dict]], object]):
    """A change of the record's rows."""

    def rewrite(held: dict[str, bytes]) -> None:
        events = json.loads(held["audit.json"])
        change(events)
        held["audit.json"] = json.dumps(events).encode()

    return rewrite


def swap(events: list[dict]) -> None:
    events[3], events[4] = events[4], events[3]


def renumbered(events: list[dict]) -> None:
    swap(events)
    for place, event in enumerate(events, 1):
        event["sequence"] = place
        (event.get("hashed") or event["withheld"])["object"][2] = place


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (replaced("revisions/2.json", b"9 per cent", b"7 per cent"), "hash that was approved"),
        (replaced("publications/1.json", b"9 per cent", b"7 per cent"), "do not have its hash"),
        (replaced("audit.json", b'"publish"', b'"publisht"'), "not what was written"),
        (replaced("revisions/2.json", b'"approvals": [', b'"approvals": [], "was": ['), "nobody but its authors"),
        (lambda held: held.update({"../evil": b"x"}), "no file a pack has"),
        (lambda held: held.pop("audit.json"), "no record"),
        (lambda held: held.pop(next(name for name in held if name.startswith("copies/"))), "is not in the pack"),
        (record_with(swap), "a gap"),
        (record_with(renumbered), "not what was written"),
        (record_with(lambda events: events.pop(2)), "a gap"),
        (record_with(lambda events: events[-1].update(hashed={"object": []})), "does not have the form"),
        (lambda held: held.update({"revisions/2.json": b"[]"}), "does not have the form"),
        (lambda held: held.update({"publications/1.json": b"nonsense"}), "does not have the form"),
    ],
)
def test_a_forged_pack_is_found_out(pack: Path, change, fault):
    faults = check_pack(forged(pack, change)).faults
    assert any(fault in found for found in faults), faults


def test_what_is_no_pack_is_refused_with_a_sentence(pack: Path, tmp_path: Path):
    (tmp_path / "cut.zip").write_bytes(pack.read_bytes()[:300])
    with pytest.raises(CommandError, match="no readable pack"):
        said("verify_pack", tmp_path / "cut.zip")
    with pytest.raises(CommandError, match="no readable pack"):
        said("verify_pack", tmp_path / "missing.zip")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as other:
        other.writestr("pack.json", "{}")
    with pytest.raises(CommandError, match=r"no pack\.json and SHA256SUMS"):
        said("verify_pack", tmp_path / "other.zip")


def everything_anew(held: dict[str, bytes]) -> None:
    """What A2 of a review did: the short answer, all hashes, the approvals and the chain made to agree with a lie."""
    for name in [
        name for name in held if name.endswith(".json") and name.split("/")[0] in ("publications", "revisions")
    ]:
        told = json.loads(held[name].decode().replace("9 per cent", "7 per cent"))
        told["content_hash"] = content_hash(told["content"])
        for approval in told.get("approvals", []):
            approval["content_hash"] = told["content_hash"]
        if "page" in told:
            told["page"]["content_hash"] = told["content_hash"]
            told["page_hash"] = content_hash(told["page"])
            page = f"{name.removesuffix('.json')}.html"
            held[page] = held[page].replace(b"9 per cent", b"7 per cent")
            told["html_sha256"] = hashlib.sha256(held[page]).hexdigest()
        held[name] = json.dumps(told).encode()
    for name in [name for name in held if ".signed.txt" in name]:
        del held[name]
    events, previous = json.loads(held["audit.json"]), ""
    for event in events:
        part = event.get("hashed") or event["withheld"]
        part["previous"] = previous
        if "hashed" in event:
            event["hash"] = content_hash(part)
        previous = event["hash"]
    held["audit.json"] = json.dumps(events).encode()


FORGERIES = [
    pytest.param(everything_anew, id="words, page, HTML and chain computed anew"),
    pytest.param(replaced("publications/2.html", b"8 per cent", b"1 per cent"), id="HTML"),
    pytest.param(replaced("README.txt", b"Evidence pack", b"Evidence hack"), id="README"),
    pytest.param(replaced("publications/style.css", b".verdict", b".vordict"), id="style"),
    pytest.param(replaced("seals.json", b"[", b"[ "), id="seals"),
]


@pytest.mark.parametrize("change", FORGERIES)
def test_whoever_lacks_the_newsrooms_key_cannot_forge_a_pack(pack: Path, change):
    newsroom, forger = {current_key().public}, read_private_key(new_private_key())

    unsigned = check_pack(forged(pack, change)).faults
    assert "SHA256SUMS or SHA256SUMS.sig was changed: the signature is not over these sums." in unsigned
    signed_by_another = check_pack(forged(pack, change, forger), newsroom).faults
    assert any("which is no key of the newsroom" in fault for fault in signed_by_another)


def test_a_pack_forged_whole_agrees_with_itself_and_says_whose_key_it_has(pack: Path):
    """No file can say who made it; so the command says how to find out."""
    lie = forged(pack, everything_anew, read_private_key(new_private_key()))

    assert check_pack(lie).faults == []
    told = said("verify_pack", lie)
    assert "Whether that is the newsroom's key, a pack cannot say" in told
    assert current_key().public not in told


def test_stock_tools_check_a_pack(pack: Path, tmp_path: Path):
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(pack) as opened:
        opened.extractall(folder)
    if not (shutil.which("sha256sum") and shutil.which("ssh-keygen")):
        pytest.skip("sha256sum or ssh-keygen is not on this machine")
    sums = subprocess.run(["sha256sum", "-c", "--strict", "SHA256SUMS"], cwd=folder, capture_output=True, check=False)
    assert sums.returncode == 0, sums.stderr
    line = next(
        line.strip()
        for line in (folder / "README.txt").read_text().splitlines()
        if line.strip().startswith("ssh-keygen")
    )
    signed = subprocess.run(["sh", "-c", line], cwd=folder, capture_output=True, text=True, check=False)
    assert (signed.returncode, signed.stdout.startswith('Good "plumbline" signature')) == (0, True), signed.stderr
    statement = line.replace("SHA256SUMS", "publications/2.signed.txt")
    published = subprocess.run(["sh", "-c", statement], cwd=folder, capture_output=True, text=True, check=False)
    assert published.returncode == 0, published.stderr
    (folder / "SHA256SUMS").write_bytes((folder / "SHA256SUMS").read_bytes() + b"\n")
    assert subprocess.run(["sh", "-c", line], cwd=folder, capture_output=True, check=False).returncode != 0


def test_a_pack_is_compared_with_its_site(pack: Path, claim: Claim, live_server, settings):
    settings.FETCH_ALLOW_NETWORKS = ("127.0.0.0/8",)
    assert f"{live_server.url} shows these words" in said("verify_pack", pack, "--site", live_server.url)
    lie = forged(pack, everything_anew, read_private_key(new_private_key()))
    with pytest.raises(CommandError, match="which is no key of the newsroom"):
        said("verify_pack", lie, "--site", live_server.url)
    own = forged(pack, everything_anew, current_key())
    with pytest.raises(CommandError, match=r"Number 1 has other words on the site\."):
        said("verify_pack", own, "--site", live_server.url)
    with pytest.raises(CommandError, match="keys could not be read"):
        said("verify_pack", pack, "--site", "http://127.0.0.1:1")


def test_readers_download_the_pack_where_the_newsroom_lets_them(claim: Claim, people: Crew, reader, tmp_path: Path):
    check = now_public(claim)
    assert reader.get(f"/checks/{check.slug}/pack.zip").status_code == 404
    assert b"pack.zip" not in reader.get(f"/checks/{check.slug}/").content
    keep_newsroom(actor=None, offers_packs=True)
    check = corrected(check, people, summary="It rose by 6 per cent.")
    answer = reader.get(f"/checks/{check.slug}/pack.zip")
    (tmp_path / "got.zip").write_bytes(b"".join(answer))

    assert f'href="../{check.slug}/pack.zip"'.encode() in reader.get(f"/checks/{check.slug}/").content
    assert check_pack(tmp_path / "got.zip", {current_key().public}).faults == []
    assert SECRET.encode() not in (tmp_path / "got.zip").read_bytes()
    again = reader.get(f"/checks/{check.slug}/pack.zip", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    keep_newsroom(actor=None, offers_packs=False)
    assert reader.get(f"/checks/{check.slug}/pack.zip").status_code == 404
