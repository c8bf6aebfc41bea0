"""What stands around published checks: the newsroom, its texts, other systems that listen, and what readers sent."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.accounts.roles import Right
from claims.backoffice.admin_base import DeskModelAdmin, KeptListAdmin, RecordAdmin, person_of, shortened, tell_skipped
from claims.backoffice.jobs_admin import JobAdmin
from claims.delivery.models import Delivery, DeliveryAttempt, WebhookEndpoint
from claims.delivery.webhooks import replay
from claims.errors import Refusal
from claims.languages import offered
from claims.people.confirming import make_sure
from claims.tracking.models import Tip
from claims.verdicts.enums import SiteTextName
from claims.verdicts.models import Newsroom, SiteText
from claims.verdicts.site_settings import keep_newsroom, locked_newsroom, site_text, write_text


class NewsroomForm(forms.ModelForm):  # type: ignore[type-arg]  # Django takes no arguments for it at run time
    """The newsroom with its further languages as boxes to tick."""

    more_languages = forms.MultipleChoiceField(
        label=gettext_lazy("Further languages of the site"),
        choices=offered,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=Newsroom._meta.get_field("more_languages").help_text,
    )

    class Meta:
        model = Newsroom
        fields = "__all__"  # noqa: DJ007 - whatever the back office shows


@admin.register(Newsroom)
class NewsroomAdmin(DeskModelAdmin):
    """The one row about the newsroom."""

    form = NewsroomForm
    # They have a form in the set-up, which holds their rows in shape.
    exclude = ["owners", "funders", "team", "memberships"]

    change_right: ClassVar[Right | None] = Right.SETTINGS
    list_display = ["name", "strapline", "homepage", "email", "show_names"]

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """There is one row, which is made when somebody first opens it here."""
        return self.has_change_permission(request) and not Newsroom.objects.exists()

    def save_model(self, request: HttpRequest, obj: Model, form: "ModelForm[Any]", change: bool) -> None:
        """Save by the service, so that caches hear of it and the record keeps it."""
        locked_newsroom()
        words = {name: form.cleaned_data[name] for name in (form.changed_data if change else form.cleaned_data)}
        if words:
            kept = keep_newsroom(actor=person_of(request), **words)
            obj.pk = kept.pk


@admin.register(SiteText)
class SiteTextAdmin(DeskModelAdmin):
    """The texts readers see; writing one adds a version, and the earlier ones stay."""

    change_right: ClassVar[Right | None] = Right.SETTINGS
    list_display = ["title", "name", "number", "preview", "edited_by", "edited_at"]
    list_filter = ["name"]
    ordering: ClassVar[Any] = ["-pk"]
    date_hierarchy = "edited_at"
    list_select_related = ["edited_by"]
    search_fields = ["title", "body"]

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """The newest version of a text, by writing the next one; earlier ones stay as they are."""
        may = person_of(request).may(Right.SETTINGS)
        if not may or not isinstance(obj, SiteText):
            return may
        return not SiteText.objects.filter(name=obj.name, number__gt=obj.number).exists()

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """A version is of the text that it is of."""
        return ["name"] if obj else []

    @admin.display(description=gettext_lazy("Text"))
    def preview(self, text: SiteText) -> str:
        """How it begins."""
        return shortened(text.body)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whoever keeps the settings may write a new version."""
        return request.user.is_authenticated and request.user.may(Right.SETTINGS)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Begin with the text as it stands: `?name=methodology` chooses which."""
        name = request.GET.get("name", SiteTextName.METHODOLOGY.value)
        if name not in SiteTextName:
            return {}
        text = site_text(SiteTextName(name))
        return {"name": name, "title": text.title, "body": text.body}

    def save_model(self, request: HttpRequest, obj: Any, form: "ModelForm[Any]", change: bool) -> None:
        """Write a new version by the service."""
        said = form.cleaned_data
        name = SiteTextName(str(said.get("name") or getattr(obj, "name", "")))
        if not change or form.changed_data:
            text = write_text(actor=person_of(request), name=name, title=said["title"], body=said["body"])
            obj.pk, obj.number = text.pk, text.number


@admin.register(WebhookEndpoint)
class WebhookEndpointAdmin(KeptListAdmin):
    """Systems that hear of publications; the secret is what their programmers check messages with."""

    list_display = ["name", "url", "is_active", "off_because"]
    list_filter = ["is_active"]
    search_fields = ["name", "url"]
    readonly_fields = ["secret", "off_because", "created_at"]
    unexported: ClassVar[frozenset[str]] = frozenset({"secret"})
    view_right: ClassVar[Right] = Right.SETTINGS

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Who else hears of publications is changed by somebody who has just shown who they are."""
        make_sure(request)
        return super().changeform_view(request, object_id, form_url, extra_context)


@admin.register(Delivery)
class DeliveryAdmin(JobAdmin):
    """Messages to other systems, and sending them again."""

    view_right: ClassVar[Right] = Right.SETTINGS
    list_display = ["event", "endpoint", "state", "attempts", "due_at", "delivered_at", "message_id", "error"]
    list_filter = [*JobAdmin.list_filter, "state", "event", "endpoint"]
    list_select_related = ["endpoint"]
    search_fields = ["message_id"]
    # Sent again by its own service, which asks whether the address has heard something newer.
    actions = ["send_again", "export_csv"]

    @admin.action(description=gettext_lazy("Send again"))
    def send_again(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        """Put each message back, under its old id."""
        for delivery in queryset:
            try:
                replay(delivery_id=delivery.pk, actor=person_of(request))
            except Refusal as refusal:
                tell_skipped(request, delivery.message_id, refusal)
            else:
                messages.success(
                    request,
                    _("%(message_id)s will be sent again within seconds.") % {"message_id": delivery.message_id},
                )


@admin.register(DeliveryAttempt)
class DeliveryAttemptAdmin(RecordAdmin):
    """Each try of each message."""

    view_right: ClassVar[Right] = Right.SETTINGS
    list_display = ["delivery", "at", "status", "error", "seconds"]
    list_filter = ["status"]
    list_select_related = ["delivery"]
    search_fields = ["delivery__message_id"]


@admin.register(Tip)
class TipAdmin(RecordAdmin):
    """What readers sent in; decided about on the desk."""

    list_display = ["words", "speaker", "state", "reason", "received_at", "decided_by"]
    list_filter = ["state", "reason"]
    list_select_related = ["decided_by"]
    search_fields = ["words", "speaker"]
    unexported: ClassVar[frozenset[str]] = frozenset({"token", "sender_key", "email"})

    def get_exclude(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """The link and the limits' key for nobody; what is the sender's own for those who triage."""
        return ["token", "sender_key", *self._senders_own(request)]

    def hidden_in_export(self, request: HttpRequest) -> frozenset[str]:
        """Addresses never leave by a list; what else the sender wrote only by the hand of those who triage."""
        return super().hidden_in_export(request) | frozenset(self._senders_own(request))

    @staticmethod
    def _senders_own(request: HttpRequest) -> list[str]:
        return [] if person_of(request).may(Right.TRIAGE) else ["email", "more", "reply"]
