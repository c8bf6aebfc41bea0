"""Files changed at random, always the same for the same seed."""

import random
from collections.abc import Callable

TOKENS = (
    b"<", b">", b"&#x110000;", b"&#0;", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<p>", b"</p>", b'"', b"'", b"\x00",
    b"\r", b"\n", b"\n\n", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"{", b"[", b"}", b"null", b"NaN", b"1e999",
    b"-1", b"0", b"99999999999999999999", b"0000-00-00", b"9999-12-31T23:59:60Z", b"%", b"%%EOF", b"obj", b"stream",
    b"/Length -1", b"<<", b">>", b"=?utf-8?B?", b"Content-Type: text/html; charset=x", b"charset=utf-7", b"(", b")",
    "\u202e".encode(), "\u0301".encode() * 40, "\ud7ff\ue000".encode(), b"a" * 300, b" " * 300, b"http://[", b"\\u0000",
)  # fmt: skip


def mutated(seed: bytes, chance: random.Random) -> bytes:
    """The file with one to eight changes."""
    data = bytearray(seed)
    for _ in range(chance.randint(1, 8)):
        chance.choice(CHANGES)(data, chance)
    return bytes(data[:200_000])


def _flip(data: bytearray, chance: random.Random) -> None:
    if data:
        data[chance.randrange(len(data))] = chance.randrange(256)


def _insert(data: bytearray, chance: random.Random) -> None:
    place = chance.randint(0, len(data))
    data[place:place] = chance.choice(TOKENS)


def _replace(data: bytearray, chance: random.Random) -> None:
    token, place = chance.choice(TOKENS), chance.randint(0, len(data))
    data[place : place + len(token)] = token


def _cut(data: bytearray, chance: random.Random) -> None:
    start = chance.randint(0, len(data))
    del data[start : start + chance.randint(1, max(1, len(data) // 4))]


def _double(data: bytearray, chance: random.Random) -> None:
    start = chance.randint(0, len(data))
    piece = data[start : start + chance.randint(1, 200)]
    data[start:start] = piece * chance.randint(1, 20)


def _end(data: bytearray, chance: random.Random) -> None:
    del data[chance.randint(0, len(data)) :]


CHANGES: tuple[Callable[[bytearray, random.Random], None], ...] = (_flip, _insert, _replace, _cut, _double, _end)
