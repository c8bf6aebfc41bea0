"""Claims, their moves, and what surrounds them."""

from functools import cached_property

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from claims.api.representation import Body, GivenMoment, Json, Moment, Shape
from claims.api.serializers.candidates import LARGEST_ID, CandidateShape
from claims.api.serializers.people import PersonRef
from claims.api.serializers.reference import ClaimantRef
from claims.api.serializers.verdicts import EvidenceShape, VerdictShape
from claims.delivery.enums import NotificationKind
from claims.tracking.enums import AssignmentState, ClaimState, CloseReason, Priority
from claims.tracking.limits import CLAIMANT_LIMIT, STATEMENT_LIMIT, WHERE_LIMIT, WORDS_SAID_LIMIT
from claims.tracking.models import Claim
from claims.verdicts.seals import sealed_claims
from claims.workflow.moves import MoveName, Note
from claims.workflow.perform import NOTE_LIMIT, available


class AssignmentShape(Shape):
    """Who is to check a claim by when, and what came of it."""

    id = serializers.IntegerField()
    reviewer = PersonRef()
    assigned_by = PersonRef()
    message = serializers.CharField()
    due_at = Moment(allow_null=True)
    state = serializers.ChoiceField(choices=AssignmentState.choices)
    created_at = Moment()
    ended_at = Moment(allow_null=True)


class OfferShape(Shape):
    """A move this person has on this claim now."""

    name = serializers.ChoiceField(choices=[name.value for name in MoveName])
    label = serializers.CharField()  # type: ignore[assignment]  # fields leave the class
    ready = serializers.BooleanField(help_text="Whether it can be made now.")
    reasons = serializers.ListField(child=serializers.CharField(), help_text="What has to be done first, in sentences.")
    note = serializers.ChoiceField(choices=[note.value for note in Note])
    needs = serializers.ListField(child=serializers.CharField(), help_text="Further fields that the move takes.")


class ClaimShape(Shape):
    """A proposition the desk tracks."""

    optional = ("verdict", "evidence", "appearances", "assignments")

    id = serializers.IntegerField()
    number = serializers.CharField(help_text="Such as FC-1042.")
    statement = serializers.CharField()
    claimant = ClaimantRef(allow_null=True)
    said_on = serializers.DateField(allow_null=True)
    said_where = serializers.CharField()
    language = serializers.CharField(help_text="Of the wording, ISO 639-1; empty: nobody has said.")
    words_said = serializers.CharField(help_text="Verbatim, from an appearance or as heard; empty: none are kept.")
    words_heard = serializers.BooleanField(help_text="The words were heard, and stand in no appearance.")
    topics = serializers.SerializerMethodField(help_text="Slugs.")
    priority = serializers.ChoiceField(choices=Priority.choices)
    score = serializers.FloatField(allow_null=True)
    due_at = Moment(allow_null=True)
    state = serializers.ChoiceField(choices=ClaimState.choices)
    state_since = Moment()
    reviewer = PersonRef(allow_null=True)
    waiting_on = serializers.CharField()
    wake_at = Moment(allow_null=True)
    close_reason = serializers.ChoiceField(choices=[("", "none"), *CloseReason.choices])
    publish_at = Moment(allow_null=True)
    created_at = Moment()
    updated_at = Moment()
    version_lock = serializers.IntegerField(source="lock_version", help_text="The number in the ETag.")
    verdict = serializers.SerializerMethodField(required=False, help_text="The draft; with expand=verdict.")
    evidence = EvidenceShape(many=True, required=False, help_text="With expand=evidence.")
    appearances = CandidateShape(many=True, required=False, help_text="With expand=appearances.")
    assignments = serializers.SerializerMethodField(required=False, help_text="With expand=assignments.")

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_topics(self, claim: Claim) -> list[str]:
        """What it is filed under."""
        return [topic.slug for topic in claim.topics.all()]

    @extend_schema_field(VerdictShape(allow_null=True))
    def get_verdict(self, claim: Claim) -> Json | None:
        """The draft, or None before there is one and where it is kept from whoever asks."""
        verdict = None if claim.pk in self._kept else getattr(claim, "verdict", None)
        return VerdictShape().to_representation(verdict) if verdict else None

    @extend_schema_field(AssignmentShape(many=True))
    def get_assignments(self, claim: Claim) -> list[Json]:
        """Who was to check it; nothing where what was written to them is kept from whoever asks."""
        shape = AssignmentShape()
        rows = [] if claim.pk in self._kept else claim.assignments.all()
        return [shape.to_representation(row) for row in rows]

    @cached_property
    def _kept(self) -> frozenset[int]:
        """The claims whose verdict is kept from whoever asks: one query a list."""
        return sealed_claims(self.context["request"].user)


class OldCheckShape(Shape):
    """Where an imported check stood on the newsroom's old site, and who checked it then."""

    claim = serializers.IntegerField(source="claim_id")
    address = serializers.CharField()
    checked_by = serializers.CharField(help_text="Who checked it then; nobody here approved it.")
    rating = serializers.CharField(help_text="In its words then.")
    published_at = Moment()
    corrected_at = Moment(allow_null=True)
    file = serializers.CharField(source="source", help_text="The file it came in.")
    imported_by = PersonRef()
    imported_at = Moment()


class ClaimDetail(ClaimShape):
    """A claim by itself, with the moves that this person has on it now."""

    imported = serializers.SerializerMethodField(help_text="Of a check of the old site: what it was there.")
    available_transitions = serializers.SerializerMethodField()

    @extend_schema_field(OldCheckShape(allow_null=True))
    def get_imported(self, claim: Claim) -> Json | None:
        """What it was on the old site, or None where it never stood there."""
        old = getattr(claim, "old_check", None)
        return OldCheckShape().to_representation(old) if old else None

    @extend_schema_field(OfferShape(many=True))
    def get_available_transitions(self, claim: Claim) -> list[Json]:
        """The moves, in the order of the table."""
        return offers_of(claim, self.context["request"].user)


class MoveBody(Body):
    """What a move may need; `needs` and `note` of an offered move say which of these it takes."""

    example = {"note": "By Friday, please."}

    note = serializers.CharField(required=False, allow_blank=True, max_length=NOTE_LIMIT, default="")
    reviewer_id = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)
    due_at = GivenMoment(required=False, allow_null=True)
    waiting_on = serializers.CharField(required=False, allow_blank=True, max_length=1000)
    until = GivenMoment(required=False)
    reason = serializers.CharField(
        required=False, max_length=40, help_text="A reason for closing, or the class of a correction."
    )
    content_hash = serializers.CharField(required=False, max_length=64, help_text="Of the revision that you read.")
    verdict_version = serializers.IntegerField(required=False, min_value=0, max_value=2**31 - 1)
    publish_at = GivenMoment(required=False)
    review_by = GivenMoment(
        required=False, allow_null=True, help_text="When to look at it again; empty: by the shelf-life rules."
    )


class WordingBody(Body):
    """How the claim is worded, who said it, when and where; what is left out stays."""

    example = {
        "statement": "The council has cut its spending on buses by 22 per cent since 2021",
        "claimant": "Rufus Haldane",
        "said_on": "2026-02-23",
    }

    statement = serializers.CharField(required=False, max_length=STATEMENT_LIMIT)
    claimant = serializers.CharField(required=False, allow_blank=True, max_length=CLAIMANT_LIMIT, help_text="By name.")
    said_on = serializers.DateField(required=False, allow_null=True)
    said_where = serializers.CharField(required=False, allow_blank=True, max_length=WHERE_LIMIT)
    words_said = serializers.CharField(required=False, allow_blank=True, max_length=WORDS_SAID_LIMIT)
    words_heard = serializers.BooleanField(required=False)
    language = serializers.CharField(
        required=False, allow_blank=True, max_length=8, help_text="Of the wording, ISO 639-1."
    )


class CommentShape(Shape):
    """A remark among colleagues; never seen by readers."""

    id = serializers.IntegerField()
    claim = serializers.IntegerField(source="claim_id")
    author = PersonRef()
    parent = serializers.IntegerField(source="parent_id", allow_null=True)  # type: ignore[assignment]  # fields leave the class
    body = serializers.CharField()
    created_at = Moment()
    resolved_at = Moment(allow_null=True)
    resolved_by = serializers.IntegerField(source="resolved_by_id", allow_null=True)


class EventShape(Shape):
    """Who did what to which object, from which state to which."""

    id = serializers.IntegerField()
    at = Moment()
    actor = serializers.IntegerField(source="actor_id", allow_null=True, help_text="null: the software.")
    action = serializers.CharField()
    object_type = serializers.CharField()
    object_id = serializers.IntegerField()
    sequence = serializers.IntegerField()
    from_state = serializers.CharField()
    to_state = serializers.CharField()
    note = serializers.CharField()
    data = serializers.SerializerMethodField(  # type: ignore[assignment]  # fields leave the class
        help_text="What the event remembers; people by id."
    )
    hash = serializers.CharField()

    @extend_schema_field({"type": "object", "additionalProperties": True})
    def get_data(self, event: object) -> Json:
        """What the event remembers."""
        return dict(event.data)  # type: ignore[attr-defined]  # an AuditEvent


class NotificationShape(Shape):
    """One thing I am told."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=NotificationKind.choices)
    claim = serializers.IntegerField(source="claim_id", allow_null=True)
    article = serializers.IntegerField(source="article_id", allow_null=True)
    actor = serializers.IntegerField(source="actor_id", allow_null=True)
    text = serializers.CharField()
    at = Moment()
    read_at = Moment(allow_null=True)


def offers_of(claim: Claim, person: object) -> list[Json]:
    """The moves a person has on a claim, as JSON data."""
    return [
        {
            "name": offer.move.name.value,
            "label": offer.move.label,
            "ready": offer.ready,
            "reasons": list(offer.reasons),
            "note": offer.move.note.value,
            "needs": list(offer.move.needs),
        }
        for offer in available(claim, person)  # type: ignore[arg-type]  # the permission lets only people in
    ]
