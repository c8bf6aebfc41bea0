"""A ZIP whose streams are damaged ends in a sentence wherever one is read."""

import io
import zipfile

import docx
import pytest

from claims.articles.reading import Unreadable
from claims.articles.reading.read import read_here
from claims.articles.unpacking import Limits, NotAnArchive, unpack
from claims.broken_zips import BROKEN_ZIP
from claims.public.check_evidence_pack import check_pack

LIMITS = Limits(members=10, largest=1_000_000, total=1_000_000)


def damaged(data: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The ZIP with bytes in the middle of each member's stream that are none of its method's."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", method) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    spoilt = bytearray(out.getvalue())
    with zipfile.ZipFile(out) as archive:
        for info in archive.infolist():
            begin = info.header_offset + 30 + len(info.filename.encode())
            spoilt[begin : begin + info.compress_size] = b"\xff" * info.compress_size
    return bytes(spoilt)


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, f"The words of {name}. " * 40)
    return out.getvalue()


METHODS = [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]


@pytest.mark.parametrize("method", METHODS)
def test_the_shared_errors_cover_every_method(method: int) -> None:
    with zipfile.ZipFile(io.BytesIO(damaged(zipped("a.txt"), method))) as archive, pytest.raises(BROKEN_ZIP):
        archive.read("a.txt")


@pytest.mark.parametrize("method", METHODS)
def test_a_damaged_archive_of_articles_is_a_sentence(method: int) -> None:
    with pytest.raises(NotAnArchive, match="damaged"):
        list(unpack(io.BytesIO(damaged(zipped("a.txt", "b.txt"), method)), suffixes=frozenset({".txt"}), limits=LIMITS))


@pytest.mark.parametrize("method", METHODS)
def test_a_damaged_word_file_is_a_sentence(method: int) -> None:
    out = io.BytesIO()
    docx.Document().save(out)
    with pytest.raises(Unreadable, match="damaged"):
        read_here(data=damaged(out.getvalue(), method), filename="story.docx")


@pytest.mark.parametrize("method", METHODS)
def test_a_damaged_evidence_pack_is_reported(method: int) -> None:
    checked = check_pack(io.BytesIO(damaged(zipped("README.txt", "pack.json", "SHA256SUMS"), method)))
    assert checked.faults
