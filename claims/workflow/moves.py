"""What a move is made of: the vocabulary of the transition table."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext_lazy

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.audit.services import JSONValue
from claims.tracking.enums import ClaimState, CloseReason, CorrectionClass
from claims.tracking.models import Claim
from claims.words import Words


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
    PUBLISH_IMPORTED = "publish_imported"
    OPEN_CORRECTION = "open_correction"
    ABANDON_CORRECTION = "abandon_correction"
    ASK_RETRACTION = "ask_retraction"
    DROP_RETRACTION = "drop_retraction"
    RETRACT = "retract"
    LOOK_AGAIN = "look_again"
    STILL_HOLDS = "still_holds"
    SET_REVIEW_BY = "set_review_by"


class Note(StrEnum):
    """Whether a move wants a note from the person who makes it."""

    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"


class Place(StrEnum):
    """Where a person makes a move on the desk."""

    CLAIM_PAGE = "claim page"
    VERDICT_FORM = "verdict form"
    REVIEW_PAGE = "review page"


NOTE: Final = gettext_lazy("Note")


@dataclass(frozen=True)
class Looks:
    """How a move is shown to people, besides its label; the desk, the admin and the API draw it from here.

    `intro` stands above the form and says what follows from the move, `note_label` and `note_hint` stand at the note.
    `done` is what is said afterwards where the claim stays in its state; else the state it has reached is said.
    `leads` puts the button before all others, `danger` warns of it, `confirms` asks before readers see something, and
    `key` presses it. `reasons` are the coded reasons to choose from.
    """

    intro: Words = ""
    note_label: Words = NOTE
    note_hint: Words = ""
    done: Words = ""
    place: Place = Place.CLAIM_PAGE
    leads: bool = False
    danger: bool = False
    confirms: bool = False
    key: str = ""
    reasons: type[CloseReason] | type[CorrectionClass] | None = None


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
    review_by: datetime.datetime | None = None


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
"""Asks whether a rule blocks the move; every reason as a sentence, or an empty list."""

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
    `public` moves stand behind what readers see, so an evidence pack for anybody tells them whole.
    """

    name: MoveName
    label: Words
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
    looks: Looks = Looks()
    public: bool = False
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
