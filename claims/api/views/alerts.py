"""E-mail alerts of readers: how many there are, and erasing an address."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.base import DeskViewSet
from claims.api.representation import Body, Shape
from claims.delivery.alerts.subscriptions import counts
from claims.publishing.newsroom_setup import ask_settings
from claims.publishing.reader_alerts import erase_address, offer_alerts
from claims.verdicts.models import Newsroom
from claims.verdicts.site_settings import newsroom


class AlertsShape(Shape):
    """Whether alerts are offered, and how many there are; never whose."""

    offered = serializers.BooleanField()
    confirmed = serializers.IntegerField()
    unconfirmed = serializers.IntegerField()
    waiting = serializers.IntegerField(help_text="Letters that have not left yet.")
    given_up = serializers.IntegerField(help_text="Letters that no mail server took; their addresses are erased.")


class OfferBody(Body):
    """Whether readers are offered e-mail alerts."""

    example = {"offered": True}

    offered = serializers.BooleanField()


class EraseBody(Body):
    """The address that is to be erased."""

    example = {"email": "reader@example.org"}

    email = serializers.EmailField(max_length=254)


class ErasedShape(Shape):
    """How many alerts had the address."""

    erased = serializers.IntegerField()


class AlertsView(DeskViewSet):
    """E-mail alerts of readers, for whoever looks after the settings."""

    shape = AlertsShape
    queryset = Newsroom.objects.all()
    bodies = {"update": OfferBody, "erase": EraseBody}

    @extend_schema(operation_id="alerts_retrieve", summary="How many e-mail alerts there are")
    def retrieve(self, request: Request) -> Response:
        """Counts alone: no address is given out."""
        ask_settings(self.person)
        return self.answer(self._standing())

    @extend_schema(operation_id="alerts_update", summary="Offer e-mail alerts, or stop", request=OfferBody)
    def update(self, request: Request) -> Response:
        """Offer alerts to readers, or send none from now on."""
        offer_alerts(actor=self.person, **self.body())
        return self.answer(self._standing())

    @extend_schema(operation_id="alerts_erase", summary="Erase an address", request=EraseBody, responses=ErasedShape)
    def erase(self, request: Request) -> Response:
        """Forget a reader's address with all its alerts."""
        return Response({"erased": erase_address(actor=self.person, address=self.body()["email"])})

    def _standing(self) -> dict[str, object]:
        return {"offered": newsroom().offers_alerts, **vars(counts())}
