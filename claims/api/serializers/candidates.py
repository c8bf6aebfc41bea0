"""Candidates, and what editors send to decide on them."""

from rest_framework import serializers

from claims.api.representation import Body, Moment, Shape
from claims.api.serializers.matches import MatchShape
from claims.tracking.enums import AnchorOutcome, AttributionKind, CandidateOrigin, CandidateState, DismissReason

LARGEST_ID = 2**63 - 1
LARGEST_OFFSET = 2**31 - 1


class SignalShape(Shape):
    """One reason behind a score."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # fields leave the class
    weight = serializers.FloatField()


class CandidateShape(Shape):
    """A span of a version that may hold a claim worth checking."""

    optional = ("signals", "matches")

    id = serializers.IntegerField()
    version = serializers.IntegerField(source="version_id")
    state = serializers.ChoiceField(choices=CandidateState.choices)
    origin = serializers.ChoiceField(choices=CandidateOrigin.choices)
    statement = serializers.CharField(help_text="The claim in words that stand alone.")
    exact = serializers.CharField(help_text="The quote: the version's text from start to end.")
    start = serializers.IntegerField(help_text="Code points into the version's text.")
    end = serializers.IntegerField()
    prefix = serializers.CharField()
    suffix = serializers.CharField()
    anchor = serializers.ChoiceField(choices=AnchorOutcome.choices)
    score = serializers.FloatField(allow_null=True)
    signals = serializers.ListField(
        child=SignalShape(), required=False, help_text="Why it has its score; with expand=signals."
    )
    matches = MatchShape(many=True, required=False, help_text="What was checked before; with expand=matches.")
    speaker = serializers.CharField()
    cue = serializers.CharField()
    kind = serializers.ChoiceField(choices=AttributionKind.choices)
    hedged = serializers.BooleanField()
    quoted = serializers.BooleanField()
    extractor = serializers.CharField()
    dismiss_reason = serializers.ChoiceField(choices=[("", "none"), *DismissReason.choices])
    claim = serializers.IntegerField(source="claim_id", allow_null=True)
    decided_by = serializers.IntegerField(source="decided_by_id", allow_null=True)
    decided_at = Moment(allow_null=True)
    version_lock = serializers.IntegerField(source="lock_version", help_text="The number in the ETag.")


class TriagedShape(Shape):
    """What an act of triage did; `candidate` is null where the act took the candidate away."""

    message = serializers.CharField()
    candidate = CandidateShape(allow_null=True)
    part = CandidateShape(allow_null=True, help_text="The second candidate of a split.")


class DecidedShape(Shape):
    """What was decided on a match; `candidate` is there where the decision merged one, or took that back."""

    message = serializers.CharField()
    match = MatchShape()
    candidate = CandidateShape(allow_null=True)


class MarkBody(Body):
    """Words of a version that somebody found worth checking."""

    example = {"version": 17, "start": 0, "end": 58, "speaker": "Rufus Haldane"}

    version = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)
    start = serializers.IntegerField(min_value=0, max_value=LARGEST_OFFSET)
    end = serializers.IntegerField(min_value=1, max_value=LARGEST_OFFSET)
    statement = serializers.CharField(required=False, max_length=1000, allow_blank=True, default="")
    speaker = serializers.CharField(required=False, max_length=200, allow_blank=True, default="")


class NothingBody(Body):
    """An act that needs no more than its address."""


class MergeBody(Body):
    """The claim the candidate is another appearance of."""

    example = {"claim": 1042}

    claim = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)


class DismissBody(Body):
    """Why it is no claim to check."""

    example = {"reason": "opinion"}

    reason = serializers.ChoiceField(choices=DismissReason.choices)


class RewordBody(Body):
    """The words it would become a claim with."""

    example = {"statement": "The council has cut its spending on buses by 22 per cent since 2021"}

    statement = serializers.CharField(max_length=1000)


class SplitBody(Body):
    """The words of the two claims in it."""

    example = {"first": "Spending fell by 22 per cent", "second": "Ridership fell by 41 per cent"}

    first = serializers.CharField(max_length=1000)
    second = serializers.CharField(max_length=1000)
