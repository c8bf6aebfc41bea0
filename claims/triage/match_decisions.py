"""What people do with matches: confirm, reject, take back."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from claims import formats
from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.errors import NotAllowed, Stale, WrongState
from claims.matching.enums import MatchState
from claims.matching.models import Match
from claims.matching.services import decide
from claims.tracking.enums import CandidateState
from claims.tracking.models import Candidate, Claim
from claims.triage import candidate_decisions


@dataclass(frozen=True)
class Decided:
    """A match that somebody decided on, and a sentence that says what was done.

    Where the decision made a candidate an appearance of a claim, or took that back, it comes along; undoing the triage
    of a merged candidate takes the decision back.
    """

    match: Match
    message: str
    candidate: Candidate | None = None


def confirm(*, match_id: int, actor: User, expected_version: int | None = None) -> Decided:
    """Say that the two are the same: a candidate becomes an appearance of the claim; anything else stays as a link."""
    with transaction.atomic():
        match = _held(match_id, actor, expected_version)
        _require_open(match)
        if match.candidate is not None and match.claim is not None:
            done = candidate_decisions.merge(candidate_id=match.candidate.pk, claim_id=match.claim.pk, actor=actor)
            match.refresh_from_db(fields=["state", "decided_by", "decided_at", "lock_version"])
            return Decided(match, _("Confirmed. %(message)s") % {"message": done.message}, done.candidate)
        _require_undecided(match)
        decide(match, MatchState.CONFIRMED, actor=actor)
        return Decided(match, _("Confirmed: linked to %(match)s.") % {"match": _name(match)})


def reject(*, match_id: int, actor: User, expected_version: int | None = None) -> Decided:
    """Say that the two are not the same; it is not suggested again."""
    with transaction.atomic():
        match = _held(match_id, actor, expected_version)
        _require_open(match)
        _require_undecided(match)
        decide(match, MatchState.REJECTED, actor=actor)
        return Decided(match, _("Not the same as %(match)s. It is not suggested again.") % {"match": _name(match)})


def reopen(*, match_id: int, actor: User, expected_version: int | None = None) -> Decided:
    """Take back what was said of a match; where a candidate was merged by it, the merger is undone."""
    with transaction.atomic():
        match = _held(match_id, actor, expected_version)
        if match.state == MatchState.SUGGESTED:
            raise WrongState(_("Nobody has decided on this match, so there is nothing to take back."))
        if match.state == MatchState.CONFIRMED and match.candidate is not None and match.claim is not None:
            if match.candidate.state != CandidateState.MERGED:
                raise WrongState(_("The candidate has been worked on since. Look at it again."))
            done = candidate_decisions.undo(candidate_id=match.candidate.pk, actor=actor)
            match.refresh_from_db(fields=["state", "decided_by", "decided_at", "lock_version"])
            return Decided(match, done.message, done.candidate)
        decide(match, MatchState.SUGGESTED, actor=actor)
        return Decided(match, _("The match with %(match)s is open again.") % {"match": _name(match)})


def _held(match_id: int, actor: User, expected_version: int | None) -> Match:
    """The match, locked after its candidate or claim, in the order in which triage and the matcher lock them."""
    found = Match.objects.filter(pk=match_id).first()
    if not actor.may(Right.TRIAGE if found is None or found.candidate_id else Right.REVIEW):
        raise NotAllowed(_("Your role does not let you decide on matches. Ask an editor."))
    if found is not None and found.candidate_id:
        Candidate.objects.select_for_update(of=("self",)).filter(pk=found.candidate_id).first()
    elif found is not None and found.later_id:
        Claim.objects.select_for_update(of=("self",)).filter(pk=found.later_id).first()
    match = (
        Match.objects.select_for_update(of=("self",))
        .select_related("candidate__version", "claim", "later", "outside", "decided_by")
        .defer("candidate__version__text", "outside__raw")
        .filter(pk=match_id)
        .first()
    )
    if match is None:
        raise WrongState(_("This match is no longer suggested. Reload the page."))
    if expected_version is not None and expected_version != match.lock_version:
        raise Stale(_("Somebody decided on this match in the meantime. %(match)s") % {"match": _standing(match)})
    return match


def _require_open(match: Match) -> None:
    if match.state != MatchState.SUGGESTED:
        raise WrongState(_("%(match)s Take that back first.") % {"match": _standing(match)})


def _require_undecided(match: Match) -> None:
    if match.candidate is not None and match.candidate.state != CandidateState.PENDING:
        state = formats.inside(match.candidate.get_state_display())
        raise WrongState(
            _("The candidate is %(state)s already, so there is nothing to decide. Undo that first.") % {"state": state}
        )


def _standing(match: Match) -> str:
    told = _("The match is %(state)s by %(who)s.") if match.decided_by else _("The match is %(state)s.")
    return told % {"state": formats.inside(match.get_state_display()), "who": match.decided_by}


def _name(match: Match) -> str:
    if match.claim is not None:
        return match.claim.number
    publisher = match.outside.publisher if match.outside else ""
    return _("the check of %(publisher)s") % {"publisher": publisher} if publisher else _("the outside check")
