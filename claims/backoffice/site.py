"""The admin site: who may enter, and what it is called."""

from django.contrib.admin import AdminSite
from django.http import HttpRequest

from claims.accounts.roles import Right


class DeskAdminSite(AdminSite):
    """Open to editors, approvers and admins; every page inside asks for its own right."""

    site_header = "Plumbline back office"
    site_title = "Plumbline"
    index_title = "Records"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether this person may enter the back office at all."""
        person = request.user
        return person.is_authenticated and (
            person.may(Right.ASSIGN) or person.may(Right.PEOPLE) or person.may(Right.SETTINGS)
        )
