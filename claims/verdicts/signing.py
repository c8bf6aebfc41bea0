"""What the newsroom signs, and with which key: made on the first use, kept in a file, its public half told to all."""

import logging
import os
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.audit.services import record
from claims.verdicts.models import NewsroomKey, Publication
from claims.verdicts.site_settings import locked_newsroom, touch
from claims.verdicts.ssh_signatures import NAMESPACE, SigningKey, fingerprint, new_private_key, read_private_key
from claims.verdicts.statements import written

KEYS_PATH: Final = "/.well-known/plumbline-keys.txt"

logger = logging.getLogger(__name__)


class NoKey(Exception):
    """The desk has no key it could sign with; the message says what to do."""


def current_key() -> SigningKey:
    """The newsroom's key, made where there has never been one.

    Raises NoKey where the file is not the one the desk has signed with: a second host without it must not begin to
    sign with another.
    """
    known = NewsroomKey.objects.filter(retired_at__isnull=True).first()
    if known is None:
        return _first_key()
    key = _read(Path(settings.SIGNING_KEY_FILE))
    if key is None or key.public != known.public:
        raise NoKey(
            _(
                "The newsroom signs with the key %(fingerprint)s, and %(file)s does not hold it. Copy the file from"
                " where it is, or begin anew with: manage.py rotate_signing_key"
            )
            % {"fingerprint": known.fingerprint, "file": settings.SIGNING_KEY_FILE}
        )
    return key


def rotate() -> NewsroomKey:
    """Begin to sign with a new key; the old public half stays known, so that what it signed can still be checked."""
    file = Path(settings.SIGNING_KEY_FILE)
    with transaction.atomic():
        locked_newsroom()
        now = timezone.now()
        before = NewsroomKey.objects.filter(retired_at__isnull=True).first()
        NewsroomKey.objects.filter(retired_at__isnull=True).update(retired_at=now)
        fresh = new_private_key()
        row = _keep(read_private_key(fresh), before=before)
        beside = file.with_name(f"{file.name}.new")
        _write(beside, fresh)
        if file.exists():
            file.replace(file.with_name(f"{file.name}.{now:%Y%m%d%H%M%S}"))
        beside.replace(file)
        touch()
    return row


def allowed_signers() -> str:
    """The public keys, in the form that `ssh-keygen -Y verify -f` takes; empty where nothing was ever signed."""
    lines = []
    for key in NewsroomKey.objects.order_by("-id"):
        until = f", retired {key.retired_at:%Y-%m-%d}" if key.retired_at else ", in use"
        lines.append(f"# {key.fingerprint}: from {key.used_from:%Y-%m-%d}{until}")
        lines.append(f'{signer_name()} namespaces="{NAMESPACE}" {key.public}')
    return "".join(f"{line}\n" for line in lines)


def signer_name() -> str:
    """By what name the newsroom signs: the host of its public site."""
    return urlsplit(settings.PUBLIC_URL).hostname or "localhost"


def statement_of(publication: Publication) -> bytes:
    """What the newsroom signs of a publication: its number, its time, and the hashes of its words and of its page."""
    return written(
        check=publication.page["number"],
        number=publication.number,
        kind=publication.kind,
        at=publication.page["published_at"],
        content=publication.content_hash,
        page=publication.page_hash,
    )


def sign_publication(publication: Publication) -> str:
    """The signature of a publication; empty, and told in the log, where this host lacks the key.

    A withdrawal must not wait for a file.
    """
    try:
        return current_key().sign(statement_of(publication))
    except (NoKey, OSError) as error:
        logger.error("Publication %s is not signed: %s", publication, error)
        return ""


def _first_key() -> SigningKey:
    file = Path(settings.SIGNING_KEY_FILE)
    with transaction.atomic():
        locked_newsroom()
        if NewsroomKey.objects.filter(retired_at__isnull=True).exists():
            return current_key()
        key = _read(file)
        if key is None:
            _write(file, new_private_key())
            key = read_private_key(file.read_bytes())
        _keep(key, before=None)
    return key


def _keep(key: SigningKey, *, before: NewsroomKey | None) -> NewsroomKey:
    known = NewsroomKey.objects.filter(public=key.public).first()
    if known:
        NewsroomKey.objects.filter(pk=known.pk).update(retired_at=None)
        return known
    row = NewsroomKey.objects.create(
        public=key.public, fingerprint=fingerprint(key.public), used_from=timezone.now(), retired_at=None
    )
    data = {"fingerprint": row.fingerprint, "before": before.fingerprint if before else ""}
    record(actor=None, action="signing_key_used", target=row, data=data)
    return row


def _read(file: Path) -> SigningKey | None:
    """The key in the file; None where there is none, NoKey where something else is in it."""
    try:
        return read_private_key(file.read_bytes())
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise NoKey(
            _("%(file)s holds no key to sign with. %(why)s Put the newsroom's key there.")
            % {"file": file, "why": error}
        ) from error


def _write(file: Path, content: bytes) -> None:
    """Write a file nobody else may read; whole or not at all."""
    whole = file.with_name(f"{file.name}.{os.getpid()}")
    handle = os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as opened:
        opened.write(content)
    whole.replace(file)
