"""RFC 3161: asking a time stamp server in its own format, and reading and checking what it answers. No Django.

`openssl ts -verify` checks the same stamps without this software.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from claims.sentences import mark, say

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampResponse

REQUEST_TYPE: Final = "application/timestamp-query"
RESPONSE_TYPE: Final = "application/timestamp-reply"
LARGEST: Final = 64 * 1024
"""Bytes. A stamp with all its certificates has some 6,000."""

_SHA256: Final = "2.16.840.1.101.3.4.2.1"
_GRANTED: Final = (0, 1)
_NO_STAMP: Final = mark("What the server answered is no time stamp.")


class BadStamp(Exception):
    """What came is no time stamp of what was asked for; the message is a sentence that says why."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = say(message)


@dataclass(frozen=True)
class Question:
    """What a server is asked, in DER, and the random number that its answer has to repeat."""

    content: bytes
    nonce: int


@dataclass(frozen=True)
class Stamp:
    """What a stamp says: when it was given, and whether its signature was compared with known certificates."""

    at: datetime
    compared: bool


def question_about(message: bytes) -> Question:
    """Ask for a stamp over the SHA-256 of a message, with the certificates of whoever gives it."""
    from rfc3161_client import TimestampRequestBuilder  # noqa: PLC0415 -- only workers ask
    from rfc3161_client.base import HashAlgorithm  # noqa: PLC0415

    built = TimestampRequestBuilder().data(message).hash_algorithm(HashAlgorithm.SHA256).build()
    return Question(built.as_bytes(), built.nonce or 0)


def read_stamp(*, response: bytes, message: bytes, nonce: int | None = None, certificates: bytes = b"") -> Stamp:
    """What a server's answer says about a message; BadStamp for whatever is not a good stamp of it.

    `nonce`: the number of the question, where it is known. `certificates`: the certificates in PEM by one of which the
    stamp has to be signed in the end; without any the signature is not looked at, so that only a mistake is found out
    and no forgery.
    """
    if len(response) > LARGEST:
        raise BadStamp(_NO_STAMP)
    with _no_stamp_for_other_errors():
        answer = _parsed(response)
        about = answer.tst_info.message_imprint
        if about.hash_algorithm.dotted_string != _SHA256 or about.message != hashlib.sha256(message).digest():
            raise BadStamp(mark("The time stamp is about something else than what the newsroom signed."))
        if nonce is not None and answer.tst_info.nonce != nonce:
            raise BadStamp(mark("The time stamp is an answer to another question: its random number is not ours."))
        trusted = certificates_in(certificates)
        if trusted:
            _compare(answer, message, trusted)
        return Stamp(answer.tst_info.gen_time, compared=bool(trusted))


def certificates_in(text: bytes) -> "list[Certificate]":
    """The certificates of a PEM file, each once; ValueError where it holds something else."""
    if not text.strip():
        return []
    from cryptography.x509 import load_pem_x509_certificates  # noqa: PLC0415 -- slow to load

    found = load_pem_x509_certificates(text)
    return [each for place, each in enumerate(found) if each not in found[:place]]


@contextmanager
def _no_stamp_for_other_errors() -> Iterator[None]:
    try:
        yield
    except BadStamp:
        raise
    except Exception as error:  # whatever a hostile answer leads its parser into
        raise BadStamp(_NO_STAMP) from error


def _parsed(response: bytes) -> "TimeStampResponse":
    from rfc3161_client import decode_timestamp_response  # noqa: PLC0415 -- slow to load

    answer = decode_timestamp_response(response)
    if answer.status not in _GRANTED:
        raise BadStamp(
            say("The server gave no time stamp: its answer has the status %(status)s.", status=answer.status)
        )
    return answer


def _compare(answer: "TimeStampResponse", message: bytes, trusted: "list[Certificate]") -> None:
    from rfc3161_client import VerificationError, VerifierBuilder  # noqa: PLC0415 -- slow to load

    try:
        VerifierBuilder(roots=trusted).build().verify_message(answer, message)
    except (VerificationError, ValueError) as error:
        raise BadStamp(
            mark("The time stamp is not signed by whom the certificates name, or it was changed since.")
        ) from error
