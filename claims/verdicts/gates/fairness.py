"""Gates on the right of reply."""

from django.utils import timezone
from django.utils.translation import gettext as _

from claims import formats
from claims.verdicts.gates.dossier import Dossier, Severity

type Answer = tuple[Severity, str]


def claimant_asked(dossier: Dossier) -> Answer:
    """Whoever said it was asked for comment, and had the time they were given."""
    if not dossier.contacts:
        claimant = dossier.claim.claimant
        whom = (
            _("Ask %(claimant)s for comment") % {"claimant": claimant}
            if claimant
            else _("Nobody is named as the claimant. Ask whoever said it")
        )
        return "block", _("%(whom)s, and log when and how, or say why nobody was asked.") % {"whom": whom}
    if any(contact.answer for contact in dossier.contacts):
        return "ok", _("The claimant was asked and answered.")
    until = max((contact.answer_by for contact in dossier.contacts if contact.answer_by), default=None)
    if until and until > timezone.now():
        moment = formats.day_of_year_and_time(until)
        return "warn", _("The claimant has until %(moment)s to answer. Wait for it if you can.") % {"moment": moment}
    return "ok", _("The claimant was asked and has not answered.")
