"""The way to the newsroom's sign-in provider, and back from it."""

from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from requests import RequestException

from claims.desk.openid_adapters import PROVIDER_ID, DeskOpenID, turned_away


@login_not_required
@never_cache
@require_GET
def leave(request: HttpRequest) -> HttpResponse:
    """To the provider."""
    return _answer(OAuth2LoginView, request)


@login_not_required
@never_cache
@require_GET
def come_back(request: HttpRequest) -> HttpResponse:
    """From the provider, with a code that is worth one answer."""
    return _answer(OAuth2CallbackView, request)


def _answer(view: "type[OAuth2LoginView | OAuth2CallbackView]", request: HttpRequest) -> HttpResponse:
    if settings.OPENID is None:
        raise Http404(_("This desk has no sign-in provider."))
    try:
        response: HttpResponse = view.adapter_view(DeskOpenID(request, PROVIDER_ID))(request)
    except (OAuth2Error, RequestException) as error:
        return turned_away(request, str(error))
    return response
