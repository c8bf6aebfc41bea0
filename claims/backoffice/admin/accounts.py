"""People and their roles."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.forms import ModelForm
from django.http import HttpRequest

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.audit.services import record
from claims.backoffice.records import DeskModelAdmin

if TYPE_CHECKING:
    StockUserAdmin = UserAdmin[User]
else:
    StockUserAdmin = UserAdmin

admin.site.unregister(Group)


@admin.register(User)
class PersonAdmin(DeskModelAdmin, StockUserAdmin):
    """People; roles are the groups. Superuser status is given on the command line only and gives no right by itself."""

    change_right: ClassVar[Right | None] = Right.PEOPLE
    list_display = ["username", "display_name", "email", "role_names", "is_active", "last_login"]
    list_filter = ["groups", "is_active", "is_demo"]
    search_fields = ["username", "display_name", "email"]
    ordering = ["display_name"]
    actions = ["export_csv"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Person", {"fields": ["display_name", "email", "max_open"]}),
        ("Roles", {"fields": ["groups", "is_active"]}),
        ("Dates", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {"fields": ["username", "display_name", "email", "groups", "usable_password", "password1", "password2"]},
        ),
    ]
    readonly_fields = ["last_login", "date_joined"]
    filter_horizontal = ["groups"]

    def get_queryset(self, request: HttpRequest) -> Any:
        """People with their roles loaded."""
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description="Roles")
    def role_names(self, person: User) -> str:
        """The roles in one line."""
        return ", ".join(person.roles)

    def save_related(self, request: HttpRequest, form: "ModelForm[User]", formsets: Any, change: bool) -> None:
        """Save the roles, and record who changed what about whom."""
        before = set(form.instance.groups.values_list("name", flat=True))
        super().save_related(request, form, formsets, change)
        after = set(form.instance.groups.values_list("name", flat=True))
        record(
            actor=request.user if isinstance(request.user, User) else None,
            action="person_changed" if change else "person_added",
            target=form.instance,
            data={
                "fields": [name for name in form.changed_data if "password" not in name],
                "roles_before": sorted(before),
                "roles_after": sorted(after),
            },
        )
