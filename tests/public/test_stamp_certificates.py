"""Whether a time stamp's signature was compared with certificates is told, and so is when they went missing."""

import io
import shutil
import zipfile

from claims.verdicts.models import TimeStamp
from claims.verdicts.site_settings import keep_newsroom
from tests.public.newsroom import published
from tests.public.stamped import said, take, with_letters

COMPARED = "We compared its signature with the certificates that we know its givers by, and it holds."
NOT_COMPARED = "We did not compare its signature with any certificate, so we cannot say whether it is theirs."


def test_readers_are_told_that_a_stamp_was_compared(stamped, reader):
    page = reader.get(f"/checks/{stamped.slug}/").content.decode()
    assert COMPARED in page
    assert NOT_COMPARED not in page


def test_without_certificates_a_stamp_is_taken_and_not_called_compared(server, people, reader, settings):
    settings.TIMESTAMP_CERTIFICATES = None
    check = published(people)
    take(check)

    assert TimeStamp.objects.get().compared is False
    page = reader.get(f"/checks/{check.slug}/").content.decode()
    assert NOT_COMPARED in page
    assert COMPARED not in page


def test_a_pack_says_that_the_certificates_went_missing(server, people, reader, settings, notary, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "kept"
    settings.TIMESTAMP_CERTIFICATES = tmp_path / "roots.pem"
    shutil.copy(notary.root, settings.TIMESTAMP_CERTIFICATES)
    keep_newsroom(actor=people.editor, offers_packs=True)
    check = with_letters(people)
    take(check)
    lost = "Missing here is timestamp_certificates.pem:"

    def downloaded() -> tuple[str, bool, str]:
        answer = reader.get(f"/checks/{check.slug}/pack.zip")
        with zipfile.ZipFile(io.BytesIO(b"".join(answer))) as held:
            text = held.read("README.txt").decode()
            return answer.headers["ETag"], "timestamp_certificates.pem" in held.namelist(), text

    whole = downloaded()
    assert (whole[1], lost in whole[2]) == (True, False)
    settings.TIMESTAMP_CERTIFICATES.unlink()
    without = downloaded()
    assert (without[1], lost in without[2]) == (False, True)
    assert "-CAfile CERTIFICATES.pem" in without[2]
    assert without[0] != whole[0]
    assert said("export_pack", check.claim.number, tmp_path / "pack.zip")
    assert "1.timestamp.tsr" in said("verify_pack", tmp_path / "pack.zip", "--timestamp-certificates", notary.root)
