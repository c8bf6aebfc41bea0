"""Doing a POST once, however often a program sends it: the same Idempotency-Key gets the same answer.

The key's row, the work and the answer are one transaction, so a crash leaves either all of them or none, and a second
request with the same key waits for the first. Only successes are kept: after a refusal the key is free again.
"""

import hashlib
import json
import re
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotAuthenticated, ParseError
from rest_framework.request import Request
from rest_framework.response import Response

from claims.accounts.models import User
from claims.api.errors import KeyInvalid
from claims.api.models import IdempotencyKey

HEADER: Final = "Idempotency-Key"
KEPT_FOR: Final = timedelta(hours=24)
MAX_KEY_LENGTH: Final = 255
KEY_PATTERN: Final = "^[!-~]([ -~]*[!-~])?$"
KEPT_HEADERS: Final = ("ETag", "Location")

type Handler = Callable[..., Response]


def once(handler: Handler, *, whole: bool, render: Callable[[Any], bytes]) -> Handler:
    """The handler, made to answer a repeated key from the record.

    With `whole`, everything is one transaction. Without, for a handler that waits for the outside and must not hold a
    lock meanwhile, the answer is kept afterwards, and the handler itself has to make one thing of two the same.
    """

    def answer(request: Request, *args: Any, **kwargs: Any) -> Response:
        key = request.headers.get(HEADER)
        if key is None:
            return handler(request, *args, **kwargs)
        if len(key) > MAX_KEY_LENGTH or not re.fullmatch(KEY_PATTERN, key):
            raise ParseError(
                _("The %(header)s must be 1 to %(max_key_length)s printable characters of ASCII, such as a UUID.")
                % {"header": HEADER, "max_key_length": MAX_KEY_LENGTH}
            )
        mark = fingerprint(request)
        kept = _kept(request, key)
        if kept is not None:
            return _replay(kept, mark)
        with transaction.atomic() if whole else nullcontext():
            if whole:
                row = _take(request, key, mark)
                if row.status is not None:
                    return _replay(row, mark)
                response = handler(request, *args, **kwargs)
            else:
                response = handler(request, *args, **kwargs)
                row = _take(request, key, mark)
                if row.status is not None:
                    return _replay(row, mark)
            _keep(row, response, render)
        return response

    return answer


def fingerprint(request: Request) -> str:
    """SHA-256 over the method, the address and what was sent."""
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    data = request.data
    if hasattr(data, "lists"):
        for name, values in sorted(data.lists()):
            for value in values:
                digest.update(f"{name}=".encode())
                digest.update(_content(value))
    else:
        digest.update(json.dumps(data, sort_keys=True).encode())
    return digest.hexdigest()


def _content(value: object) -> bytes:
    if not isinstance(value, UploadedFile):
        return str(value).encode("utf-8", "surrogatepass")
    whole = hashlib.sha256()
    for chunk in value.chunks():
        whole.update(chunk)
    value.seek(0)
    return whole.digest()


def _kept(request: Request, key: str) -> IdempotencyKey | None:
    fresh = timezone.now() - KEPT_FOR
    return IdempotencyKey.objects.filter(
        person=_person(request), key=key, status__isnull=False, created_at__gte=fresh
    ).first()


def _take(request: Request, key: str, mark: str) -> IdempotencyKey:
    """This key's row, locked: a new one, or that of a request that was quicker."""
    now = timezone.now()
    IdempotencyKey.objects.filter(person=_person(request), created_at__lt=now - KEPT_FOR).delete()
    row = IdempotencyKey(person=_person(request), key=key, fingerprint=mark, created_at=now)
    with transaction.atomic():
        IdempotencyKey.objects.bulk_create([row], ignore_conflicts=True)
        return IdempotencyKey.objects.select_for_update(of=("self",)).get(person=_person(request), key=key)


def _person(request: Request) -> User:
    if not isinstance(request.user, User):
        raise NotAuthenticated
    return request.user


def _keep(row: IdempotencyKey, response: Response, render: Callable[[Any], bytes]) -> None:
    row.status = response.status_code
    row.headers = {name: response[name] for name in KEPT_HEADERS if name in response}
    row.body = render(response.data).decode() if response.data is not None else ""
    row.save(update_fields=["status", "headers", "body"])


def _replay(row: IdempotencyKey, mark: str) -> Response:
    if row.fingerprint != mark:
        raise KeyInvalid(_("This Idempotency-Key was used for another request. Use a new one for each thing you do."))
    body = json.loads(row.body) if row.body else None
    return Response(body, status=row.status, headers={**row.headers, "Idempotent-Replayed": "true"})
