"""Signing in at the newsroom's OpenID Connect provider: django-allauth's way there and back, checked more strictly.

The ID token's signature, issuer, audience, time and nonce are checked, whichever way it came. allauth keeps the state
in the session, each for one use and ten minutes, and PKCE binds the code to this browser.
"""

import hashlib
import logging
import secrets
import time
from typing import Any, Final

import jwt
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from claims.accounts.provider import provider as the_provider
from claims.accounts.second_step import BY_PROVIDER
from claims.client_address import client_address, network
from claims.desk.toasts import say
from claims.people import openid, role_requests
from claims.people.openid import Identity
from claims.people.sign_in import Refused

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
REQUIRED: Final = ("iss", "sub", "aud", "exp", "iat", "nonce")
CLOCKS_APART: Final = 60
"""Seconds by which the provider's clock and ours may differ."""
PROVIDER_ID: Final = "openid"

logger = logging.getLogger(__name__)


class DeskOpenID(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # likewise
    """What is asked of the provider, and whether its answers are believed."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """Its own description, if it is that of the issuer in the settings."""
        try:
            config: dict[str, Any] = super().openid_config
        except ValueError as error:
            raise OAuth2Error("The provider's description is no JSON.") from error
        if not isinstance(config, dict) or config.get("issuer") != the_provider().issuer:
            raise OAuth2Error("The provider's description names another issuer.")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            if not isinstance(config.get(name), str):
                raise OAuth2Error(f"The provider's description has no {name}.")
        return config

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """Where the provider sends people back to; it has to know this address."""
        return request.build_absolute_uri(reverse("provider-back"))

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> SocialLogin:
        """Who it is, by the ID token; groups that it does not hold are asked of the provider."""
        claims = self._verified(str(kwargs["response"].get("id_token") or ""), app.client_id)
        groups = the_provider().groups_claim
        if groups not in claims and "userinfo_endpoint" in self.openid_config:
            told = self._fetch_user_info(token.token)
            if told.get("sub") != claims["sub"]:
                raise OAuth2Error("The provider speaks of somebody else.")
            claims = told | claims
        login: SocialLogin = self.get_provider().sociallogin_from_response(request, claims)
        login.claims = claims
        return login

    def _verified(self, token: str, client_id: str) -> dict[str, Any]:
        issuer = the_provider().issuer
        try:
            key = self._key(jwt.get_unverified_header(token).get("kid"))
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=ALGORITHMS,
                issuer=issuer,
                audience=client_id,
                leeway=CLOCKS_APART,
                options={"require": list(REQUIRED)},
            )
        except (jwt.PyJWTError, ValueError) as error:
            raise OAuth2Error(f"The ID token is not believed: {type(error).__name__}.") from error
        if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != client_id:
            raise OAuth2Error("The ID token was made for another program.")
        return claims

    def _key(self, key_id: str | None) -> jwt.PyJWK:
        from allauth.socialaccount.adapter import get_adapter  # noqa: PLC0415 - it is this module's ProviderAdapter

        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
        answer.raise_for_status()
        keys = jwt.PyJWKSet.from_dict(answer.json()).keys
        found = [key for key in keys if key.key_id == key_id and key.public_key_use in (None, "sig")]
        if len(found) != 1:
            raise OAuth2Error("The ID token's key is not the provider's.")
        return found[0]


class DeskProvider(OpenIDConnectProvider):  # type: ignore[misc]  # allauth ships no types
    """The provider of the settings; a request can choose neither scopes nor what the sign-in is for."""

    oauth2_adapter_class = DeskOpenID

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """To sign in, and nothing else."""
        given = super().get_redirect_from_request_kwargs(request)
        return {"process": AuthProcess.LOGIN, "next_url": given.get("next_url")}

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **kwargs: Any
    ) -> HttpResponse:
        """To the provider, with a number that has to come back inside the token."""
        nonce = secrets.token_urlsafe(32)
        asked = {"nonce": nonce}
        if request.user.is_authenticated:
            # It is to be sure of them anew, and to say when it was.
            asked |= {"prompt": "login", "max_age": "0"}
        response: HttpResponse = super().redirect(
            request, process, next_url, {"nonce": nonce}, auth_params=asked, scope=self.get_default_scope()
        )
        return response

    def get_default_scope(self) -> list[str]:
        """Who it is, by name and address."""
        return ["openid", "profile", "email"]

    def get_pkce_params(self) -> dict[str, str]:
        """Always: the code is worth nothing in another browser."""
        made: dict[str, str] = generate_code_challenge()
        return made

    def extract_uid(self, data: dict[str, Any]) -> str:
        """A subject is unique at its issuer alone."""
        return hashlib.sha256(f"{data['iss']}\n{data['sub']}".encode()).hexdigest()

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, str]:
        """No more than it takes to know the account there."""
        return {"issuer": str(data["iss"]), "subject": str(data["sub"])}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, str]:
        """The desk takes these itself."""
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        """The desk keeps one address, with the person."""
        return []


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # likewise
    """Which provider there is, and what follows once it has said who somebody is."""

    def list_apps(self, request: HttpRequest, provider: str | None = None, client_id: str | None = None) -> list[Any]:
        """The one of the settings."""
        if settings.OPENID is None or provider not in (None, PROVIDER_ID):
            return []
        known = the_provider()
        return [
            SocialApp(
                provider="openid_connect",
                provider_id=PROVIDER_ID,
                name=known.name,
                client_id=known.client_id,
                secret=known.client_secret,
                settings={"server_url": f"{known.issuer.rstrip('/')}/.well-known/openid-configuration"},
            )
        ]

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> DeskProvider:
        """With the desk's own checks."""
        apps = self.list_apps(request, provider=PROVIDER_ID)
        if not apps or provider not in (PROVIDER_ID, "openid_connect"):
            raise Http404
        return DeskProvider(request, app=apps[0])

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find or make the person and have their roles follow their groups, or turn them away with a sentence."""
        sent = (sociallogin.state.get("data") or {}).get("nonce") or ""
        if not sent or not secrets.compare_digest(sent, str(sociallogin.claims["nonce"])):
            raise ImmediateHttpResponse(turned_away(request, "The ID token answers another request."))
        known = sociallogin.user if sociallogin.account.pk else None
        address = network(client_address(request))
        try:
            with transaction.atomic():
                person = openid.arrive(person=known, identity=identity_of(sociallogin.claims), address=address)
                sociallogin.user = sociallogin.account.user = person
                sociallogin.account.save()
        except Refused as error:
            say(request, error.message)
            raise ImmediateHttpResponse(HttpResponseRedirect(reverse("login"))) from error
        except IntegrityError as error:
            raise ImmediateHttpResponse(turned_away(request, "The person came in twice at once.")) from error
        if role_requests.waits(person):
            say(
                request,
                _("A change of your roles waits until another admin confirms it; those you have hold meanwhile."),
            )
        setattr(request, BY_PROVIDER, _seen_at(sociallogin.claims))

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        """Back to the sign-in, with a sentence; the log says why."""
        raise ImmediateHttpResponse(turned_away(request, str(exception or error or "")))


def identity_of(claims: dict[str, Any]) -> Identity:
    """What a verified token says, as far as it says it in the right form."""
    groups = claims.get(the_provider().groups_claim)
    named = [groups] if isinstance(groups, str) else groups if isinstance(groups, list) else []
    return Identity(
        email=_text(claims, "email"),
        email_verified=claims.get("email_verified") is True,
        name=_text(claims, "name"),
        user_name=_text(claims, "preferred_username"),
        groups=frozenset(group for group in named if isinstance(group, str)),
    )


def _seen_at(claims: dict[str, Any]) -> int:
    """When the provider last saw the person sign in there; what it does not say is taken to be now."""
    now, seen = int(time.time()), claims.get("auth_time")
    return min(now, int(seen)) if isinstance(seen, int | float) else now


def _text(claims: dict[str, Any], name: str) -> str:
    value = claims.get(name)
    return " ".join(value.split())[:254] if isinstance(value, str) else ""


def turned_away(request: HttpRequest, why: str) -> HttpResponse:
    """To the sign-in with a sentence; the log says why."""
    logger.warning("Nobody was signed in by the provider. %s", why[:200])
    say(
        request,
        _("%(provider)s did not tell us who you are. Try again; if it happens again, ask whoever runs the server.")
        % {"provider": the_provider().name},
    )
    return HttpResponseRedirect(reverse("login"))
