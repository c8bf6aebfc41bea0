"""Signing in at the newsroom's own OpenID Connect provider: who it is, and which of its groups has which role."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from environs import Env

from factcheck.reading_settings import ConfigurationError, secret

ROLES = ("viewer", "reviewer", "editor", "approver", "admin")
LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class OpenID:
    """The provider, and what the desk makes of what it says.

    `roles` says which roles the people of a group get. Where `asks_second_step`, the provider has asked for one and the
    desk asks for none of its own.
    """

    name: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    groups_claim: str
    roles: Mapping[str, tuple[str, ...]]
    asks_second_step: bool

    @property
    def given_roles(self) -> frozenset[str]:
        """The roles that groups give, and so take away."""
        return frozenset(role for roles in self.roles.values() for role in roles)


def read_openid(env: Env) -> OpenID | None:
    """The provider of the settings, or None where there is none; ConfigurationError with a sentence."""
    issuer, client_id = env.str("OIDC_ISSUER", ""), env.str("OIDC_CLIENT_ID", "")
    client_secret = secret(env, "OIDC_CLIENT_SECRET")
    roles: list[str] = env.list("OIDC_ROLES", [])
    second_step = env.str("OIDC_SECOND_STEP", "desk")
    if not issuer:
        if client_id or client_secret or roles:
            raise ConfigurationError("OIDC_ISSUER is missing; write the provider's address, https://id.example.org.")
        return None
    for name, value in (("OIDC_CLIENT_ID", client_id), ("OIDC_CLIENT_SECRET", client_secret), ("OIDC_ROLES", roles)):
        if not value:
            raise ConfigurationError(f"{name} is missing; OIDC_ISSUER needs it.")
    if second_step not in ("desk", "provider"):
        raise ConfigurationError(f"OIDC_SECOND_STEP is {second_step!r}, and it can be desk or provider.")
    return OpenID(
        name=env.str("OIDC_NAME", "") or urlsplit(issuer).hostname or issuer,
        issuer=_issuer(issuer),
        client_id=client_id,
        client_secret=client_secret,
        groups_claim=env.str("OIDC_GROUPS_CLAIM", "groups"),
        roles=_roles(roles),
        asks_second_step=second_step == "provider",
    )


def _issuer(value: str) -> str:
    parts = urlsplit(value)
    if (parts.scheme == "https" and parts.hostname) or (parts.scheme == "http" and parts.hostname in LOOPBACK):
        return value
    raise ConfigurationError(f"OIDC_ISSUER is {value!r}, and it must begin with https://.")


def _roles(values: list[str]) -> dict[str, tuple[str, ...]]:
    """Of `newsroom-editors=editor, desk-heads=editor, desk-heads=approver`."""
    found: dict[str, tuple[str, ...]] = {}
    for value in values:
        # From the right: a group's name may hold an equals sign, as in an LDAP directory.
        group, _equals, role = (part.strip() for part in value.rpartition("="))
        if not group or role not in ROLES:
            raise ConfigurationError(
                f"OIDC_ROLES holds {value!r}; write GROUP=ROLE with commas between, and one of these roles:"
                f" {', '.join(ROLES)}."
            )
        found[group] = (*found.get(group, ()), role)
    return found
