"""Who may see a claim."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.serializers.access import AccessBody, AccessShape
from claims.api.views.dossier import OfClaim
from claims.review import restricting


class AccessView(OfClaim):
    """The whole desk, or named people."""

    shape = AccessShape
    bodies = {"update": AccessBody}
    versioned = frozenset({"update"})
    pagination_class = None

    @extend_schema(summary="Who may see a claim")
    def retrieve(self, request: Request, claim_id: int) -> Response:
        """To whom it is kept, and which articles with it."""
        return self.answer(self.claim())

    @extend_schema(summary="Say who may see a claim", request=AccessBody)
    def update(self, request: Request, claim_id: int) -> Response:
        """Keep it to named people, you and whoever has it in hand among them, or open it; If-Match is the claim's."""
        given, seen = self.body(), self.seen()
        common = {"claim_id": self.claim().pk, "actor": self.person, "note": given["note"], "expected_version": seen}
        if given["restricted"]:
            restricting.restrict(**common, people=given.get("people", []), articles=given.get("articles", []))
        else:
            restricting.lift(**common)
        return self.answer(self.claim())
