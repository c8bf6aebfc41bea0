"""Signed addresses by which other systems hand in articles."""

from http import HTTPStatus

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from claims.accounts.roles import Right
from claims.api.base import DeskViewSet, PageQuery
from claims.api.errors import sentence_of
from claims.api.pagination import page_by_id
from claims.api.parsing import LARGEST_BODY, BodyTooLarge, read_json
from claims.api.representation import Body, Moment, Shape
from claims.api.serializers.articles import ArticleAdded, ArticleBody
from claims.api.serializers.reference import OutletRef
from claims.api.throttling import SenderBudget
from claims.api.views.articles import ArticlesView
from claims.articles.models import ArticleHook, HookMessage
from claims.articles.services import outlet_named
from claims.errors import NotAllowed, Refusal
from claims.intake import hooks
from claims.people.confirming import is_sure
from claims.viewing import as_the_software

SIGNED = [
    OpenApiParameter(name, OpenApiTypes.STR, OpenApiParameter.HEADER, required=True)
    for name in ("webhook-id", "webhook-timestamp", "webhook-signature")
]


class HookShape(Shape):
    """An address that takes articles from another system."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    outlet = OutletRef(allow_null=True)
    created_at = Moment()
    last_used_at = Moment(allow_null=True)


class HookMade(HookShape):
    """A new hook with its secret, which is shown now and not again."""

    secret = serializers.CharField()


class HookBody(Body):
    """What the hook is for."""

    example = {"name": "newsroom CMS", "outlet": "Port Ellery Courier"}

    name = serializers.CharField(max_length=hooks.NAME_LIMIT)
    outlet = serializers.CharField(required=False, max_length=160, help_text="Of all its articles, by name.")


class HookMessageShape(Shape):
    """One message that came to a hook."""

    id = serializers.IntegerField()
    at = Moment()
    taken = serializers.BooleanField(help_text="Whether it led to an article.")
    message = serializers.CharField(help_text="What was made of it, or why it was refused.")
    article = serializers.IntegerField(source="article_id", allow_null=True)


class HooksView(DeskViewSet):
    """My hooks; each takes articles in my name and by my rights."""

    shape = HookShape
    queryset = ArticleHook.objects.select_related("outlet")
    queries = {"list": PageQuery, "messages": PageQuery}
    bodies = {"create": HookBody}

    @extend_schema(summary="My hooks", parameters=[PageQuery])
    def list(self, request: Request) -> Response:
        """My hooks that have not ended, newest first."""
        rows = self.get_queryset().filter(person=self.person, ended_at__isnull=True)
        return self.list_answer(page_by_id(rows, cursor=self.cursor(), limit=self.query()["limit"]))

    @extend_schema(summary="Make a hook", request=HookBody, responses={201: HookMade})
    def create(self, request: Request) -> Response:
        """Make an address for another system: it posts to `/hooks/{id}/articles/`, signed by Standard Webhooks."""
        given = self.body()
        outlet = outlet_named(given.get("outlet", "")) if self.person.may(Right.ARTICLES) else None
        if request.auth is None and not is_sure(request):
            raise NotAllowed(_("Confirm on the desk that it is you, then try again."))
        hook = hooks.make_hook(actor=self.person, name=given["name"], outlet=outlet)
        return self.answer(hook, status=HTTPStatus.CREATED, shape=HookMade)

    @extend_schema(summary="What came to a hook", responses=HookMessageShape(many=True), parameters=[PageQuery])
    def messages(self, request: Request, pk: int) -> Response:
        """The messages that came to one of my hooks and what was made of each, newest first; a hundred are kept."""
        rows = HookMessage.objects.filter(hook__person=self.person, hook_id=pk)
        return self.list_answer(page_by_id(rows, cursor=self.cursor(), limit=self.query()["limit"]), HookMessageShape)

    @extend_schema(summary="End a hook", responses={204: None})
    def destroy(self, request: Request, pk: int) -> Response:
        """Take nothing more at its address."""
        hooks.end_hook(hook_id=pk, actor=self.person)
        return Response(status=HTTPStatus.NO_CONTENT)


class HookReceiver(ArticlesView):
    """Where other systems post articles; the signature says who they are."""

    authentication_classes = []
    permission_classes = []
    throttle_classes = [SenderBudget]
    queries = {}
    bodies = {}
    slow = frozenset({"receive"})

    @extend_schema(
        operation_id="hooks_receive",
        summary="Send an article by a hook",
        request=ArticleBody,
        responses={201: ArticleAdded, 200: OpenApiResponse(ArticleAdded, description="It was here already.")},
        parameters=SIGNED,
    )
    def receive(self, request: Request, pk: int) -> Response:
        """Take an article in as `POST /articles/` does, in the name of the hook's owner and by her rights."""
        raw = request._request.read(LARGEST_BODY + 1)
        if len(raw) > LARGEST_BODY:
            raise BodyTooLarge
        # What nobody signed leaves no row behind, or anybody could push the owner's messages out of the list.
        hook = hooks.believed(
            hook_id=pk, headers={name.lower(): value for name, value in request.headers.items()}, body=raw
        )
        try:
            # What a hook hands in is stored whoever may see it; the hook itself is told no more than it sent.
            with as_the_software():
                response = self._take_in(hook, raw)
        except (APIException, Refusal) as error:
            hooks.note(hook_id=pk, taken=False, message=sentence_of(error))
            raise
        added = response.data
        hooks.note(hook_id=pk, taken=True, message=added["message"], article_id=added["article"]["id"])
        return response

    def _take_in(self, hook: ArticleHook, raw: bytes) -> Response:
        reader = ArticleBody(data=read_json(raw))
        if not reader.is_valid():
            raise ValidationError(reader.errors)
        return self.take_in(dict(reader.validated_data), hook.person, hook.outlet)
