"""Pictures for readers, as the API takes and gives them."""

from rest_framework import serializers

from claims.api.representation import Body, Moment, Shape, UploadField
from claims.review.pictures import LIMITS
from claims.verdicts.enums import MediaCategory


class PictureFileShape(Shape):
    """A picture at one width."""

    sha256 = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    size = serializers.IntegerField()


class PictureShape(Shape):
    """A picture that readers are shown: of the claim, or of the source that `evidence` names."""

    id = serializers.IntegerField()
    evidence = serializers.IntegerField(source="evidence_id", allow_null=True)
    alt = serializers.CharField()
    credit = serializers.CharField()
    licence = serializers.CharField()
    stamped = serializers.BooleanField()
    category = serializers.ChoiceField(choices=[("", ""), *MediaCategory.choices])
    original_context = serializers.CharField()
    media_url = serializers.CharField()
    original_sha256 = serializers.CharField(help_text="Of the file it was made from.")
    files = PictureFileShape(many=True)
    added_by = serializers.IntegerField(source="added_by_id")
    added_at = Moment()
    version_lock = serializers.IntegerField(source="lock_version", help_text="The number in the ETag.")


class CaptionBody(Body):
    """What is said of a picture."""

    example = {
        "alt": "A post with a photo of a flooded street.",
        "credit": "Port Ellery Courier",
        "licence": "CC BY 4.0",
        "stamped": True,
    }

    alt = serializers.CharField(required=False, allow_blank=True, max_length=LIMITS["alt"], default="")
    credit = serializers.CharField(required=False, allow_blank=True, max_length=LIMITS["credit"], default="")
    licence = serializers.CharField(required=False, allow_blank=True, max_length=LIMITS["licence"], default="")
    stamped = serializers.BooleanField(required=False, default=False, help_text="Put the rating's word over it.")
    category = serializers.ChoiceField(
        choices=MediaCategory.choices,
        required=False,
        allow_blank=True,
        default="",
        help_text="What became of it, where the check is about the picture itself.",
    )
    original_context = serializers.CharField(
        required=False, allow_blank=True, max_length=LIMITS["original_context"], default=""
    )
    media_url = serializers.CharField(required=False, allow_blank=True, max_length=LIMITS["media_url"], default="")


class PictureBody(CaptionBody):
    """A new picture; without a file it is the copy that is kept of the source."""

    file = UploadField(required=False)
    evidence = serializers.IntegerField(required=False, help_text="The source it shows; left out: the claim itself.")
