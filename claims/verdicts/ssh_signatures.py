"""Ed25519 keys and signatures as OpenSSH writes them, so that `ssh-keygen` alone can check what the newsroom signed.

The signature's format is that of PROTOCOL.sshsig of OpenSSH. No Django.
"""

import base64
import binascii
import hashlib
import re
import struct
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_ssh_private_key,
)

NAMESPACE: Final = "plumbline"
"""What signatures of the newsroom are for; one made for something else does not pass as one of these."""

_KIND: Final = b"ssh-ed25519"
_MAGIC: Final = b"SSHSIG"
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_ARMOUR: Final = re.compile(rf"{_BEGIN}\n([A-Za-z0-9+/=\n]+)\n{_END}\n")


@dataclass(frozen=True)
class SigningKey:
    """A private key to sign with."""

    private: Ed25519PrivateKey

    @property
    def public(self) -> str:
        """The public half as it stands in `authorized_keys`: ssh-ed25519 AAAA..."""
        return self.private.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()

    def sign(self, message: bytes) -> str:
        """The signature of a message, as `ssh-keygen -Y sign -n plumbline` writes it; the same each time."""
        signature = self.private.sign(_signed(message))
        blob = (
            _MAGIC
            + struct.pack(">I", 1)
            + _string(_blob_of(self.public))
            + _string(NAMESPACE.encode())
            + _string(b"")
            + _string(b"sha512")
            + _string(_string(_KIND) + _string(signature))
        )
        text = base64.b64encode(blob).decode()
        lines = [text[start : start + 70] for start in range(0, len(text), 70)]
        return "\n".join([_BEGIN, *lines, _END, ""])


def new_private_key() -> bytes:
    """A new private key in the form of OpenSSH's key files."""
    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())


def read_private_key(text: bytes) -> SigningKey:
    """The key in an OpenSSH key file without a passphrase; ValueError for anything else."""
    try:
        key = load_ssh_private_key(text, password=None)
    except (TypeError, ValueError) as error:
        raise ValueError("It is no OpenSSH key file without a passphrase.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError("It is no Ed25519 key.")
    return SigningKey(key)


def fingerprint(public: str) -> str:
    """The fingerprint of a public key as `ssh-keygen -l` shows it: SHA256:..."""
    digest = hashlib.sha256(_blob_of(public)).digest()
    return f"SHA256:{base64.b64encode(digest).decode().rstrip('=')}"


def signer_of(message: bytes, signature: str) -> str:
    """The public key that made this signature over the message; empty where the signature is not sound."""
    try:
        whole = _ARMOUR.fullmatch(signature)
        blob = base64.b64decode(whole[1].replace("\n", ""), validate=True) if whole else b""
        if not blob.startswith(_MAGIC + struct.pack(">I", 1)):
            return ""
        key, namespace, _reserved, algorithm, made = _strings(blob[len(_MAGIC) + 4 :], 5)
        kind, public = _strings(key, 2)
        made_by, raw = _strings(made, 2)
        if (kind, made_by, namespace, algorithm) != (_KIND, _KIND, NAMESPACE.encode(), b"sha512"):
            return ""
        Ed25519PublicKey.from_public_bytes(public).verify(raw, _signed(message))
    except (ValueError, binascii.Error, struct.error, InvalidSignature):
        return ""
    return f"{_KIND.decode()} {base64.b64encode(key).decode()}"


def _signed(message: bytes) -> bytes:
    digest = hashlib.sha512(message).digest()
    return _MAGIC + _string(NAMESPACE.encode()) + _string(b"") + _string(b"sha512") + _string(digest)


def _blob_of(public: str) -> bytes:
    return base64.b64decode(public.split()[1])


def _string(content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + content


def _strings(blob: bytes, count: int) -> list[bytes]:
    """That many strings, which are all of the blob."""
    found = []
    for _ in range(count):
        (length,) = struct.unpack(">I", blob[:4])
        if len(blob) < 4 + length:
            raise ValueError("A string of the signature is cut off.")
        found.append(blob[4 : 4 + length])
        blob = blob[4 + length :]
    if blob:
        raise ValueError("The signature has more in it than it should.")
    return found
