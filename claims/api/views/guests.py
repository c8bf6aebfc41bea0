"""Experts from outside who are asked about one frozen revision of a claim."""

from http import HTTPStatus

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from claims.accounts.tokens import Scope
from claims.api.base import PageQuery
from claims.api.representation import Body, Moment, Shape
from claims.api.serializers.candidates import NothingBody
from claims.api.serializers.people import PersonRef
from claims.api.views.dossier import OfClaim
from claims.review.opinions import guests
from claims.verdicts.experts import guests_of
from claims.verdicts.models import GuestExpert, Opinion
from claims.verdicts.models.guests import NAME_LIMIT, QUESTION_LIMIT


class GuestRemarkShape(Shape):
    """What an expert says of one paragraph of the explanation, counted from 0."""

    paragraph = serializers.IntegerField()
    body = serializers.CharField()
    written_at = Moment()


class GuestShape(Shape):
    """Somebody who was asked, and what they signed; `link` is there once, in the answer to asking."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    email = serializers.CharField()
    question = serializers.CharField()
    revision = serializers.IntegerField(source="revision.number")
    asked_by = PersonRef()
    asked_at = Moment()
    expires_at = Moment()
    confirmed_at = Moment(allow_null=True)
    revoked_at = Moment(allow_null=True)
    opinion = serializers.ChoiceField(choices=["", *Opinion.values])
    interest = serializers.CharField()
    remark = serializers.CharField()
    may_be_shown = serializers.BooleanField(help_text="The expert agrees.")
    shown = serializers.SerializerMethodField(help_text="The newsroom agrees too.")
    signed_at = Moment(allow_null=True)
    remarks = GuestRemarkShape(many=True, source="remarks.all")
    link = serializers.SerializerMethodField(help_text="Empty but in the answer to asking.")

    def get_shown(self, guest: GuestExpert) -> bool:
        """Whether readers see it once the revision is published."""
        return guest.shown_by_id is not None

    def get_link(self, guest: GuestExpert) -> str:
        """The first link, right after it was made."""
        return str(getattr(guest, "link", ""))


class AskBody(Body):
    """Who is asked, and what."""

    example = {"name": "Rhea Oduya", "email": "r.oduya@university.example", "question": "Is the base year fair?"}

    name = serializers.CharField(max_length=NAME_LIMIT)
    email = serializers.EmailField()
    question = serializers.CharField(max_length=QUESTION_LIMIT, required=False, allow_blank=True, default="")


class ShowBody(Body):
    """Whether readers may see what was signed."""

    example = {"shown": True}

    shown = serializers.BooleanField()


class GuestsView(OfClaim):
    """Experts asked about a claim."""

    shape = GuestShape
    queries = {"list": PageQuery}
    bodies = {"create": AskBody, "revoke": NothingBody, "show": ShowBody}

    def scope(self) -> Scope | None:
        """What readers will see needs the scope “publish”."""
        return Scope.PUBLISH if self.action == "show" else None

    @extend_schema(summary="Experts asked about a claim", parameters=[PageQuery])
    def list(self, request: Request, claim_id: int) -> Response:
        """Who was asked, the last first, with what they signed."""
        return self.page(guests_of(self.open_claim()))

    @extend_schema(summary="Ask an expert", request=AskBody, responses={201: GuestShape})
    def create(self, request: Request, claim_id: int) -> Response:
        """Ask about the newest revision; pass the link on, which is not shown again."""
        given = self.body()
        asked = guests.ask(claim_id=self.claim().pk, actor=self.person, **given)
        guest = guests_of(self.claim()).get(pk=asked.guest.pk)
        guest.link = f"{settings.PUBLIC_URL}{reverse('guest-confirm', args=[asked.secret])}"  # type: ignore[attr-defined]
        return self.answer(guest, status=HTTPStatus.CREATED)

    @extend_schema(summary="End an expert's link", request=NothingBody)
    def revoke(self, request: Request, claim_id: int, pk: int) -> Response:
        """End the link at once; what was signed stays."""
        self.body()
        guests.revoke(guest_id=self._guest().pk, actor=self.person)
        return self.answer(self._guest())

    @extend_schema(summary="Show readers what an expert signed", request=ShowBody)
    def show(self, request: Request, claim_id: int, pk: int) -> Response:
        """Let readers see it from the publication of that revision on, where the expert agrees, or no longer."""
        shown = self.body()["shown"]
        guests.show(guest_id=self._guest().pk, shown=shown, actor=self.person)
        return self.answer(self._guest())

    def _guest(self) -> GuestExpert:
        guest = guests_of(self.open_claim()).filter(pk=self.kwargs["pk"]).first()
        if guest is None:
            raise NotFound(_("Nobody of that number was asked about this claim."))
        return guest
