"""What editors do with candidates: accept, dismiss, reword, merge, split, mark by hand, and undo each of these."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims import formats
from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.articles.models import ArticleVersion
from claims.audit.models import AuditEvent
from claims.audit.services import record
from claims.errors import Blocked, NotAllowed, Stale, WrongState
from claims.matching import services as matching
from claims.matching.queries import has_confirmed
from claims.tracking.enums import AnchorOutcome, AttributionKind, CandidateState, ClaimState, DismissReason
from claims.tracking.limits import STATEMENT_LIMIT, WORDS_SAID_LIMIT
from claims.tracking.models import Candidate, Claim
from claims.tracking.services import create_claim, create_marked_candidate
from claims.tracking.words_said import spoken_in
from claims.viewing import as_the_software

SHORTEST_MARK = 8
LONGEST_MARK = 2000

DECISION_FIELDS = ["state", "dismiss_reason", "claim", "decided_by", "decided_at", "lock_version"]


@dataclass(frozen=True)
class Triaged:
    """What an act of triage left behind: the candidate, and a sentence that says what was done.

    `changed` is false where nothing was to be done, so that there is nothing to undo either.
    """

    candidate: Candidate
    message: str
    changed: bool = True


def accept(*, candidate_id: int, actor: User, expected_version: int | None = None) -> Triaged:
    """Make a numbered claim of a pending candidate."""
    with transaction.atomic():
        candidate = _locked(candidate_id, actor, expected_version)
        _require_pending(candidate)
        published = candidate.version.published_at
        claim = create_claim(
            statement=candidate.statement,
            actor=actor,
            claimant_name=candidate.speaker,
            score=candidate.score,
            said_on=published.date() if published else None,
            said_where=_outlet_name(candidate),
            words_said=_words_said(candidate),
            language=candidate.version.language,
        )
        _decide(candidate, CandidateState.ACCEPTED, actor, claim=claim)
        matching.index_claim(claim.pk)
        return Triaged(candidate, _("Accepted as %(number)s.") % {"number": claim.number})


def merge(*, candidate_id: int, claim_id: int, actor: User, expected_version: int | None = None) -> Triaged:
    """Make a pending candidate an appearance of a claim the desk already tracks."""
    with transaction.atomic():
        candidate = _locked(candidate_id, actor, expected_version)
        _require_pending(candidate)
        claim = Claim.objects.select_for_update(of=("self",)).filter(pk=claim_id).first()
        if claim is None:
            raise Blocked(_("There is no claim of that number. Search for it by its words, or accept the candidate."))
        _decide(candidate, CandidateState.MERGED, actor, claim=claim)
        record(actor=actor, action="appearance_added", target=claim, data={"candidate": candidate.pk})
        matching.confirm_merged(candidate, claim, actor=actor)
        return Triaged(candidate, _("Merged into %(number)s.") % {"number": claim.number})


def dismiss(*, candidate_id: int, reason: str, actor: User, expected_version: int | None = None) -> Triaged:
    """Put a pending candidate away with a coded reason."""
    if reason not in DismissReason:
        raise Blocked(_("Choose one of the reasons for dismissing."))
    with transaction.atomic():
        candidate = _locked(candidate_id, actor, expected_version)
        _require_pending(candidate)
        _decide(candidate, CandidateState.DISMISSED, actor, reason=DismissReason(reason))
        return Triaged(candidate, _("Dismissed: %(reason)s.") % {"reason": formats.inside(DismissReason(reason).label)})


def edit_wording(*, candidate_id: int, statement: str, actor: User, expected_version: int | None = None) -> Triaged:
    """Change the words a pending candidate would become a claim with; the quote itself stays."""
    words = _clean_statement(statement)
    with transaction.atomic():
        candidate = _locked(candidate_id, actor, expected_version)
        _require_pending(candidate)
        if words == candidate.statement:
            return Triaged(candidate, _("Wording unchanged."), changed=False)
        before = candidate.statement
        _reword(candidate, words)
        record(
            actor=actor,
            action="candidate_reworded",
            target=candidate,
            from_state=candidate.state,
            to_state=candidate.state,
            data={"before": before, "after": words},
        )
        return Triaged(candidate, _("Wording saved."))


def split(
    *, candidate_id: int, first: str, second: str, actor: User, expected_version: int | None = None
) -> tuple[Triaged, Candidate]:
    """Make two candidates of one; both keep the link to the same words in the article."""
    first, second = _clean_statement(first), _clean_statement(second)
    if first == second:
        raise Blocked(_("Both parts say the same. Give each its own claim."))
    with transaction.atomic():
        candidate = _locked(candidate_id, actor, expected_version)
        _require_pending(candidate)
        siblings = Candidate.objects.filter(version_id=candidate.version_id, start=candidate.start, end=candidate.end)
        part = Candidate.objects.get(pk=candidate.pk)
        part.pk = None
        part._state.adding = True
        part.part = max(siblings.values_list("part", flat=True)) + 1
        part.split_from = candidate
        part.statement = second
        part.lock_version = 1
        part.carried_from = None
        part.save()
        before = candidate.statement
        _reword(candidate, first)
        record(actor=actor, action="candidate_marked", target=part, to_state=part.state, data={"from": candidate.pk})
        record(
            actor=actor,
            action="candidate_split",
            target=candidate,
            from_state=candidate.state,
            to_state=candidate.state,
            data={"before": before, "after": first, "part": part.pk},
        )
        return Triaged(candidate, _("Split into two claims.")), part


def mark_by_hand(
    *, version_id: int, start: int, end: int, actor: User, statement: str = "", speaker: str = ""
) -> Triaged:
    """Add a candidate from a span of the text that a person selected; offsets are code points of `version.text`."""
    if not actor.may(Right.MARK):
        raise NotAllowed(_("Your role does not let you add claims. Ask an editor."))
    version = ArticleVersion.objects.filter(pk=version_id).first()
    if version is None:
        raise Blocked(_("This version of the article is not here. Reload the page."))
    start, end = _trimmed(version.text, start, end)
    words = _clean_statement(statement) if statement.strip() else ""
    with as_the_software():
        existing = Candidate.objects.filter(version=version, start=start, end=end).order_by("part").first()
    if existing:
        return _marked_already(existing)
    try:
        with transaction.atomic():
            candidate = create_marked_candidate(
                version=version, start=start, end=end, statement=words, speaker=speaker[:200], actor=actor
            )
            matching.look_up(version.pk, urgent=True)
    except IntegrityError:
        with as_the_software():
            existing = Candidate.objects.get(version=version, start=start, end=end, part=0)
        return _marked_already(existing)
    return Triaged(candidate, _("Added as a candidate."))


def _marked_already(existing: Candidate) -> Triaged:
    if existing.claim_id and not Claim.objects.filter(pk=existing.claim_id).exists():
        raise WrongState(_("These words belong to a claim that is kept to a few people. Ask an editor."))
    return Triaged(existing, _("These words are a candidate already."), changed=False)


def undo(*, candidate_id: int, actor: User, expected_version: int | None = None) -> Triaged:
    """Take back the last act of triage on a candidate, as far as nothing has been built on it since."""
    with transaction.atomic():
        candidate = _locked(candidate_id, actor, expected_version, own_mark=True)
        last = AuditEvent.objects.filter(object_type="candidate", object_id=candidate.pk).order_by("-sequence").first()
        take_back = _TAKE_BACK.get(last.action) if last else None
        if last is None or take_back is None:
            raise WrongState(_("There is nothing to undo here."))
        message = take_back(candidate, last, actor)
        return Triaged(candidate, message)


def _undo_decision(candidate: Candidate, last: AuditEvent, actor: User) -> str:
    claim, was = candidate.claim, CandidateState(candidate.state)
    candidate.state = CandidateState.PENDING
    candidate.dismiss_reason = ""
    candidate.claim = None
    candidate.decided_by = actor
    candidate.decided_at = timezone.now()
    candidate.lock_version += 1
    candidate.save(update_fields=DECISION_FIELDS)
    _record_undo(candidate, last, actor, from_state=was)
    if claim is None:
        return _("Back among the candidates.")
    if was == CandidateState.ACCEPTED:
        _remove_untouched(claim, actor)
        return _("%(number)s taken back.") % {"number": claim.number}
    claim = Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    record(actor=actor, action="appearance_removed", target=claim, data={"candidate": candidate.pk})
    matching.reopen_merged(candidate, actor=actor)
    return _("No longer an appearance of %(number)s.") % {"number": claim.number}


def _undo_wording(candidate: Candidate, last: AuditEvent, actor: User) -> str:
    _require_pending(candidate)
    _reword(candidate, last.data["before"])
    _record_undo(candidate, last, actor, from_state=candidate.state)
    return _("The earlier wording is back.")


def _undo_split(candidate: Candidate, last: AuditEvent, actor: User) -> str:
    _require_pending(candidate)
    part = Candidate.objects.select_for_update(of=("self",)).filter(pk=last.data["part"]).first()
    if part and (part.state != CandidateState.PENDING or part.lock_version > 1 or has_confirmed(candidate=part)):
        raise WrongState(_("The second part has been worked on since, so the split stays."))
    _reword(candidate, last.data["before"])
    _record_undo(candidate, last, actor, from_state=candidate.state)
    if part:
        record(actor=actor, action="candidate_removed", target=part, from_state=part.state, data={"undo": True})
        matching.forget_candidate(part)
        part.delete()
    return _("The two parts are one again.")


def _undo_mark(candidate: Candidate, last: AuditEvent, actor: User) -> str:
    if candidate.state != CandidateState.PENDING or has_confirmed(candidate=candidate):
        raise WrongState(_("This candidate has been worked on since, so it stays."))
    matching.forget_candidate(candidate)
    record(actor=actor, action="candidate_removed", target=candidate, from_state=candidate.state, data={"undo": True})
    candidate.delete()
    return _("The candidate you added is gone again.")


_TAKE_BACK: dict[str, Callable[[Candidate, AuditEvent, User], str]] = {
    "candidate_accepted": _undo_decision,
    "candidate_merged": _undo_decision,
    "candidate_dismissed": _undo_decision,
    "candidate_reworded": _undo_wording,
    "candidate_split": _undo_split,
    "candidate_marked": _undo_mark,
}


def _locked(candidate_id: int, actor: User, expected_version: int | None, *, own_mark: bool = False) -> Candidate:
    """The candidate's row, locked, after asking who and whether the person has seen its present state.

    With `own_mark`, whoever marked the candidate by hand may act as well, while nobody has decided on it.
    """
    candidate = (
        Candidate.objects.select_for_update(of=("self",))
        .select_related("version__article__outlet", "claim")
        .filter(pk=candidate_id)
        .first()
    )
    marked_it = own_mark and candidate is not None and candidate.marked_by_id == actor.pk and not candidate.decided_by
    if not actor.may(Right.TRIAGE) and not (marked_it and actor.may(Right.MARK)):
        raise NotAllowed(_("Your role does not let you triage candidates. Ask an editor."))
    if candidate is None:
        raise WrongState(_("This candidate is no longer here. Reload the article."))
    if expected_version is not None and expected_version != candidate.lock_version:
        raise Stale(
            _("Somebody changed this candidate in the meantime. %(candidate)s Look again, then decide.")
            % {"candidate": _standing(candidate)}
        )
    return candidate


def _standing(candidate: Candidate) -> str:
    """How the candidate stands now, in a sentence."""
    who = candidate.decided_by
    match candidate.state:
        case CandidateState.ACCEPTED if candidate.claim:
            told = _("It was accepted as %(number)s by %(who)s.") if who else _("It was accepted as %(number)s.")
            return told % {"number": candidate.claim.number, "who": who}
        case CandidateState.MERGED if candidate.claim:
            told = _("It was merged into %(number)s by %(who)s.") if who else _("It was merged into %(number)s.")
            return told % {"number": candidate.claim.number, "who": who}
        case CandidateState.DISMISSED:
            told = _("It was dismissed by %(who)s: %(reason)s.") if who else _("It was dismissed: %(reason)s.")
            return told % {"who": who, "reason": formats.inside(candidate.get_dismiss_reason_display())}
    return _("Its wording is now: “%(statement)s”.") % {"statement": candidate.statement}


def _require_pending(candidate: Candidate) -> None:
    if candidate.state != CandidateState.PENDING:
        raise WrongState(_("%(candidate)s Undo that first.") % {"candidate": _standing(candidate)})
    if candidate.anchor == AnchorOutcome.LOST:
        raise WrongState(_("These words are no longer in the article, so there is nothing to decide."))


def _decide(
    candidate: Candidate, state: CandidateState, actor: User, *, claim: Claim | None = None, reason: str = ""
) -> None:
    before = candidate.state
    candidate.state = state
    candidate.claim = claim
    candidate.dismiss_reason = reason
    candidate.decided_by = actor
    candidate.decided_at = timezone.now()
    candidate.lock_version += 1
    candidate.save(update_fields=DECISION_FIELDS)
    record(
        actor=actor,
        action=f"candidate_{state.value}",
        target=candidate,
        from_state=before,
        to_state=state,
        data={"claim": claim.pk if claim else None, "reason": reason},
    )


def _reword(candidate: Candidate, statement: str) -> None:
    candidate.statement = statement
    candidate.lock_version += 1
    candidate.save(update_fields=["statement", "lock_version"])
    matching.look_up(candidate.version_id, urgent=True)


def _record_undo(candidate: Candidate, last: AuditEvent, actor: User, *, from_state: str) -> None:
    record(
        actor=actor,
        action="candidate_undone",
        target=candidate,
        from_state=from_state,
        to_state=candidate.state,
        data={"undone": last.action},
    )


def _remove_untouched(claim: Claim, actor: User) -> None:
    """Remove a claim that an accept made and nobody has touched since; its number is not given out again."""
    claim = Claim.objects.select_for_update(of=("self",)).get(pk=claim.pk)
    touched = (
        claim.state != ClaimState.QUEUED
        or claim.lock_version > 1
        or claim.appearances.exists()
        or claim.comments.exists()
        or claim.assignments.exists()
        or has_confirmed(claim=claim)
    )
    if touched:
        raise WrongState(
            _("%(number)s has been worked on since. Close it instead of undoing.") % {"number": claim.number}
        )
    record(actor=actor, action="claim_taken_back", target=claim, from_state=claim.state)
    matching.forget_claim(claim)
    claim.delete()


def _clean_statement(statement: str) -> str:
    words = " ".join(statement.split())
    if not words:
        raise Blocked(_("Write the claim in words that stand alone."))
    if len(words) > STATEMENT_LIMIT:
        raise Blocked(
            _("The wording is %(count)s characters long; keep it under %(statement_limit)s.")
            % {"count": len(words), "statement_limit": STATEMENT_LIMIT}
        )
    return words


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the white space at its ends, checked against the text."""
    if not 0 <= start < end <= len(text):
        raise Blocked(_("That selection does not lie in the text. Select the words again."))
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end - start < SHORTEST_MARK:
        raise Blocked(_("Select a few more words, so that the claim can be understood."))
    if end - start > LONGEST_MARK:
        raise Blocked(_("Select fewer words: one claim, not a whole passage."))
    return start, end


def _words_said(candidate: Candidate) -> str:
    """What the article quotes there, where it says that somebody said it in these words."""
    if candidate.kind != AttributionKind.DIRECT or candidate.anchor == AnchorOutcome.LOST:
        return ""
    return spoken_in(candidate.version.text, candidate.start, candidate.end)[:WORDS_SAID_LIMIT]


def _outlet_name(candidate: Candidate) -> str:
    outlet = candidate.version.article.outlet
    return outlet.name if outlet else ""
