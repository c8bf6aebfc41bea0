"""What a child, or the process that saw it die, answers: one letter, eight bytes of length, and so many bytes."""

import socket
import struct
from typing import Final

DONE: Final = b"D"
RAISED: Final = b"R"
FAILED: Final = b"F"
OUT_OF_MEMORY: Final = b"M"
TOO_MUCH: Final = b"L"
DIED: Final = b"X"
"""The body is the number of the signal, in digits."""

_HEAD: Final = struct.Struct(">cQ")


def frame(kind: bytes, body: bytes) -> bytes:
    """The bytes of one answer."""
    return _HEAD.pack(kind, len(body)) + body


def receive(sock: socket.socket, *, most: int) -> tuple[bytes, bytes]:
    """The kind and body of an answer; TOO_MUCH where its body is larger, DIED where it ends early."""
    head = _exactly(sock, _HEAD.size)
    if len(head) < _HEAD.size:
        return DIED, b""
    kind, size = _HEAD.unpack(head)
    if size > most:
        return TOO_MUCH, b""
    body = _exactly(sock, size)
    return (kind, body) if len(body) == size else (DIED, b"")


def everything(sock: socket.socket) -> bytes:
    """All bytes until the other side says that there are no more."""
    pieces = []
    while piece := sock.recv(1 << 20):
        pieces.append(piece)
    return b"".join(pieces)


def _exactly(sock: socket.socket, size: int) -> bytes:
    pieces, left = [], size
    while left and (piece := sock.recv(min(left, 1 << 20))):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)
