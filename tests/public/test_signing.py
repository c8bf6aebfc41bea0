"""The newsroom's key: made once, kept in a file of its own, rotated on purpose, and never guessed."""

import json
import logging

import pytest
from django.core.management import call_command

from claims.audit.models import AuditEvent
from claims.verdicts.models import NewsroomKey
from claims.verdicts.signing import NoKey, current_key, statement_of
from claims.verdicts.ssh_signatures import fingerprint, new_private_key, read_private_key, signer_of
from tests.public.newsroom import corrected, published


@pytest.fixture(autouse=True)
def key_file(settings, tmp_path):
    settings.SIGNING_KEY_FILE = tmp_path / "signing_key"
    return settings.SIGNING_KEY_FILE


def test_a_publication_is_signed_with_a_key_that_is_made_at_the_first_need(people, key_file, reader):
    check = published(people)
    (row,) = NewsroomKey.objects.all()

    assert key_file.stat().st_mode & 0o777 == 0o600
    assert row.fingerprint.startswith("SHA256:")
    assert AuditEvent.objects.get(action="signing_key_used").data == {"fingerprint": row.fingerprint, "before": ""}
    assert statement_of(check).decode() == (
        f"plumbline publication\ncheck: {check.claim.number}\nnumber: 1\nkind: first\n"
        f"published: {check.page['published_at']}\ncontent-sha256: {check.content_hash}\n"
        f"page-sha256: {check.page_hash}\n"
    )
    assert signer_of(statement_of(check), check.signature) == row.public
    assert signer_of(statement_of(check) + b" ", check.signature) == ""
    proof = json.loads(reader.get(f"/checks/{check.slug}/check.json").content)["proof"]
    assert signer_of(proof["signed"].encode(), proof["signature"]) == row.public
    assert proof["keys"].endswith("/.well-known/plumbline-keys.txt")


def test_the_public_keys_stand_at_a_known_address_and_on_the_page_about_us(people, reader):
    published(people)
    first = NewsroomKey.objects.get()
    call_command("rotate_signing_key")
    second = NewsroomKey.objects.get(retired_at__isnull=True)
    keys = reader.get("/.well-known/plumbline-keys.txt")

    assert keys.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert keys.headers["Access-Control-Allow-Origin"] == "*"
    lines = keys.content.decode().splitlines()
    assert [line.split()[-1] for line in lines if not line.startswith("#")] == [
        second.public.split()[1],
        first.public.split()[1],
    ]
    assert second.fingerprint in reader.get("/checks/about/").content.decode()
    assert first.fingerprint not in reader.get("/checks/about/").content.decode()


def test_a_rotation_is_on_record_and_what_was_signed_before_still_holds(people, key_file, reader):
    check = published(people)
    first = NewsroomKey.objects.get()
    call_command("rotate_signing_key")
    again = corrected(check, people)
    second = NewsroomKey.objects.get(retired_at__isnull=True)

    assert signer_of(statement_of(check), check.signature) == first.public
    assert signer_of(statement_of(again), again.signature) == second.public
    told = AuditEvent.objects.filter(action="signing_key_used").order_by("id").last()
    assert told.data == {"fingerprint": second.fingerprint, "before": first.fingerprint}
    assert read_private_key(key_file.read_bytes()).public == second.public


def test_another_host_without_the_key_signs_with_no_other(people, key_file, caplog):
    first = published(people)
    key_file.unlink()
    with pytest.raises(NoKey, match="Copy the file from where it is"):
        current_key()
    with caplog.at_level(logging.ERROR):
        changed = corrected(first, people)
    assert (changed.number, changed.signature) == (2, "")
    assert "is not signed" in caplog.text

    key_file.write_bytes(new_private_key())
    with pytest.raises(NoKey, match="does not hold it"):
        current_key()
    key_file.write_text("something else")
    with pytest.raises(NoKey, match="holds no key to sign with"):
        current_key()


def test_a_fingerprint_is_the_one_ssh_keygen_shows():
    public = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"
    assert fingerprint(public) == "SHA256:ZkAslGjFiUHdGf/WUL8rQvkib4PTvQatUV0OUQSncCA"


@pytest.mark.parametrize("signature", ["", "x", "-----BEGIN SSH SIGNATURE-----\n!!\n-----END SSH SIGNATURE-----"])
def test_what_is_no_signature_has_no_signer(signature):
    assert signer_of(b"words", signature) == ""
