"""The sign-in provider of the settings, as the rooms know it."""

from collections.abc import Mapping
from typing import Protocol, cast

from django.conf import settings


class Provider(Protocol):
    """An OpenID Connect provider, and what the desk makes of what it says; see `factcheck.openid_settings`."""

    name: str
    issuer: str
    client_id: str
    client_secret: str
    groups_claim: str
    roles: Mapping[str, tuple[str, ...]]
    asks_second_step: bool

    @property
    def given_roles(self) -> frozenset[str]:
        """The roles that groups give, and so take away."""


def provider() -> Provider:
    """The one there is; for code that is reached only where there is one."""
    return cast("Provider", settings.OPENID)
