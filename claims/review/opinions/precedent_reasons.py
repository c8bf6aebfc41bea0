"""Saying why a verdict has another rating than the checks most like it."""

from django.utils import timezone
from django.utils.translation import gettext as _

from claims.accounts.models import User
from claims.audit.services import JSONValue
from claims.errors import Blocked
from claims.tracking.models import Claim
from claims.verdicts import normalise_input
from claims.verdicts.models import PrecedentReason, Verdict
from claims.verdicts.models.precedents import REASON_LIMIT
from claims.workflow.editing import Part, edit


def write_precedent_reason(*, claim_id: int, sentence: str, actor: User) -> None:
    """Keep why the draft's rating is another than that of a near precedent; an empty sentence takes it back."""
    written = normalise_input.lines(sentence).strip()
    if len(written) > REASON_LIMIT:
        raise Blocked(
            _("This has %(count)s characters; keep it under %(limit)s.")
            % {"count": f"{len(written):,}", "limit": f"{REASON_LIMIT:,}"}
        )

    def write(claim: Claim) -> dict[str, JSONValue]:
        stored = PrecedentReason.objects.filter(claim=claim).first()
        draft = Verdict.objects.filter(claim=claim, rating__isnull=False).select_related("rating").first()
        if not written:
            if stored is None:
                return {}
            stored.delete()
            return {"rating": ""}
        if draft is None or draft.rating is None:
            raise Blocked(_("Choose a rating first."))
        if stored and (stored.sentence, stored.rating_id) == (written, draft.rating_id):
            return {}
        values = {"rating": draft.rating, "sentence": written, "written_by": actor, "written_at": timezone.now()}
        PrecedentReason.objects.update_or_create(claim=claim, defaults=values)
        return {"rating": draft.rating.label}

    edit(claim_id=claim_id, actor=actor, part=Part.VERDICT, action="precedent_reason_written", change=write)
