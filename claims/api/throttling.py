"""How much one person and one token may ask in a minute; every answer says what is left."""

import time
from abc import ABC, abstractmethod
from typing import Any, Final

from django.conf import settings
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle

from claims.accounts.budgets import spend
from claims.accounts.models import PersonalAccessToken
from claims.client_address import client_address, network

WINDOW: Final = 60


class Budget(BaseThrottle, ABC):
    """Requests of one caller in fixed windows of a minute, counted by all server processes together."""

    name = ""

    def __init__(self) -> None:
        self.left, self.resets = 0, WINDOW

    @abstractmethod
    def caller(self, request: Request) -> str | None:
        """Whose budget it is, or None where this throttle does not count."""

    @property
    @abstractmethod
    def limit(self) -> int:
        """Requests a window."""

    def allow_request(self, request: Request, view: Any) -> bool:
        """Count the request; False when the budget of this window is spent."""
        caller = self.caller(request)
        if caller is None:
            return True
        now = time.time()
        ends = (int(now // WINDOW) + 1) * WINDOW
        spent = spend(name=f"api-{self.name}", by=caller, most=self.limit, window_ends=ends)
        self.left, self.resets = spent.left, max(1, int(ends - now))
        others = getattr(request, "api_budgets", [])
        request.api_budgets = [*others, self]  # type: ignore[attr-defined]  # carried to the answer
        return spent.is_within

    def wait(self) -> float:
        """Seconds until the next window."""
        return self.resets


class PersonBudget(Budget):
    """All programs of a person and her browser together."""

    name = "person"

    def caller(self, request: Request) -> str | None:
        """The person."""
        return str(request.user.pk) if request.user.is_authenticated else None

    @property
    def limit(self) -> int:
        """As the environment says."""
        return int(settings.API_REQUESTS_PER_MINUTE) * 2


class TokenBudget(Budget):
    """One program."""

    name = "token"

    def caller(self, request: Request) -> str | None:
        """The token."""
        return str(request.auth.pk) if isinstance(request.auth, PersonalAccessToken) else None

    @property
    def limit(self) -> int:
        """As the environment says."""
        return int(settings.API_REQUESTS_PER_MINUTE)


class SenderBudget(Budget):
    """One system at one hook, which has no token: counted by where it sends from."""

    name = "hook"

    def caller(self, request: Request) -> str | None:
        """The hook's number and the address of the sender."""
        return f"{request.parser_context['kwargs']['pk']}:{network(client_address(request))}"

    @property
    def limit(self) -> int:
        """As the environment says."""
        return int(settings.API_REQUESTS_PER_MINUTE)


def say_what_is_left(request: Request, response: Response) -> None:
    """The RateLimit fields (draft-ietf-httpapi-ratelimit-headers), of the budget that ends first."""
    budgets: list[Budget] = getattr(request, "api_budgets", [])
    if not budgets:
        return
    tightest = min(budgets, key=lambda budget: budget.left)
    response["RateLimit-Policy"] = ", ".join(f'"{budget.name}";q={budget.limit};w={WINDOW}' for budget in budgets)
    response["RateLimit"] = f'"{tightest.name}";r={tightest.left};t={tightest.resets}'
    response["RateLimit-Limit"] = str(tightest.limit)
    response["RateLimit-Remaining"] = str(tightest.left)
    response["RateLimit-Reset"] = str(tightest.resets)
