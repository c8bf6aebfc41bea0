"""Evidence, drafts, frozen revisions, approvals and publications."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from claims.api.representation import Body, GivenMoment, Json, Moment, Shape, UploadField
from claims.api.serializers.people import PersonRef
from claims.api.serializers.reference import RatingShape
from claims.review.evidence import MAX_LENGTHS, TEXT_LIMIT
from claims.verdicts.enums import ContactMethod, CopyState, PublicationKind, QuoteState, SourceKind, Stance
from claims.verdicts.models import Evidence, Publication, Revision


class CopyShape(Shape):
    """A dated copy of a source."""

    id = serializers.IntegerField()
    state = serializers.ChoiceField(choices=CopyState.values)
    sha256 = serializers.CharField()
    copied_at = Moment(allow_null=True)
    content_type = serializers.CharField()
    size = serializers.IntegerField()
    final_url = serializers.CharField()
    error = serializers.CharField()
    doubt = serializers.CharField(help_text="What a kept copy looks like instead: consent, missing or sign_in.")


class EvidenceShape(Shape):
    """One source for or against a claim."""

    id = serializers.IntegerField()
    claim = serializers.IntegerField(source="claim_id")
    url = serializers.CharField()
    title = serializers.CharField()
    publisher = serializers.CharField()
    published_on = serializers.DateField(allow_null=True)
    kind = serializers.ChoiceField(choices=SourceKind.choices)
    stance = serializers.ChoiceField(choices=Stance.choices)
    quote = serializers.CharField()
    quote_state = serializers.ChoiceField(choices=QuoteState.choices)
    note = serializers.CharField()
    interest = serializers.CharField()
    accessed_at = Moment()
    position = serializers.IntegerField()
    added_by = serializers.IntegerField(source="added_by_id")
    added_at = Moment()
    removed_at = Moment(allow_null=True)
    copy = serializers.SerializerMethodField(help_text="The newest copy; null where none was asked for.")
    version_lock = serializers.IntegerField(source="lock_version", help_text="The number in the ETag.")

    @extend_schema_field(CopyShape(allow_null=True))
    def get_copy(self, evidence: Evidence) -> Json | None:
        """The newest copy of the source."""
        newest = max(evidence.copies.all(), key=lambda copy: copy.pk, default=None)
        return CopyShape().to_representation(newest) if newest else None


class SourceFields(Body):
    """What may be said of a source."""

    url = serializers.CharField(required=False, allow_blank=True, max_length=MAX_LENGTHS["url"])
    title = serializers.CharField(required=False, allow_blank=True, max_length=MAX_LENGTHS["title"])
    publisher = serializers.CharField(required=False, allow_blank=True, max_length=MAX_LENGTHS["publisher"])
    published_on = serializers.DateField(required=False, allow_null=True)
    quote = serializers.CharField(required=False, allow_blank=True, max_length=MAX_LENGTHS["quote"])
    note = serializers.CharField(required=False, allow_blank=True, max_length=MAX_LENGTHS["note"])
    interest = serializers.CharField(required=False, allow_blank=True, max_length=MAX_LENGTHS["interest"])


class EvidenceBody(SourceFields):
    """A new source; `text` is what a page behind a paywall or an interview says, kept as the copy."""

    example = {
        "url": "https://audit.example/accounts-2025.pdf",
        "title": "Accounts for 2025",
        "publisher": "Audit office",
        "published_on": "2026-01-30",
        "kind": "primary",
        "stance": "refutes",
        "quote": "Spending fell by 9 per cent.",
    }

    kind = serializers.ChoiceField(choices=SourceKind.choices)
    stance = serializers.ChoiceField(choices=Stance.choices)
    text = serializers.CharField(required=False, max_length=TEXT_LIMIT, default="")


class EvidenceChange(SourceFields):
    """What changes of a source; what is left out stays."""

    example = {"stance": "context", "note": "Counts all services, not buses alone."}

    kind = serializers.ChoiceField(choices=SourceKind.choices, required=False)
    stance = serializers.ChoiceField(choices=Stance.choices, required=False)


class CopyBody(Body):
    """A file kept as the copy of a source."""

    file = UploadField()


class ReasonBody(Body):
    """A reason in words."""

    example = {"reason": "The page is behind a paywall that programs cannot pass."}

    reason = serializers.CharField(max_length=1000)


class WaiverBody(ReasonBody):
    """A reason for a gate, with the one that you read there."""

    example = {"reason": "There is no second source: the figures are published by the audit office alone.", "seen": ""}

    seen = serializers.CharField(
        required=False, allow_blank=True, max_length=1000, help_text="The reason as you read it; empty for none."
    )


class OrderBody(Body):
    """The ids of all sources, in the order of their citations."""

    example = {"order": [12, 11]}

    order = serializers.ListField(child=serializers.IntegerField(min_value=1, max_value=2**63 - 1), max_length=200)


class VerdictShape(Shape):
    """The draft the reviewer works on."""

    rating = RatingShape(allow_null=True)
    summary = serializers.CharField()
    key_points = serializers.ListField(child=serializers.CharField(), source="points")
    why_checked = serializers.CharField()
    explanation = serializers.CharField()
    updated_by = serializers.IntegerField(source="updated_by_id", allow_null=True)
    updated_at = Moment(allow_null=True)
    version_lock = serializers.IntegerField(source="lock_version", help_text="The number in the ETag; 0: no draft yet.")


class DraftBody(Body):
    """The whole draft: what is left out is empty."""

    example = {
        "rating": "false",
        "summary": "The accounts show a cut of 9 per cent, not 22.",
        "key_points": ["The accounts give both figures.", "The cut is real, but less than half as large."],
        "why_checked": "The figure was repeated in three newspapers before the vote.",
        "explanation": "The accounts for 2025 list every service [1].",
    }

    rating = serializers.CharField(required=False, allow_blank=True, max_length=40, default="", help_text="A slug.")
    summary = serializers.CharField(required=False, allow_blank=True, default="", trim_whitespace=False)
    key_points = serializers.ListField(
        child=serializers.CharField(max_length=1000),
        required=False,
        max_length=20,
        default=list,
        help_text="Up to five short sentences, for readers in a hurry.",
    )
    why_checked = serializers.CharField(
        required=False, allow_blank=True, default="", trim_whitespace=False, help_text="In a sentence or two."
    )
    explanation = serializers.CharField(required=False, allow_blank=True, default="", trim_whitespace=False)


class PageShape(Shape):
    """What readers would see, or what the page still lacks."""

    content = serializers.SerializerMethodField(help_text="Empty while something is missing.")
    missing = serializers.ListField(child=serializers.CharField(), help_text="In sentences.")

    @extend_schema_field({"type": "object", "additionalProperties": True})
    def get_content(self, page: Json) -> Json:
        """Everything readers would see."""
        return dict(page["content"])


class FindingShape(Shape):
    """What one submit gate says about the claim now."""

    gate = serializers.CharField()
    severity = serializers.ChoiceField(choices=["block", "warn", "ok"])
    sentence = serializers.CharField()
    waivable = serializers.BooleanField()
    reason = serializers.CharField()


class ApprovalShape(Shape):
    """One person stands behind one content hash."""

    approver = PersonRef()
    content_hash = serializers.CharField()
    note = serializers.CharField()
    approved_at = Moment()
    voided_at = Moment(allow_null=True)


class RevisionShape(Shape):
    """A submitted verdict, frozen, with the hash an approval has to name."""

    optional = ("content",)

    number = serializers.IntegerField()
    content_hash = serializers.CharField()
    authors = PersonRef(many=True)
    submitted_by = PersonRef()
    submitted_at = Moment()
    approvals = ApprovalShape(many=True)
    content = serializers.SerializerMethodField(required=False, help_text="All readers would see; with expand=content.")

    @extend_schema_field({"type": "object", "additionalProperties": True})
    def get_content(self, revision: Revision) -> Json:
        """Everything a reader will see."""
        return dict(revision.content)


class TimeStampShape(Shape):
    """A time stamp (RFC 3161) over what the newsroom signed when it published."""

    server = serializers.CharField(help_text="The host that gave it.")
    stamped_at = Moment()
    compared = serializers.BooleanField(help_text="Whether its signature was compared with known certificates.")
    response = serializers.CharField(help_text="In base64; decoded, openssl ts -verify takes it.")


class PublicationShape(Shape):
    """An immutable numbered snapshot of an approved revision."""

    id = serializers.IntegerField()
    claim = serializers.IntegerField(source="claim_id")
    number = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=PublicationKind.choices)
    note = serializers.CharField()
    content_hash = serializers.CharField()
    is_current = serializers.BooleanField()
    published_by = serializers.IntegerField(source="published_by_id", allow_null=True)
    published_at = Moment()
    time_stamp = TimeStampShape(allow_null=True)
    content = serializers.SerializerMethodField(help_text="Everything readers see.")

    @extend_schema_field({"type": "object", "additionalProperties": True})
    def get_content(self, publication: Publication) -> Json:
        """Everything readers see."""
        return dict(publication.content)


class ContactShape(Shape):
    """Asking the claimant, and the answer."""

    id = serializers.IntegerField()
    whom = serializers.CharField()
    method = serializers.ChoiceField(choices=ContactMethod.choices)
    asked_at = Moment()
    answer_by = Moment(allow_null=True)
    answer = serializers.CharField()
    answered_at = Moment(allow_null=True)
    logged_by = serializers.IntegerField(source="logged_by_id")
    version_lock = serializers.IntegerField(source="lock_version", help_text="The number in the ETag.")


class ContactBody(Body):
    """Whom the desk asked, how and when, and what was answered."""

    example = {
        "whom": "Press office of the mayor",
        "method": "email",
        "asked_at": "2026-03-02T09:00:00Z",
        "answer_by": "2026-03-03T17:00:00Z",
    }

    whom = serializers.CharField(max_length=200)
    method = serializers.ChoiceField(choices=ContactMethod.choices)
    asked_at = GivenMoment()
    answer_by = GivenMoment(required=False, allow_null=True, default=None)
    answer = serializers.CharField(required=False, allow_blank=True, max_length=5000, default="")
    answered_at = GivenMoment(required=False, allow_null=True, default=None)


class WaiverShape(Shape):
    """A written reason why a submit gate does not hold."""

    gate = serializers.CharField()
    reason = serializers.CharField()
    written_by = serializers.IntegerField(source="written_by_id")
    written_at = Moment()
