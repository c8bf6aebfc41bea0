"""What programs send to organise claims, and what came of it."""

from rest_framework import serializers

from claims.api.representation import Body, GivenMoment, Shape
from claims.api.serializers.candidates import LARGEST_ID, CandidateShape
from claims.review.bulk_moves import Act
from claims.tracking.enums import CloseReason, DismissReason, Priority
from claims.triage import bulk_decisions
from claims.workflow.perform import NOTE_LIMIT

MOST_AT_ONCE = 200
CLAIM_ACTS = [act.value for act in Act]
CANDIDATE_ACTS = [*(act.value for act in bulk_decisions.Act), "undo"]


def _ids() -> serializers.ListField:
    return serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=LARGEST_ID), max_length=MOST_AT_ONCE
    )


class DueBody(Body):
    """When it is due."""

    example = {"due_at": "2026-03-18T16:00:00Z"}

    due_at = GivenMoment(allow_null=True)


class PriorityBody(Body):
    """How much it matters today."""

    example = {"priority": 2}

    priority = serializers.ChoiceField(choices=Priority.choices)


class TopicsBody(Body):
    """The ids of all its topics."""

    example = {"topics": [3, 7]}

    topics = _ids()


class CommentBody(Body):
    """A remark, or the answer to one."""

    example = {"body": "@ines the annex has the figures for each year."}

    body = serializers.CharField(max_length=5000)
    parent = serializers.IntegerField(  # type: ignore[assignment]  # fields leave the class
        required=False, allow_null=True, default=None, min_value=1, max_value=LARGEST_ID
    )


class ItemBody(Body):
    """A claim at the version that you saw."""

    example = {"claim": 1042, "version": 3}

    claim = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)
    version = serializers.IntegerField(min_value=0, max_value=2**31 - 1)


class OrderBody(Body):
    """What the act is and what it needs to know."""

    act = serializers.ChoiceField(choices=CLAIM_ACTS)
    reviewer_id = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)
    due_at = GivenMoment(required=False, allow_null=True)
    topic_id = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)
    reason = serializers.ChoiceField(required=False, choices=CloseReason.choices)
    note = serializers.CharField(required=False, allow_blank=True, max_length=NOTE_LIMIT)


class PreviewBody(OrderBody):
    """An act on many claims, to be looked at first."""

    example = {"act": "assign", "claims": [1042, 1043], "reviewer_id": 5}

    claims = _ids()


class BulkBody(OrderBody):
    """An act on many claims."""

    example = {
        "act": "assign",
        "items": [{"claim": 1042, "version": 3}, {"claim": 1043, "version": 1}],
        "reviewer_id": 5,
    }

    items = ItemBody(many=True, max_length=MOST_AT_ONCE)  # type: ignore[call-arg]  # taken by the list around it


class CandidateItemBody(Body):
    """A candidate at the version that you saw."""

    example = {"candidate": 311, "version": 1}

    candidate = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)
    version = serializers.IntegerField(min_value=0, max_value=2**31 - 1)


class CandidatesBulkBody(Body):
    """An act on many candidates."""

    example = {
        "act": "dismiss",
        "reason": "opinion",
        "items": [{"candidate": 311, "version": 1}, {"candidate": 312, "version": 1}],
    }

    act = serializers.ChoiceField(choices=CANDIDATE_ACTS)
    items = CandidateItemBody(many=True, max_length=bulk_decisions.MAX_CANDIDATES)  # type: ignore[call-arg]  # taken by the list
    reason = serializers.ChoiceField(required=False, choices=DismissReason.choices, help_text="For dismissing.")


class CandidatesBulkReport(Shape):
    """What came of an act on many candidates."""

    changed = CandidateShape(many=True)
    skipped = serializers.ListField(child=serializers.CharField(), help_text="Why, in sentences.")


class OutlookShape(Shape):
    """What an act would do to one claim."""

    claim = serializers.IntegerField(source="claim.pk")
    number = serializers.CharField(source="claim.number")
    version = serializers.IntegerField(source="claim.lock_version")
    before = serializers.CharField()
    after = serializers.CharField()
    refusal = serializers.CharField(help_text="Why it would be skipped; empty where it would be done.")


class DoneShape(Shape):
    """A claim that was changed."""

    claim = serializers.IntegerField()
    number = serializers.CharField()
    version = serializers.IntegerField()
    sentence = serializers.CharField()


class SkippedShape(Shape):
    """A claim that was not."""

    number = serializers.CharField()
    reason = serializers.CharField()


class BulkReport(Shape):
    """What came of an act on many claims."""

    done = DoneShape(many=True)
    skipped = SkippedShape(many=True)
