"""What the gates on pictures say of a claim, by hand: a story, a severity and a sentence."""

from django.utils import timezone

from claims.accounts.models import User
from claims.tracking.models import Claim
from claims.verdicts.models import Picture
from tests.verdicts.preflight_cases import Story, draft, nothing, rated, together


def a_picture(**said: object) -> Story:
    """The claim has a picture for readers of which this is said."""

    def write(claim: Claim, ana: User) -> None:
        Picture.objects.create(claim=claim, added_by=ana, added_at=timezone.now(), original_sha256="ab" * 32, **said)

    return write


PICTURE_CASES: list[tuple[str, Story, str, str]] = [
    ("pictures", nothing, "ok", "Every picture for readers has its words, credit and licence."),
    (
        "pictures",
        a_picture(credit="ana", licence="CC0"),
        "block",
        "A picture has no words for those who cannot see it.",
    ),
    ("pictures", a_picture(alt="A street.", credit="ana"), "block", "Say whose picture it is and why we may show it."),
    (
        "pictures",
        a_picture(alt="A street.", credit="ana", licence="CC0"),
        "ok",
        "Every picture for readers has its words, credit and licence.",
    ),
    ("media", nothing, "ok", "No picture is rated, or it agrees with the rating."),
    (
        "media",
        together(draft(), a_picture(category="TransformedContent")),
        "block",
        "Put the rating’s word over a picture that is not what it seems.",
    ),
    (
        "media",
        together(draft(), a_picture(category="OriginalMediaContent", stamped=True)),
        "block",
        "A picture that is original bears no stamp. Take the stamp away.",
    ),
    (
        "media",
        together(rated("true", "The street was flooded"), a_picture(category="StagedContent", stamped=True)),
        "block",
        "“True” would stand over a picture that is not what it seems. Rate what it is said to show.",
    ),
    (
        "media",
        together(draft(), a_picture(category="DecontextualizedContent", stamped=True)),
        "warn",
        "Say what the picture shows in truth, if that is known.",
    ),
    (
        "media",
        together(draft(), a_picture(category="DecontextualizedContent", stamped=True, original_context="Lyon, 2014.")),
        "ok",
        "No picture is rated, or it agrees with the rating.",
    ),
]
