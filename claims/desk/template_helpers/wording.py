"""Stored values and typed text as the desk's screens say them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.utils.translation import get_language

from claims import formats
from claims.accounts.roles import ROLE_NAMES, ROLE_WORDS, Role
from claims.desk.state_icons import LOOKS
from claims.tracking.enums import ClaimState
from claims.verdicts.enums import ContactMethod, Stance
from claims.verdicts.reasons import ABOUT

HEAT_STEPS: Final = (0.15, 0.35, 0.55, 0.75, 0.9)
MENTION: Final = re.compile(r"(?<![\w@.])@([\w.+-]*\w)|(\n)")


@dataclass(frozen=True, slots=True)
class RemarkPart:
    """A stretch of a remark: words, the name of somebody mentioned, or a line's end."""

    text: str = ""
    name: str = ""
    is_break: bool = False


def mentions(text: str) -> Iterator[RemarkPart]:
    """A remark in parts, so that mentions and line ends can be drawn as such."""
    place = 0
    for found in MENTION.finditer(text):
        yield RemarkPart(text[place : found.start()])
        yield RemarkPart(name=found[1] or "", is_break=bool(found[2]))
        place = found.end()
    yield RemarkPart(text[place:])


def look(state: str) -> str:
    """The name under which the stylesheet knows a stored state."""
    return LOOKS.get(state, "candidate")


def state_label(state: str) -> str:
    """A claim's state in words."""
    return _state_label(state, get_language())


@cache
def _state_label(state: str, language: str | None) -> str:
    """The same; every row of the queue has one."""
    return str(ClaimState(state).label)


def stance_word(stance: str) -> str:
    """What a source does to the claim, in a word."""
    return str(Stance(stance).label)


def heat(score: float | None) -> int:
    """How deep the wash behind a mark is, 0 to 5."""
    return sum(score >= step for step in HEAT_STEPS) if score is not None else 2


def heaviest_first(signals: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The reasons behind a score, those that moved it most before the others."""
    return sorted(signals, key=lambda signal: -abs(signal["weight"]))


def short_hash(value: str) -> str:
    """A SHA-256 by its first eight and last four figures."""
    return f"{value[:4]} {value[4:8]} … {value[-4:]}" if len(value) == 64 else value


def gate_name(gate: str) -> str:
    """What a written reason is about, in words."""
    return str(ABOUT.get(gate, gate.replace("_", " ").capitalize()))


def method_name(value: str) -> str:
    """How somebody was asked, in words."""
    return str(ContactMethod(value).label) if value in set(ContactMethod) else value


def role_name(role: str) -> str:
    """A role as people say it: Editor."""
    return str(ROLE_NAMES[Role(role)]) if role in set(Role) else role


def role_names(roles: Iterable[str]) -> str:
    """All roles of a person in one line; empty where there is none."""
    return formats.listed(role_name(role) for role in ROLE_NAMES if role.value in set(roles))


def role_words(role: str) -> str:
    """What somebody with the role does, in a sentence."""
    return str(ROLE_WORDS[Role(role)]) if role in set(Role) else ""
