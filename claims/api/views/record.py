"""What happened and what people were told: the audit record, notifications, publications."""

from http import HTTPStatus
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.base import DeskViewSet, PageQuery
from claims.api.pagination import page_by_id
from claims.api.representation import Body, Shape
from claims.api.serializers.candidates import LARGEST_ID, NothingBody
from claims.api.serializers.claims import EventShape, NotificationShape
from claims.api.serializers.verdicts import PublicationShape
from claims.audit.models import AuditEvent
from claims.delivery.enums import EmailChoice, NotificationKind
from claims.delivery.models import Notification
from claims.delivery.services import choices_of, mark_read, set_choices
from claims.verdicts.models import Publication
from claims.verdicts.seals import events_kept_from


class EventQuery(PageQuery):
    """Which events."""

    object_type = serializers.SlugField(required=False, max_length=40, help_text="Such as claim, candidate, article.")
    object_id = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)
    actor = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)
    action = serializers.SlugField(required=False, max_length=60)
    since = serializers.IntegerField(
        required=False, min_value=0, max_value=LARGEST_ID, help_text="Events after this id, oldest first: for polling."
    )


class NotificationQuery(PageQuery):
    """Which notifications."""

    unread = serializers.BooleanField(required=False, allow_null=True, default=None)


class ChoicesField(serializers.DictField):
    """When e-mail goes out, by the kind of notification."""

    child = serializers.ChoiceField(choices=EmailChoice.choices)

    def to_internal_value(self, data: Any) -> dict[str, str]:
        """The checked choices; a kind that there is not is an error."""
        found: dict[str, str] = super().to_internal_value(data)
        strange = sorted(set(found) - set(NotificationKind))
        if strange:
            raise serializers.ValidationError({name[:60]: [_("There is no such kind.")] for name in strange[:20]})
        return found


class ChoicesShape(Shape):
    """When I get e-mail, by the kind of notification."""

    choices = serializers.DictField(child=serializers.ChoiceField(choices=EmailChoice.choices))


class ChoicesBody(Body):
    """When I want e-mail, by the kind of notification."""

    example = {"choices": {"assigned": "at_once", "published": "never"}}

    choices = ChoicesField()


class PublicationQuery(PageQuery):
    """Which publications."""

    claim = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)
    current = serializers.BooleanField(
        required=False, allow_null=True, default=None, help_text="Only those readers see now."
    )


class AuditView(DeskViewSet):
    """The append-only record of who did what."""

    shape = EventShape
    queryset = AuditEvent.objects.all()
    queries = {"list": EventQuery}

    def get_queryset(self) -> QuerySet[AuditEvent]:
        """What this person may know of."""
        return super().get_queryset().exclude(events_kept_from(self.person))

    @extend_schema(summary="The record, newest first", parameters=[EventQuery])
    def list(self, request: Request) -> Response:
        """A page of events; with `since` it is what happened after an event that you know, oldest first."""
        query, rows = self.query(), self.get_queryset()
        for name in ("object_type", "object_id", "action"):
            if query.get(name):
                rows = rows.filter(**{name: query[name]})
        if query.get("actor"):
            rows = rows.filter(actor_id=query["actor"])
        since = query.get("since")
        if since is not None:
            rows = rows.filter(pk__gt=since)
        page = page_by_id(rows, cursor=self.cursor(), limit=query["limit"], newest_first=since is None)
        return self.list_answer(page)

    @extend_schema(summary="An event")
    def retrieve(self, request: Request, pk: int) -> Response:
        """One event."""
        return self.answer(self.get_object())


class NotificationsView(DeskViewSet):
    """What I am told; nobody else's."""

    shape = NotificationShape
    queryset = Notification.objects.all()
    queries = {"list": NotificationQuery}
    bodies = {"read": NothingBody, "read_all": NothingBody, "choose": ChoicesBody}

    @extend_schema(summary="My notifications, newest first", parameters=[NotificationQuery])
    def list(self, request: Request) -> Response:
        """A page of them; `unread` chooses."""
        query, rows = self.query(), self.get_queryset().filter(recipient=self.person)
        if query.get("unread") is not None:
            rows = rows.filter(read_at__isnull=query["unread"])
        return self.list_answer(page_by_id(rows, cursor=self.cursor(), limit=query["limit"]))

    @extend_schema(summary="Mark a notification as read", request=NothingBody)
    @action(detail=True, methods=["post"])
    def read(self, request: Request, pk: int) -> Response:
        """Mark one of mine as read; once read it stays so."""
        self.body()
        Notification.objects.filter(recipient=self.person, pk=pk, read_at__isnull=True).update(read_at=timezone.now())
        self.queryset = self.get_queryset().filter(recipient=self.person)
        return self.answer(self.get_object())

    @extend_schema(
        operation_id="notifications_read_all",
        summary="Mark all notifications as read",
        request=NothingBody,
        responses={204: None},
    )
    @action(detail=False, methods=["post"], url_path="read")
    def read_all(self, request: Request) -> Response:
        """Mark all of mine as read."""
        self.body()
        mark_read(person=self.person)
        return Response(status=HTTPStatus.NO_CONTENT)

    @extend_schema(summary="When I get e-mail", responses=ChoicesShape)
    @action(detail=False, methods=["get"], pagination_class=None)
    def choices(self, request: Request) -> Response:
        """For each kind of notification: at once, in the daily digest, or never."""
        return Response({"choices": choices_of(person=self.person)})

    @extend_schema(summary="Choose when I get e-mail", request=ChoicesBody, responses=ChoicesShape)
    @choices.mapping.put
    def choose(self, request: Request) -> Response:
        """Choose for some kinds of notification; the others stay as they are."""
        given = self.body()["choices"]
        chosen = {NotificationKind(kind): EmailChoice(choice) for kind, choice in given.items()}
        set_choices(person=self.person, choices=chosen)
        return Response({"choices": choices_of(person=self.person)})


class PublicationsView(DeskViewSet):
    """What readers see, and saw."""

    shape = PublicationShape
    queryset = Publication.objects.select_related("time_stamp")
    queries = {"list": PublicationQuery}

    @extend_schema(summary="Publications, newest first", parameters=[PublicationQuery])
    def list(self, request: Request) -> Response:
        """A page of publications by `claim` and `current`."""
        query, rows = self.query(), self.get_queryset()
        if query.get("claim"):
            rows = rows.filter(claim_id=query["claim"])
        if query.get("current") is not None:
            rows = rows.filter(is_current=query["current"])
        return self.list_answer(page_by_id(rows, cursor=self.cursor(), limit=query["limit"]))

    @extend_schema(summary="A publication")
    def retrieve(self, request: Request, pk: int) -> Response:
        """One publication."""
        return self.answer(self.get_object())
