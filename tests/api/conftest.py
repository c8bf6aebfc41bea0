"""A program's client: a token, strict JSON, and the answers as data."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from claims.accounts.models import User
from claims.accounts.tokens import Scope
from claims.people.tokens import issue

ALL_SCOPES = (Scope.READ, Scope.WRITE, Scope.PUBLISH)


class Program:
    """Somebody's program; `get`, `post` and so on take the address below /api/v1/."""

    def __init__(self, person: User, scopes: tuple[str, ...] = ALL_SCOPES) -> None:
        self.secret = issue(actor=person, name="program", scopes=scopes).secret
        self.client = Client(headers={"Authorization": f"Bearer {self.secret}"})

    def send(self, method: str, address: str, body: Any = None, *, seen: Any = None, key: str = "", **more: Any) -> Any:
        headers = more.pop("headers", {})
        if seen is not None:
            headers["If-Match"] = seen if isinstance(seen, str) else f'"v{seen}"'
        if key:
            headers["Idempotency-Key"] = key
        address = address if address.startswith("http") else f"/api/v1/{address}"
        data = {"data": body, "content_type": "application/json"} if method != "get" else {}
        if isinstance(body, (dict, list)) is False and body is None and method != "get":
            data["data"] = ""
        return getattr(self.client, method)(address, headers=headers, **data, **more)

    def get(self, address: str, **more: Any) -> Any:
        return self.send("get", address, **more)

    def post(self, address: str, body: Any = None, **more: Any) -> Any:
        return self.send("post", address, {} if body is None else body, **more)

    def put(self, address: str, body: Any, **more: Any) -> Any:
        return self.send("put", address, body, **more)

    def patch(self, address: str, body: Any, **more: Any) -> Any:
        return self.send("patch", address, body, **more)

    def delete(self, address: str, **more: Any) -> Any:
        return self.send("delete", address, **more)


@pytest.fixture(autouse=True)
def fresh_budgets() -> None:
    """Each test starts with a whole minute's requests."""
    cache.clear()


@pytest.fixture
def program_of(db: None) -> Callable[..., Program]:
    """`program_of(edo)`: a program with a token of Edo's, with all scopes unless told otherwise."""
    return Program
