"""The admin site: who may enter, what it is called, and what it opens on."""

from typing import Any, Final

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.db.models.base import ModelBase
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from claims.accounts.roles import Right
from claims.backoffice import waiting
from claims.backoffice.admin_base import person_of
from claims.backoffice.groups import GROUPS, KINDS, RECORDS
from claims.errors import NotAllowed

NO_ROLE: Final = gettext_lazy("Your roles do not open the back office. Ask an admin.")
LIBRARIES: Final = frozenset({"account", "auth", "mfa", "socialaccount"})
"""Apps of Django and allauth that would put their tables here; people stand under their own name."""
FIRST_SHOWN: Final = 6
"""So many kinds of a group stand on the index at once; the rest unfold."""


class DeskAdminSite(AdminSite):
    """Open to editors, approvers and admins; every page inside asks for its own right."""

    site_header = gettext_lazy("Plumbline back office")
    site_title = "Plumbline"
    index_title = gettext_lazy("What waits")
    enable_nav_sidebar = False

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Take the newsroom's own records alone: tables of libraries, such as second steps, are nobody's to read."""
        given = [model_or_iterable] if isinstance(model_or_iterable, ModelBase) else list(model_or_iterable)
        models: list[Any] = given
        ours = [model for model in models if model._meta.app_label not in LIBRARIES]
        super().register(ours, admin_class, **options)

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The desk's own sign-in, which counts wrong passwords; somebody who is signed in has no right here."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise NotAllowed(NO_ROLE)
        return redirect_to_login(request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index"))

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether this person may enter the back office at all."""
        person = request.user
        return person.is_authenticated and (
            person.may(Right.ASSIGN) or person.may(Right.PEOPLE) or person.may(Right.SETTINGS)
        )

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """What every page's frame shows: the theme chosen on the desk, and the groups to go to."""
        theme = request.COOKIES.get("theme", "")
        context: dict[str, Any] = super().each_context(request)
        return context | {"theme": theme if theme in ("light", "dark") else "", "groups": GROUPS}

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The kinds of record that this person may see, in the four groups instead of by where the code keeps them."""
        by_label = {
            kind["model"]._meta.label: kind
            for app in super().get_app_list(request, app_label)
            for kind in app["models"]
        }
        unnamed = [label for label in by_label if label not in KINDS]
        groups = []
        for group in GROUPS:
            labels = [kind.label for kind in group.kinds] + (unnamed if group is RECORDS else [])
            models = [by_label[label] | self._words(by_label[label]) for label in labels if label in by_label]
            if models:
                url = f"{reverse('admin:index')}#{group.key}"
                words = {"name": group.name, "about": group.about, "app_label": group.key, "app_url": url}
                groups.append({**words, "models": models, "first": models[:FIRST_SHOWN], "rest": models[FIRST_SHOWN:]})
        return groups

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """What waits, then everything that can be looked at or changed."""
        context = {"by_state": waiting.claims_by_state(), "other_work": waiting.other_work(person_of(request))}
        return super().index(request, {**context, **(extra_context or {})})

    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """The index: by which app the code keeps a kind of record says nothing to a newsroom."""
        return self.index(request, extra_context)

    def _words(self, model: dict[str, Any]) -> dict[str, Any]:
        options = model["model"]._meta
        kind = KINDS.get(options.label)
        return {"name": capfirst(str(options.verbose_name_plural)), "about": kind.about if kind else ""}
