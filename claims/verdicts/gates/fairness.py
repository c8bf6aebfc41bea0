"""Gates on the right of reply."""

from django.utils import timezone

from claims.verdicts.gates.dossier import Dossier, Severity

type Answer = tuple[Severity, str]


def claimant_asked(dossier: Dossier) -> Answer:
    """Whoever said it was asked for comment, and had the time they were given."""
    if not dossier.contacts:
        claimant = dossier.claim.claimant
        whom = f"Ask {claimant} for comment" if claimant else "Nobody is named as the claimant. Ask whoever said it"
        return "block", f"{whom}, and log when and how, or say why nobody was asked."
    if any(contact.answer for contact in dossier.contacts):
        return "ok", "The claimant was asked and answered."
    until = max((contact.answer_by for contact in dossier.contacts if contact.answer_by), default=None)
    if until and until > timezone.now():
        day = timezone.localtime(until)
        return "warn", f"The claimant has until {day.day} {day:%B, %H:%M} to answer. Wait for it if you can."
    return "ok", "The claimant was asked and has not answered."
