"""Changing the score from which the newsroom lists candidates."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.audit.services import record
from claims.errors import Blocked, NotAllowed, Stale
from claims.tracking.models import TriageSettings
from claims.tracking.models.triage import ONLY


def may_set_threshold(person: User) -> bool:
    """Whether a person may choose it for everybody: editors and admins."""
    return person.may(Right.TRIAGE) or person.may(Right.SETTINGS)


def set_threshold(*, threshold: float, actor: User, expected_version: int | None = None) -> TriageSettings:
    """List candidates from this score for everybody who has not chosen another; rounded to two digits."""
    if not may_set_threshold(actor):
        raise NotAllowed(_("Your role does not let you change what the desk lists. Ask an editor."))
    if not 0 <= threshold <= 1:
        raise Blocked(_("Give a score from 0.00 to 1.00."))
    with transaction.atomic():
        TriageSettings.objects.get_or_create(pk=ONLY)
        kept = TriageSettings.objects.select_for_update(of=("self",)).get(pk=ONLY)
        if expected_version is not None and expected_version != kept.lock_version:
            told = (
                _("The newsroom's threshold was set to %(threshold)s by %(who)s meanwhile. Look again.")
                if kept.changed_by
                else _("The newsroom's threshold was set to %(threshold)s meanwhile. Look again.")
            )
            raise Stale(told % {"threshold": f"{kept.threshold:.2f}", "who": kept.changed_by})
        before, after = kept.threshold, round(threshold, 2)
        if before == after:
            return kept
        kept.threshold = after
        kept.lock_version += 1
        kept.changed_by = actor
        kept.changed_at = timezone.now()
        kept.save(update_fields=["threshold", "lock_version", "changed_by", "changed_at"])
        record(
            actor=actor,
            action="threshold_changed",
            target=kept,
            data={"before": f"{before:.2f}", "after": f"{after:.2f}"},
        )
    return kept
