"""The two kinds of admin page: records of editorial fact, which are read here, and lists the desk keeps itself."""

import csv
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar
from weakref import WeakKeyDictionary

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator, slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.accounts.models import SecurityEventKind, User
from claims.accounts.roles import Right
from claims.audit.queries import history_of
from claims.audit.services import record
from claims.backoffice.groups import group_of
from claims.backoffice.labels import explanation
from claims.backoffice.lists import KeysetChangeList, orders
from claims.client_address import client_address, network
from claims.errors import NotAllowed, Refusal
from claims.people.sign_in import note
from claims.tracking.models import Claim
from claims.verdicts.seals import kept_from, kept_marks

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin

PREVIEW = 160
"""So many letters of a text stand in a list."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def tell_skipped(request: HttpRequest, what: object, refusal: Refusal) -> None:
    """Say which row an action left out, and why."""
    messages.warning(request, _("%(what)s was skipped. %(reason)s") % {"what": what, "reason": refusal.message})


class TickedForm(ActionForm):
    """What can be done with the rows that were ticked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["action"].label = _("With those ticked")


class DeskModelAdmin(ModelAdmin):
    """Asks the desk's own rights instead of Django's per-model permissions; nothing is ever deleted here."""

    view_right: ClassVar[Right] = Right.READ
    change_right: ClassVar[Right | None] = None
    unexported: ClassVar[frozenset[str]] = frozenset({"password"})
    show_facets = admin.ShowFacets.ALLOW
    show_full_result_count = False
    list_per_page = 50
    action_form = TickedForm
    actions = ["export_csv"]
    _refused: ClassVar["WeakKeyDictionary[HttpRequest, Refusal]"] = WeakKeyDictionary()
    """What a service refused of a request whose form is drawn again."""

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[KeysetChangeList]:
        """The list that goes on by keys and counts on request."""
        return KeysetChangeList

    def get_ordering(self, request: HttpRequest) -> Any:
        """Within a year, a month or a day by that date, whose index finds the place; else as the list is ordered."""
        by_date = self.date_hierarchy and f"{self.date_hierarchy}__year" in request.GET
        return [f"-{self.date_hierarchy}"] if by_date else super().get_ordering(request)

    def get_sortable_by(self, request: HttpRequest) -> list[Any]:
        """Columns that a list can go on in; those that may be empty, or are another table's, cannot be sorted by."""
        names = [str(name) for name in super().get_sortable_by(request)]
        return [name for name in names if orders(self.model, self._ordered_by(name))]

    def _ordered_by(self, name: str) -> str:
        column = getattr(getattr(type(self), name, None), "admin_order_field", name)
        return column.removeprefix("-") if isinstance(column, str) else ""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The field of the form, with its explanation in words a newsroom uses."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            field.help_text = kwargs.get("help_text") or explanation(db_field)
        return field

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the section is listed at all."""
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Whether the person may read these rows."""
        return request.user.is_authenticated and request.user.may(self.view_right)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Whether the person may change rows by the form."""
        right = self.change_right
        return right is not None and request.user.is_authenticated and request.user.may(right)

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Whoever may change rows may add them."""
        return self.has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Records stay."""
        return False

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The form; where a service refuses what was sent nothing is saved, and the form says why over what was typed.

        The second pass draws the form alone: its refusal makes it invalid, so that nothing is tried again.
        """
        group = {"group": group_of(self.model._meta.label), **(extra_context or {})}
        try:
            return super().changeform_view(request, object_id, form_url, group)
        except Refusal as refusal:
            self._refused[request] = refusal
            response = super().changeform_view(request, object_id, form_url, group)
            response.status_code = refusal.status
            return response

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list, under the name of its group."""
        group = {"group": group_of(self.model._meta.label), **(extra_context or {})}
        return super().changelist_view(request, group)

    def get_form(
        self, request: HttpRequest, obj: models.Model | None = None, change: bool = False, **kwargs: Any
    ) -> type["ModelForm[Any]"]:
        """The form, with what a service has just refused as an error of its own."""
        form = super().get_form(request, obj, change=change, **kwargs)
        refusal = self._refused.get(request)
        return form if refusal is None else type(form.__name__, (form,), {"clean": _refusing(refusal)})

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What the audit record says of this row, or of the claim it belongs to, in sentences."""
        row = get_object_or_404(self.get_queryset(request), pk=object_id)
        if not self.has_view_permission(request, row):
            raise NotAllowed(_("Your role does not let you read this."))
        target = getattr(row, "claim", None) or row
        before = request.GET.get("before", "")
        marks = [int(before)] if before.isdecimal() else []
        if isinstance(target, Claim):
            marks += kept_marks(target, person_of(request))
        history = history_of(
            object_type=target._meta.model_name or "", object_id=target.pk, before=min(marks, default=None)
        )
        context = {
            **self.admin_site.each_context(request),
            "title": _("History of %(target)s") % {"target": target},
            "opts": self.opts,
            "row": row,
            "history": history,
        }
        return render(request, "admin/record_history.html", context)

    def hidden_in_export(self, request: HttpRequest) -> frozenset[str]:
        """The columns that this person's exports leave out."""
        return self.unexported

    @admin.action(description=gettext_lazy("Export as CSV"))
    def export_csv(self, request: HttpRequest, queryset: QuerySet[Any]) -> StreamingHttpResponse:
        """Stream the chosen rows; cells that a spreadsheet would run as a formula are made plain text."""
        hidden = self.hidden_in_export(request)
        fields = [field for field in self.model._meta.concrete_fields if field.name not in hidden]
        note(person_of(request), SecurityEventKind.EXPORTED, network(client_address(request)))
        response = StreamingHttpResponse(_csv_lines(fields, queryset), content_type="text/csv; charset=utf-8")
        name = f"{self.model._meta.model_name}-{timezone.localdate():%Y-%m-%d}.csv"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


class RecordAdmin(DeskModelAdmin):
    """Rows that only services write: the admin shows them and offers the services' own actions."""

    ordering: ClassVar[Any] = ["-pk"]
    sortable_by: ClassVar[Any] = []


class OfClaimAdmin(RecordAdmin):
    """Rows that belong to a claim, with the way to its page on the desk.

    `sealed` is the field that leads to the claim where rows tell of its verdict: those of a sealed one are left out.
    """

    sealed: ClassVar[str] = ""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The rows that this person may read."""
        rows = super().get_queryset(request)
        return rows.exclude(kept_from(person_of(request), self.sealed)) if self.sealed else rows

    def view_on_site(self, row: models.Model) -> str:
        """The claim's page, where the work on it is done."""
        return reverse("claim", args=[getattr(row, "claim_id", row.pk)])


class NamedForm(forms.ModelForm):  # type: ignore[type-arg]  # Django takes no arguments for it at run time
    """Something with a name, whose part of the address is taken from the name where nobody writes one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean_slug(self) -> str:
        """What was written, or the name as it can stand in an address."""
        written = str(self.cleaned_data.get("slug") or "")
        limit = self._meta.model._meta.get_field("slug").max_length
        name = self.cleaned_data.get("name") or self.cleaned_data.get("label") or ""
        return written or slugify(name)[:limit]


class KeptListAdmin(DeskModelAdmin):
    """Rows the desk keeps by form, such as outlets and topics; each change is on the audit record."""

    form = NamedForm
    change_right: ClassVar[Right | None] = Right.SETTINGS

    def save_model(self, request: HttpRequest, obj: models.Model, form: "ModelForm[Any]", change: bool) -> None:
        """Save, and record who changed which fields."""
        super().save_model(request, obj, form, change)
        if not change or form.changed_data:
            verb = "changed" if change else "added"
            record(
                actor=request.user if request.user.is_authenticated else None,
                action=f"{obj._meta.model_name}_{verb}",
                target=obj,
                data={"fields": [name for name in form.changed_data if "password" not in name], "name": str(obj)},
            )


def _refusing(refusal: Refusal) -> "Callable[[ModelForm[Any]], None]":
    reasons = list(getattr(refusal, "reasons", ())) or [refusal.message]

    def clean(form: "ModelForm[Any]") -> None:
        raise ValidationError(reasons)

    return clean


def person_of(request: HttpRequest) -> User:
    """Who is signed in; the site lets nobody else in."""
    if not isinstance(request.user, User):
        raise NotAllowed(_("Sign in first."))
    return request.user


def shortened(text: str) -> str:
    """The beginning of a longer text on one line, as a list shows it."""
    return Truncator(" ".join(text.split())).chars(PREVIEW)


class _Line:
    """A file that gives each written line back, for streaming."""

    def write(self, line: str) -> str:
        return line


def _csv_lines(fields: list[Any], queryset: QuerySet[Any]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "﻿" + writer.writerow([field.attname for field in fields])
    for row in queryset.order_by("pk").values_list(*[field.attname for field in fields]).iterator(chunk_size=500):
        yield writer.writerow([plain_cell(value) for value in row])


def plain_cell(value: object) -> object:
    """The value, with a leading apostrophe where a spreadsheet would take the text for a formula."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value
