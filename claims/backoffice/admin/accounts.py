"""People and their roles."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, QuerySet
from django.forms import CheckboxSelectMultiple, ModelForm, ModelMultipleChoiceField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.accounts.models import User
from claims.accounts.roles import RIGHTS, ROLE_NAMES, ROLE_WORDS, Right, Role
from claims.audit.services import JSONValue, record
from claims.backoffice.admin_base import DeskModelAdmin, person_of
from claims.delivery.account_letters import tell
from claims.delivery.models import LetterKind
from claims.errors import NotAllowed, Refusal
from claims.people.changes import email_changed
from claims.people.confirming import make_sure
from claims.people.invitations import known, second_is_needed
from claims.people.passwords import password_changed
from claims.people.role_requests import ask
from claims.privacy.removal import remove_person

if TYPE_CHECKING:
    StockUserAdmin = UserAdmin[User]
    StockChangeForm = UserChangeForm[User]
    StockPasswordForm = AdminPasswordChangeForm[User]
    StockRolesField = ModelMultipleChoiceField[Group]
else:
    StockPasswordForm = AdminPasswordChangeForm
    StockRolesField = ModelMultipleChoiceField
    StockUserAdmin = UserAdmin
    StockChangeForm = UserChangeForm

HTTP_FOUND = 302
OPEN_COLUMNS = ["username", "display_name", "role_names", "is_active"]
FOR_ADMINS = frozenset(
    {"email", "last_login", "last_seen_at", "is_superuser", "is_staff", "date_joined", "first_name", "last_name"}
)


class PersonForm(StockChangeForm):
    """A person's data and roles, as long as somebody is left who manages people; the password has a page of its own."""

    password: Any = None

    def clean(self) -> dict[str, Any]:
        """Refuse to take the last admin's role or sign-in away."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        others = User.objects.holding(Right.PEOPLE).exclude(pk=self.instance.pk)
        roles = {group.name for group in cleaned.get("groups", ())} & set(Role)
        stays = cleaned.get("is_active") and any(Right.PEOPLE in RIGHTS[Role(name)] for name in roles)
        if not stays and self.instance.may(Right.PEOPLE) and not others.exists():
            raise ValidationError(_("Nobody else can manage people. Give somebody else the role “admin” first."))
        return cleaned


class PasswordForm(StockPasswordForm):
    """A new password for somebody, and nothing about how accounts work elsewhere."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("usable_password", None)
        for name in ("password1", "password2"):
            self.fields[name].required = True


class RolesField(StockRolesField):
    """Roles by what they are called and what they may do."""

    def label_from_instance(self, obj: Model) -> str:
        """Such as: Editor: also adds articles."""
        role = Role(str(obj))
        return f"{ROLE_NAMES[role]}: {ROLE_WORDS[role]}"


@admin.register(User)
class PersonAdmin(DeskModelAdmin, StockUserAdmin):
    """People; roles are the groups. Superuser status is given on the command line only and gives no right by itself."""

    form = PersonForm
    change_right: ClassVar[Right | None] = Right.PEOPLE
    list_display = ["username", "display_name", "email", "role_names", "is_active", "last_login"]
    list_filter = ["groups", "is_active", "is_demo"]
    search_fields = ["username", "display_name", "email"]
    ordering = ["display_name"]
    actions = ["remove", "export_csv"]
    fieldsets = [
        (None, {"fields": ["username", "display_name", "email", "max_open"]}),
        (gettext_lazy("Roles"), {"fields": ["groups", "is_active"]}),
        (gettext_lazy("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    change_password_form = PasswordForm
    change_form_template = "admin/accounts/user/page.html"
    readonly_fields = ["last_login", "date_joined"]
    filter_horizontal: ClassVar[Any] = []

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """People are invited by e-mail and choose their own password."""
        if not self.has_add_permission(request):
            raise NotAllowed(_("Your role does not let you add or change people. Ask an admin."))
        return HttpResponseRedirect(reverse("setup-people"))

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The roles as boxes to tick, each with what somebody who has it does."""
        if db_field.name != "groups":
            return super().formfield_for_manytomany(db_field, request, **kwargs)
        roles = Group.objects.filter(name__in=[role.value for role in Role])
        return RolesField(roles, required=False, widget=CheckboxSelectMultiple, label=gettext_lazy("Roles"))

    def get_list_display(self, request: HttpRequest) -> Any:
        """Addresses and times are for those who look after people."""
        return self.list_display if person_of(request).may(Right.PEOPLE) else OPEN_COLUMNS

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        """Nobody finds by an address who may not read it."""
        return list(self.search_fields) if person_of(request).may(Right.PEOPLE) else ["username", "display_name"]

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """The name, the roles and the load for everybody; the rest for admins."""
        if person_of(request).may(Right.PEOPLE):
            return super().get_fieldsets(request, obj)
        return [(None, {"fields": ["username", "display_name", "max_open", "groups", "is_active"]})]

    def hidden_in_export(self, request: HttpRequest) -> frozenset[str]:
        """Addresses and times leave the desk by an admin's hand only."""
        hidden = super().hidden_in_export(request)
        return hidden if person_of(request).may(Right.PEOPLE) else hidden | FOR_ADMINS

    def get_queryset(self, request: HttpRequest) -> Any:
        """People with their roles loaded."""
        return super().get_queryset(request).prefetch_related("groups")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[User], search_term: str
    ) -> tuple[QuerySet[User], bool]:
        """Where somebody looks for a reviewer, those who review; else everybody."""
        if request.GET.get("field_name") == "reviewer":
            queryset = queryset.filter(pk__in=User.objects.holding(Right.REVIEW).values("pk"))
        return super().get_search_results(request, queryset, search_term)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Admins change people; the name that stands for somebody who was removed stays as it is."""
        removed = isinstance(obj, User) and obj.removed_at is not None
        return not removed and super().has_change_permission(request, obj)

    def get_actions(
        self, request: HttpRequest, action_location: admin.ActionLocation = admin.ActionLocation.CHANGE_LIST
    ) -> dict[str, Any]:
        """Removing is for those who manage people."""
        actions = super().get_actions(request, action_location)
        if not person_of(request).may(Right.PEOPLE):
            actions.pop("remove", None)
        return actions

    @admin.action(description=gettext_lazy("Remove from the desk and forget their data"))
    def remove(self, request: HttpRequest, queryset: QuerySet[User]) -> HttpResponse | None:
        """Say what will happen, then replace each person's data by a stable name."""
        people = list(queryset.order_by("pk"))
        if "confirmed" not in request.POST:
            context = {**self.admin_site.each_context(request), "title": _("Remove from the desk"), "people": people}
            return render(request, "admin/person_remove.html", context)
        for person in people:
            name = str(person)
            try:
                removed = remove_person(person_id=person.pk, actor=person_of(request))
            except Refusal as refusal:
                messages.warning(
                    request, _("%(name)s was skipped. %(reason)s") % {"name": name, "reason": refusal.message}
                )
            else:
                messages.success(
                    request,
                    _("%(name)s is now %(removed)s in everything they did.") % {"name": name, "removed": removed},
                )
        return None

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Set somebody's password, which goes on record."""
        make_sure(request)
        with transaction.atomic():
            response = super().user_change_password(request, id, form_url)
            if request.method == "POST" and response.status_code == HTTP_FOUND:
                person = User.objects.get(pk=id)
                record(actor=person_of(request), action="password_set", target=person)
                password_changed(person=person, actor=person_of(request))
        return response

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Roles and addresses are changed by somebody who has just shown who they are."""
        make_sure(request)
        return super().changeform_view(request, object_id, form_url, extra_context)

    @admin.display(description=gettext_lazy("Roles"))
    def role_names(self, person: User) -> str:
        """The roles in one line."""
        return ", ".join(person.roles)

    def save_related(self, request: HttpRequest, form: "ModelForm[User]", formsets: Any, change: bool) -> None:
        """Save the roles, and record who changed what about whom."""
        before = set(form.instance.groups.values_list("name", flat=True))
        super().save_related(request, form, formsets, change)
        after = self._after_second_admin(request, form.instance, before)
        record(
            actor=person_of(request),
            action="person_changed" if change else "person_added",
            target=form.instance,
            data={
                "fields": [name for name in form.changed_data if "password" not in name],
                "roles_before": list[JSONValue](sorted(before)),
                "roles_after": list[JSONValue](sorted(after)),
            },
        )
        if change and before != after:
            tell(form.instance, LetterKind.ROLES_CHANGED)
        if change and "email" in form.changed_data:
            email_changed(person=form.instance, before=form.initial.get("email") or "")

    @staticmethod
    def _after_second_admin(request: HttpRequest, person: User, before: set[str]) -> set[str]:
        """The roles as they are after the form; those of an admin stay until another admin confirms the new ones."""
        after, actor = set(person.groups.values_list("name", flat=True)), person_of(request)
        if not second_is_needed(before=known(before), after=known(after), actor=actor):
            return after
        person.groups.set(Group.objects.filter(name__in=before))
        ask(person=person, roles=known(after), actor=actor)
        messages.warning(request, _("The roles stay as they are until another admin confirms the change."))
        return before
