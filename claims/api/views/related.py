"""Which checks stand beside a check on its public page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.preconditions import version_tag
from claims.api.representation import Body, Json, Shape
from claims.api.serializers.candidates import LARGEST_ID
from claims.api.views.dossier import OfClaim
from claims.publishing.related_checks import choose_related, suggested_for, version_of
from claims.tracking.models import Claim
from claims.verdicts.related import MOST_CHOSEN, chosen_for


@dataclass(frozen=True)
class Standing:
    """What is chosen and what is near, at one version of the list."""

    chosen: list[Json]
    suggested: list[Json]
    lock_version: int


class NeighbourShape(Shape):
    """A check beside another, as it stands now."""

    claim = serializers.IntegerField()
    number = serializers.CharField()
    statement = serializers.CharField()
    retracted = serializers.BooleanField()


class RelatedShape(Shape):
    """What an editor chose, in her order, and what is near."""

    chosen = NeighbourShape(many=True)
    suggested = NeighbourShape(many=True)
    version_lock = serializers.IntegerField(
        source="lock_version", help_text="The number in the ETag; 0: nothing was chosen yet."
    )


class RelatedBody(Body):
    """The ids of all checks that stand beside it, in their order."""

    example = {"checks": [1043, 1044]}

    checks = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=LARGEST_ID), max_length=MOST_CHOSEN * 2
    )


class RelatedView(OfClaim):
    """The checks beside a claim's own."""

    shape = RelatedShape
    bodies = {"update": RelatedBody}
    versioned = frozenset({"update"})

    @extend_schema(summary="Checks beside it")
    def retrieve(self, request: Request, claim_id: int) -> Response:
        """What is chosen, and published checks near it that are not."""
        return self._stands(self.claim())

    @extend_schema(summary="Choose the checks beside it", request=RelatedBody)
    def update(self, request: Request, claim_id: int) -> Response:
        """Put exactly these beside it; readers see them at once. If-Match is the ETag you read, or `"v0"` at first."""
        given, seen = self.body(), self.seen()
        claim = self.claim()
        choose_related(claim_id=claim.pk, checks=given["checks"], expected_version=seen, actor=self.person)
        return self._stands(claim)

    def current(self) -> tuple[Json, str] | None:
        """How the list stands now."""
        stands = _stands(self.claim())
        return self.represent([stands])[0], version_tag(stands.lock_version)

    def _stands(self, claim: Claim) -> Response:
        return self.answer(_stands(claim))


def _stands(claim: Claim) -> Standing:
    chosen = chosen_for(claim.pk)
    near = suggested_for(claim, [row.claim_id for row in chosen])
    return Standing(
        chosen=[_neighbour(row.claim_id, row.card, retracted=row.withdrawn) for row in chosen],
        suggested=[_neighbour(row.claim_id, row.card, retracted=False) for row in near],
        lock_version=version_of(claim.pk),
    )


def _neighbour(claim_id: int, card: Mapping[str, Any], *, retracted: bool) -> Json:
    return {"claim": claim_id, "number": card["number"], "statement": card["statement"], "retracted": retracted}
