"""Texts that make a regular expression work hardest, made out of the pattern itself, and how its time grows on them.

Python's engine tries one way after another. It is slow where a part that may be repeated meets many of what it takes,
and the end fails: so each text is a beginning that fits, a piece many times, and an end that does not fit.
"""

import re
import signal
import string
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from re import _constants as kind  # the parsed pattern has no public name
from re import _parser as parser
from types import FrameType
from typing import Any

FIRST = 2048  # characters at which every text is tried
LAST = 32768
TO_LOOK_CLOSER = 0.0003  # seconds of CPU at FIRST; linear patterns need a tenth
WORTH_A_LOOK = 6.0  # how many times longer FIRST must take than a quarter of it
TO_COMPARE = 0.02  # seconds of CPU below which two times tell nothing about growth
STEEPER = 9.0  # four times the text takes a linear pattern four times as long, a quadratic one sixteen times
TOO_LONG = 3.0  # seconds of CPU after which a pattern is stopped
MANY = 20  # a part that may stand more often than that is tried with what it takes, many times
ENDS = ("", "\x00", "\n\x00", "a.", "9 ")
PROBES = string.printable[:-2] + "\x00\x1f\xa0éßÉ–—―…“”„‘’«»•€年月日ｱ中　﻿\u2028\ud800"


class TooLong(Exception):
    """A pattern was stopped."""


def worst_growth(pattern: re.Pattern[Any], asked: frozenset[str]) -> str:
    """Why the pattern grows worse than its text, as a sentence with the text; empty where it does not."""
    tried: set[str] = set()
    for make in _texts(pattern):
        text = make(FIRST)
        if text in tried:
            continue
        tried.add(text)
        for ask in _ways(pattern, asked):
            if fault := _growth(ask, make):
                return fault
    return ""


def _growth(ask: Callable[[str], object], make: Callable[[int], str]) -> str:
    try:
        first = _seconds(ask, make(FIRST), 1)
        size = FIRST // 4
        if first < TO_LOOK_CLOSER or first < WORTH_A_LOOK * _seconds(ask, make(size), 1):
            return ""
        before = _seconds(ask, make(size), 3)
        while size * 4 <= LAST:
            size *= 4
            after = _seconds(ask, make(size), 3)
            if after > TO_COMPARE and after > STEEPER * before:
                return (
                    f"{size:,} characters of {make(60)!r} take {after / before:.0f} times as long as a quarter of them"
                )
            before = after
    except TooLong:
        return f"it is not done after {TOO_LONG:.0f} s with {make(60)!r} and on"
    return ""


def _ways(pattern: re.Pattern[Any], asked: frozenset[str]) -> Iterator[Callable[[str], object]]:
    def fit(text: str) -> Any:
        return text.encode("utf-8", "replace") if isinstance(pattern.pattern, bytes) else text

    if asked & {"match"}:
        yield lambda text: pattern.match(fit(text))
    if asked & {"fullmatch"}:
        yield lambda text: pattern.fullmatch(fit(text))
    if asked - {"match", "fullmatch"}:
        yield lambda text: sum(1 for _ in pattern.finditer(fit(text)))


def _seconds(ask: Callable[[str], object], text: str, times: int) -> float:
    """The least CPU time of so many tries; other processes of the machine do not count."""
    best = TOO_LONG
    for _ in range(times):
        with _stopped_after(TOO_LONG):
            begun = time.thread_time()
            ask(text)
            best = min(best, time.thread_time() - begun)
        if best > 0.2:
            break
    return best


@contextmanager
def _stopped_after(seconds: float) -> Iterator[None]:
    def stop(number: int, frame: FrameType | None) -> None:
        raise TooLong

    previous = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, previous)


def _texts(pattern: re.Pattern[Any]) -> Iterator[Callable[[int], str]]:
    source = pattern.pattern
    tree = parser.parse(source, pattern.flags & ~re.UNICODE if isinstance(source, bytes) else pattern.flags)
    atoms = list(_atoms(tree))
    kinds = _kinds(atoms)
    beginnings = list(dict.fromkeys(_beginnings(tree)))
    pieces = list(dict.fromkeys(piece for piece in [*kinds, *_bodies(tree), *(b for b, _ in beginnings)] if piece))
    for piece in pieces:
        for end in ENDS:
            yield _repeated("", piece, end)
    for beginning, body in beginnings:
        if not beginning or body is None:
            continue
        fitting = [piece for piece in kinds if _takes(body, piece)]
        for piece in dict.fromkeys([*fitting, *_samples(body)[:6]]):
            if piece:
                for end in ("", "\x00"):
                    yield _repeated(beginning, piece, end)


def _repeated(beginning: str, piece: str, end: str) -> Callable[[int], str]:
    return lambda size: beginning + piece * (size // len(piece)) + end


def _kinds(atoms: list[tuple[Any, Any]]) -> list[str]:
    """One character for each set of characters that the pattern tells apart."""
    told_apart: dict[tuple[bool, ...], str] = {}
    for character in PROBES:
        told_apart.setdefault(tuple(_fits(atom, character) for atom in atoms), character)
    return list(told_apart.values())[:24]


def _atoms(tree: Any) -> Iterator[tuple[Any, Any]]:
    for code, value in tree:
        if code in (kind.LITERAL, kind.NOT_LITERAL, kind.IN, kind.ANY):
            yield code, value
        for inner in _inner(code, value):
            yield from _atoms(inner)


def _inner(code: Any, value: Any) -> list[Any]:
    if code is kind.BRANCH:
        return list(value[1])
    if code in (kind.MAX_REPEAT, kind.MIN_REPEAT, kind.POSSESSIVE_REPEAT):
        return [value[2]]
    if code is kind.SUBPATTERN:
        return [value[3]]
    if code is kind.ATOMIC_GROUP:
        return [value]
    if code in (kind.ASSERT, kind.ASSERT_NOT):
        return [value[1]]
    if code is kind.GROUPREF_EXISTS:
        return [part for part in value[1:] if part]
    return []


def _fits(atom: tuple[Any, Any], character: str) -> bool:
    code, value = atom
    point = ord(character)
    if code is kind.LITERAL:
        return bool(point == value)
    if code is kind.NOT_LITERAL:
        return bool(point != value)
    if code is kind.ANY:
        return character != "\n"
    found = negated = False
    for part, of in value:
        if part is kind.NEGATE:
            negated = True
        elif part is kind.LITERAL:
            found = found or point == of
        elif part is kind.RANGE:
            found = found or of[0] <= point <= of[1]
        elif part is kind.CATEGORY:
            found = found or _of_category(of, character)
    return found != negated


def _of_category(category: Any, character: str) -> bool:
    name = str(category)
    word = character.isalnum() or character == "_"
    fits = {"DIGIT": character.isdigit(), "SPACE": character.isspace(), "WORD": word}[name.rpartition("_")[2]]
    return fits != ("_NOT_" in name)


def _takes(body: Any, piece: str) -> bool:
    return any(_fits(atom, piece) for atom in _atoms(body))


def _samples(tree: Any) -> list[str]:
    """Short texts that fit; one for each way where ways part."""
    texts = [""]
    for code, value in tree:
        texts = [text + more for text in texts for more in _sample_of(code, value)][:12]
    return texts


def _sample_of(code: Any, value: Any) -> list[str]:
    if code in (kind.LITERAL, kind.NOT_LITERAL, kind.IN, kind.ANY):
        preferred = "a 1A.,-\"'" + PROBES
        if code is kind.LITERAL:
            return [chr(value)]
        return [next((character for character in preferred if _fits((code, value), character)), "")]
    if code is kind.BRANCH:
        return [text for way in value[1][:40] for text in _samples(way)][:40]
    if code in (kind.MAX_REPEAT, kind.MIN_REPEAT, kind.POSSESSIVE_REPEAT):
        once = _samples(value[2])
        return [text * min(max(value[0], 1), 8) for text in once][:4] if value[0] else ["", *once[:2]]
    if code in (kind.SUBPATTERN, kind.ATOMIC_GROUP):
        return _samples(value[3] if code is kind.SUBPATTERN else value)
    return [""]


def _bodies(tree: Any) -> Iterator[str]:
    """What a repeated part takes once."""
    for code, value in tree:
        if code in (kind.MAX_REPEAT, kind.MIN_REPEAT, kind.POSSESSIVE_REPEAT):
            yield from _samples(value[2])[:8]
        for inner in _inner(code, value):
            yield from _bodies(inner)


def _beginnings(tree: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """What may stand before each repeated part, with that part; and each beginning of the whole, with None."""
    for code, value in tree:
        if code in (kind.MAX_REPEAT, kind.MIN_REPEAT, kind.POSSESSIVE_REPEAT):
            if value[1] > MANY:
                yield before, value[2]
            yield from _beginnings(value[2], before)
        elif code is kind.BRANCH:
            for way in value[1][:40]:
                yield from _beginnings(way, before)
        elif code in (kind.SUBPATTERN, kind.ATOMIC_GROUP):
            yield from _beginnings(value[3] if code is kind.SUBPATTERN else value, before)
        if code is kind.ASSERT and value[0] < 0 and not before:
            before = (_samples(value[1]) or [""])[0]
        before += (_sample_of(code, value) or [""])[-1 if code is kind.BRANCH else 0]
        yield before, None
