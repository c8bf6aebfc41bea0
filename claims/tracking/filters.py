"""What the queue shows and in which order, to and from the address of its page."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from claims.accounts.models import User
from claims.tracking.enums import ClaimState

TEXT_LIMIT = 200
DUE_CHOICES = ("late", "today", "week")


class Sort(StrEnum):
    """What stands first."""

    DUE = "due"
    SCORE = "score"
    NEWEST = "newest"
    AGE = "age"
    PRIORITY = "priority"


@dataclass(frozen=True)
class QueueFilters:
    """What the queue shows; without any, all open claims, those due soonest first.

    `assignee` is "me", "nobody" or a person's id; `topic` and `claimant` are slugs; `outlet` is an id; `language` is
    the code of that of the wording.
    """

    states: tuple[ClaimState, ...] = ()
    all_states: bool = False
    assignee: str = ""
    due: str = ""
    topic: str = ""
    min_score: float | None = None
    outlet: int | None = None
    claimant: str = ""
    language: str = ""
    text: str = ""
    sort: Sort = Sort.DUE

    @classmethod
    def parse(cls, given: Mapping[str, Any], viewer: User) -> "QueueFilters":
        """Filters from a query string's parameters; a value that makes no sense counts as not given."""
        states = given.getlist("state") if hasattr(given, "getlist") else str(given.get("state") or "").split(",")
        known = tuple(dict.fromkeys(ClaimState(state) for state in states if state in ClaimState))
        assignee, due, sort = (str(given.get(name) or "").strip() for name in ("assignee", "due", "sort"))
        return cls(
            states=known,
            all_states=not known and "any" in states,
            assignee=assignee if assignee in ("me", "nobody") or _whole(assignee) else "",
            due=due if due in DUE_CHOICES else "",
            topic=_slug(given.get("topic")),
            min_score=_share(given.get("score")),
            outlet=_whole(given.get("outlet")),
            claimant=_slug(given.get("claimant")),
            language=_slug(given.get("language")).lower()[:8],
            text=" ".join(str(given.get("q") or "").replace("\x00", "").split())[:TEXT_LIMIT],
            sort=Sort(sort) if sort in Sort else Sort.DUE,
        )

    def query_string(self, **changes: Any) -> str:
        """These filters, with changes, as the canonical query string; the same filters always give the same one."""
        new = replace(self, **changes)
        pairs: list[tuple[str, str]] = [("state", state.value) for state in ClaimState if state in new.states]
        if new.all_states and not new.states:
            pairs.append(("state", "any"))
        pairs += [("assignee", new.assignee), ("due", new.due), ("topic", new.topic)]
        pairs.append(("score", "" if new.min_score is None else f"{new.min_score:g}"))
        pairs += [("outlet", str(new.outlet or "")), ("claimant", new.claimant)]
        pairs += [("language", new.language), ("q", new.text)]
        pairs.append(("sort", "" if new.sort is Sort.DUE else new.sort.value))
        return urlencode([(name, value) for name, value in pairs if value])


def _whole(value: object) -> int | None:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdecimal() and 0 < len(text) < 16 else None


def _share(value: object) -> float | None:
    try:
        number = float(str(value or ""))
    except ValueError:
        return None
    return number if 0 <= number <= 1 else None


def _slug(value: object) -> str:
    return "".join(letter for letter in str(value or "") if letter.isalnum() or letter in "-_")[:120]
