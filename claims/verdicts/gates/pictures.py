"""The gate on the pictures that readers are shown."""

from typing import Final

from django.utils.translation import gettext as _

from claims.verdicts.enums import MediaCategory
from claims.verdicts.gates.dossier import Dossier, Severity

TRUEST: Final = 1
"""The tone of the ratings that call a claim true."""

type Answer = tuple[Severity, str] | tuple[Severity, str, str]


def pictures_told(dossier: Dossier) -> Answer:
    """Whoever cannot see a picture is told what it shows, and everybody whose it is."""
    for picture in dossier.pictures:
        if not picture.alt:
            return "block", _("A picture has no words for those who cannot see it."), f"picture-{picture.pk}"
        if not picture.credit or not picture.licence:
            return "block", _("Say whose picture it is and why we may show it."), f"picture-{picture.pk}"
    return "ok", _("Every picture for readers has its words, credit and licence.")


def media_agrees(dossier: Dossier) -> Answer:
    """What is said of a rated picture, the stamp over it and the rating do not contradict each other."""
    rated = next((picture for picture in dossier.pictures if picture.category), None)
    rating = dossier.verdict.rating if dossier.verdict else None
    if rated is None or rating is None:
        return "ok", _("No picture is rated, or it agrees with the rating.")
    place = f"picture-{rated.pk}"
    if rated.category == MediaCategory.ORIGINAL:
        if rated.stamped:
            return "block", _("A picture that is original bears no stamp. Take the stamp away."), place
    elif not rated.stamped:
        return "block", _("Put the rating’s word over a picture that is not what it seems."), place
    elif rating.tone == TRUEST:
        return (
            "block",
            _("“%(rating)s” would stand over a picture that is not what it seems. Rate what it is said to show.")
            % {"rating": rating.label},
            place,
        )
    if rated.category == MediaCategory.DECONTEXTUALIZED and not rated.original_context:
        return "warn", _("Say what the picture shows in truth, if that is known."), place
    return "ok", _("No picture is rated, or it agrees with the rating.")
