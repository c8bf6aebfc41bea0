"""Accepting a candidate and giving the claim to somebody, in one act."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from claims.accounts.models import User
from claims.errors import WrongState
from claims.tracking.enums import CandidateState
from claims.tracking.models import Candidate
from claims.triage.candidate_decisions import Triaged, accept
from claims.workflow.moves import Details, MoveName
from claims.workflow.perform import perform


def assign(
    *,
    candidate_id: int,
    reviewer_id: int,
    due_at: datetime.datetime | None,
    actor: User,
    note: str = "",
    expected_version: int | None = None,
) -> Triaged:
    """Make a claim of a pending candidate and assign it; of an accepted one whose claim nobody has, assign that.

    Nothing is accepted where the assignment is refused. There is no undo: the claim is somebody's by then.
    """
    with transaction.atomic():
        candidate = Candidate.objects.select_related("claim").filter(pk=candidate_id).first()
        if candidate is None or candidate.state != CandidateState.ACCEPTED:
            done = accept(candidate_id=candidate_id, actor=actor, expected_version=expected_version)
            candidate, words = done.candidate, _("Accepted as %(number)s and assigned to %(person)s.")
        else:
            words = _("%(number)s is assigned to %(person)s.")
        if candidate.claim is None:
            raise WrongState(_("This candidate has no claim to assign. Reload the article."))
        details = Details(reviewer_id=reviewer_id, due_at=due_at)
        moved = perform(MoveName.ASSIGN, claim_id=candidate.claim.pk, actor=actor, note=note, details=details).claim
        said = words % {"number": moved.number, "person": moved.reviewer}
        return Triaged(candidate, said, changed=False)
