"""A pack for anybody holds pictures without place and camera; the newsroom's own pack holds them as they came."""

import hashlib
import json
import zipfile

import pytest
from django.core.files.base import ContentFile

from claims.public.check_evidence_pack import check_pack
from claims.public.evidence_pack import sums_of, write_pack
from claims.verdicts.models import EvidenceCopy
from claims.verdicts.signing import current_key
from claims.workflow.moves import MoveName
from claims.workflow.perform import perform
from tests.public.newsroom import now_public, ready
from tests.verdicts.test_bare_pictures import MAKER, jpeg
from tests.workflow.stories import approve

pytestmark = pytest.mark.django_db

PHONE = b"\x00\x00\x00\x18ftypheic" + MAKER.encode()


@pytest.fixture
def claim(people, settings, tmp_path):
    """A published check that rests on a photograph and on a picture of a phone."""
    settings.MEDIA_ROOT = tmp_path / "kept"
    claim = ready(people)
    for copy, content in zip(EvidenceCopy.objects.filter(evidence__claim=claim), (jpeg(), PHONE), strict=True):
        copy.file.save("copy", ContentFile(content), save=False)
        copy.sha256 = hashlib.sha256(content).hexdigest()
        copy.save()
    perform(MoveName.SUBMIT, claim_id=claim.pk, actor=people.reviewer)
    approve(claim, people.second)
    perform(MoveName.PUBLISH, claim_id=claim.pk, actor=people.second)
    return now_public(claim).claim


def packed(claim, file, **options):
    write_pack(claim, file, **options)
    with zipfile.ZipFile(file) as pack:
        return {name: pack.read(name) for name in pack.namelist()}


def test_anybody_gets_pictures_without_place_and_camera_and_the_hash_of_the_original(claim, tmp_path):
    original, phone = (hashlib.sha256(content).hexdigest() for content in (jpeg(), PHONE))
    files = packed(claim, tmp_path / "pack.zip")
    assert all(MAKER.encode() not in content for content in files.values())
    stated = json.loads(files["copies/pictures.json"])
    bare = files[f"copies/{original}-bare"]
    assert stated[original] == {"file": f"copies/{original}-bare", "sha256": hashlib.sha256(bare).hexdigest()}
    assert "cannot be freed" in stated[phone]["left_out"]
    assert "without the place, the time and the camera" in files["README.txt"].decode()
    assert check_pack(tmp_path / "pack.zip").faults == []


def test_the_newsroom_s_own_pack_holds_the_originals(claim, tmp_path):
    files = packed(claim, tmp_path / "pack.zip", internal=True)
    assert files[f"copies/{hashlib.sha256(jpeg()).hexdigest()}"] == jpeg()
    assert "copies/pictures.json" not in files
    assert "without the place" not in files["README.txt"].decode()
    assert check_pack(tmp_path / "pack.zip").faults == []


def test_another_picture_in_its_place_is_found_out(claim, tmp_path):
    files = packed(claim, tmp_path / "pack.zip")
    [name] = [name for name in files if name.endswith("-bare")]
    files[name] = files[name] + b"x"
    sums = {each: hashlib.sha256(content).hexdigest() for each, content in files.items() if "SHA256SUMS" not in each}
    files["SHA256SUMS"] = sums_of(sums)
    files["SHA256SUMS.sig"] = current_key().sign(files["SHA256SUMS"]).encode()
    with zipfile.ZipFile(tmp_path / "forged.zip", "w") as pack:
        for each, content in files.items():
            pack.writestr(each, content)
    assert check_pack(tmp_path / "forged.zip").faults == [f"{name} is not the picture that copies/pictures.json names."]
