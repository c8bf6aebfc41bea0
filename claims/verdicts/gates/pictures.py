"""The gate on the pictures that readers are shown."""

from django.utils.translation import gettext as _

from claims.verdicts.gates.dossier import Dossier, Severity

type Answer = tuple[Severity, str] | tuple[Severity, str, str]


def pictures_told(dossier: Dossier) -> Answer:
    """Whoever cannot see a picture is told what it shows, and everybody whose it is."""
    for picture in dossier.pictures:
        if not picture.alt:
            return "block", _("A picture has no words for those who cannot see it."), f"picture-{picture.pk}"
        if not picture.credit or not picture.licence:
            return "block", _("Say whose picture it is and why we may show it."), f"picture-{picture.pk}"
    return "ok", _("Every picture for readers has its words, credit and licence.")
