"""Requests as a proxy before two web servers makes them, and a list of all that did not go well."""

import threading
import time
import uuid
from dataclasses import dataclass, field
from random import Random
from typing import Any

import httpx

from tests.rehearsal.roles import Role

PATIENCE_SECONDS = 150.0
LONGEST_ANSWER_SECONDS = 30.0
SENTENCES = (
    "so nothing was stored",
    "does not answer at the moment",
    "no file was stored or read",
)
"""What an answer of 500 and more has to say, one of these."""


@dataclass(frozen=True)
class Failure:
    """One request that was not answered (status 0), or with 500 and more; times as of time.monotonic()."""

    began: float
    ended: float
    web: str
    request: str
    status: int
    says_why: bool


@dataclass
class Proxy:
    """Sends each request to one of the web servers, and to the other where the first does not take it."""

    webs: list[Role]
    chance: Random
    failures: list[Failure] = field(default_factory=list)
    answered: int = 0
    slowest_seconds: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(
        self, client: httpx.Client, method: str, path: str, body: Any = None, *, headers: dict[str, str]
    ) -> httpx.Response | None:
        """The answer of one of them; None where neither took it."""
        for web in self.chance.sample(self.webs, len(self.webs)):
            began = time.monotonic()
            try:
                answer = client.request(
                    method, f"http://127.0.0.1:{web.port}{path}", json=body, headers=headers, follow_redirects=False
                )
            except httpx.HTTPError as error:
                self._note(Failure(began, time.monotonic(), web.name, f"{method} {path} {error!r}"[:160], 0, True))
                continue
            ended = time.monotonic()
            with self._lock:
                self.answered += 1
                self.slowest_seconds = max(self.slowest_seconds, ended - began)
            if answer.status_code >= 500:
                says_why = any(words in answer.text for words in SENTENCES) and "Retry-After" in answer.headers
                self._note(Failure(began, ended, web.name, f"{method} {path}", answer.status_code, says_why))
            return answer
        return None

    def _note(self, failure: Failure) -> None:
        with self._lock:
            self.failures.append(failure)


class Program:
    """Somebody's program: it asks until it is answered, with one key for one act."""

    def __init__(self, proxy: Proxy, token: str) -> None:
        self._proxy, self._token = proxy, token
        self._client = httpx.Client(timeout=LONGEST_ANSWER_SECONDS)

    def get(self, path: str) -> Any:
        """What is there, as data."""
        answer = self.send("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def send(self, method: str, path: str, body: Any = None, *, seen: str = "") -> httpx.Response:
        """The answer, below 500; `seen` is the ETag of what was read."""
        headers = {"Authorization": f"Bearer {self._token}"}
        if method != "GET":
            headers["Idempotency-Key"] = uuid.uuid4().hex
        if seen:
            headers["If-Match"] = seen
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            answer = self._proxy.ask(self._client, method, f"/api/v1/{path}", body, headers=headers)
            if answer is not None and answer.status_code < 500 and answer.status_code != 429:
                return answer
            time.sleep(0.3)
        raise AssertionError(f"{method} {path} was not answered in {PATIENCE_SECONDS:.0f} seconds.")
