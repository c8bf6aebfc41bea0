"""What a move is made of: the vocabulary of the transition table."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.audit.services import JSONValue
from claims.tracking.enums import ClaimState
from claims.tracking.models import Claim


class MoveName(StrEnum):
    """Every move a claim can make."""

    ASSIGN = "assign"
    PICK_UP = "pick_up"
    REASSIGN = "reassign"
    START = "start"
    RELEASE = "release"
    WAIT = "wait"
    WAKE = "wake"
    CLOSE = "close"
    REOPEN = "reopen"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    REQUEST_CHANGES = "request_changes"
    RESUME = "resume"
    APPROVE = "approve"
    EDIT_APPROVED = "edit_approved"
    SCHEDULE = "schedule"
    UNSCHEDULE = "unschedule"
    PUBLISH = "publish"
    OPEN_CORRECTION = "open_correction"
    ABANDON_CORRECTION = "abandon_correction"
    ASK_RETRACTION = "ask_retraction"
    DROP_RETRACTION = "drop_retraction"
    RETRACT = "retract"


class Note(StrEnum):
    """Whether a move wants a note from the person who makes it."""

    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"


@dataclass(frozen=True)
class Details:
    """What a move needs to know besides the note; each field is empty for moves that do not use it."""

    reviewer_id: int | None = None
    due_at: datetime.datetime | None = None
    waiting_on: str = ""
    until: datetime.datetime | None = None
    reason: str = ""
    content_hash: str = ""
    verdict_version: int | None = None
    publish_at: datetime.datetime | None = None


@dataclass(frozen=True)
class Attempt:
    """One person (or the software: None) trying one move on one locked claim."""

    claim: Claim
    actor: User | None
    note: str
    details: Details
    now: datetime.datetime


type Who = Callable[[Claim, User], str]
"""Asks whether the person stands in the right relation to the claim; a sentence when not, else an empty string."""

type Guard = Callable[[Attempt], list[str]]
"""Asks whether a rule stands against the move; every reason as a sentence, or an empty list."""

type Change = Callable[[Attempt], Mapping[str, JSONValue]]
"""Writes what changes besides the state; returns what the audit event remembers."""

type Effect = Callable[[Attempt], None]
"""Runs inside the transaction and registers what the world hears after the commit."""

type Target = ClaimState | Callable[[Claim], ClaimState]


@dataclass(frozen=True)
class Move:
    """One row of the table.

    `target` may be a function where the state reached depends on the claim; `targets` then lists all it can be, and
    `keeps` the sources that stay as they are.
    `fits` says whether the move makes sense for the claim as it stands, finer than its state does; where it does not,
    the move is not offered, and trying it is a question of when. `standing` rules depend on the claim alone, so they
    are shown before anybody tries; `guards` also look at the note and the details given with the move.
    `automatic` moves belong to the software or to another act and are never offered as a button.
    """

    name: MoveName
    label: str
    sources: frozenset[ClaimState]
    target: Target
    right: Right
    targets: tuple[ClaimState, ...] = ()
    keeps: frozenset[ClaimState] = frozenset()
    who: tuple[Who, ...] = ()
    fits: tuple[Guard, ...] = ()
    standing: tuple[Guard, ...] = ()
    guards: tuple[Guard, ...] = ()
    change: Change | None = None
    effects: tuple[Effect, ...] = ()
    note: Note = Note.OPTIONAL
    needs: tuple[str, ...] = field(default=())
    automatic: bool = False
    system: bool = False

    def target_for(self, claim: Claim) -> ClaimState:
        """The state this claim would reach, read after the move's own change."""
        return self.target(claim) if callable(self.target) else self.target

    @property
    def all_targets(self) -> tuple[ClaimState, ...]:
        """Every state the move can lead to, for the diagram and the tests."""
        return self.targets if callable(self.target) else (self.target,)

    def reaches(self, source: ClaimState) -> tuple[ClaimState, ...]:
        """Every state the move can lead to from this one."""
        if source in self.keeps:
            return (source,)
        return tuple(state for state in self.all_targets if state not in self.keeps)
