"""The newsroom at work: it hands in articles and sets times of publication, and keeps count of what it was promised."""

import json
import subprocess
import sys
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from threading import Thread

import httpx

from tests.processes.desk import ROOT, Desk

CANDIDATES = 3
"""So many candidates each article of `story` has."""
PATIENCE_SECONDS = 120.0
FAR_ENOUGH = timedelta(seconds=4)
"""So long ahead a time of publication is set, so that it has not passed when a request comes through at last."""


def story(number: int) -> str:
    """An article that no other is like, with a known number of candidates."""
    told = [
        f"The council spent {number + 2} million pounds on the ferry {name} in 2024, the harbour office said on Monday."
        for name in ("Alba", "Brisa", "Corda")
    ]
    return "\n\n".join(["What the ferries cost", *told])


@dataclass
class Newsroom:
    """What was done at a desk and what therefore has to be there."""

    desk: Desk
    token: str = ""
    waiting: list[int] = field(default_factory=list)
    articles: dict[int, int] = field(default_factory=dict)
    """Article ids by their numbers, each promised by an answer of the desk."""
    timed: list[int] = field(default_factory=list)
    """Claims whose time of publication was set, as an answer of the desk said."""

    articles_before: int = 0
    unanswered: list[str] = field(default_factory=list)

    def furnish(self, claims: int) -> None:
        """Make the people, and so many approved claims."""
        (self.desk.folder / "data").mkdir(parents=True, exist_ok=True)
        made = subprocess.run(
            [sys.executable, "-m", "tests.faults.furnish", str(claims)],
            cwd=ROOT,
            env=self.desk.environment,
            stdout=subprocess.PIPE,
            check=True,
        )
        found = json.loads(made.stdout)
        self.token, self.waiting = found["token"], found["claims"]
        self.articles_before = len(self.waiting)

    def work(self, numbers: list[int]) -> Thread:
        """Hand in an article for each number, and set the time of one claim; in a thread that is already running."""

        def work() -> None:
            try:
                self._work(numbers)
            except Exception as error:
                self.unanswered.append(f"The newsroom could not work on: {error!r}")

        thread = Thread(target=work, daemon=True)
        thread.start()
        return thread

    def lost_or_double(self) -> list[str]:
        """What is not as it was promised, in sentences; to be asked once all is done."""
        wrong = []
        found = {article: len(self.desk.candidates(article)) for article in self.articles.values()}
        wrong += [f"Article {pk} has {count} candidates." for pk, count in found.items() if count != CANDIDATES]
        wrong += [f"Two answers named article {pk}." for pk, n in Counter(self.articles.values()).items() if n > 1]
        versions = "SELECT article_id, COUNT(*) FROM articles_articleversion GROUP BY article_id"
        wrong += [f"Article {pk} has {count} versions." for pk, count in self.desk.rows(versions) if count != 1]
        here = self.desk.rows("SELECT COUNT(*) FROM articles_article")[0][0] - self.articles_before
        if here != len(self.articles):
            wrong.append(f"{here} articles came in and {len(self.articles)} were handed in.")
        published = dict(self.desk.rows("SELECT claim_id, COUNT(*) FROM verdicts_publication GROUP BY claim_id"))
        wrong += [f"Claim {pk} went out {published.get(pk, 0)} times." for pk in self.timed if published.get(pk) != 1]
        runs = self.desk.rows("SELECT id, state, error FROM claims_extractionrun WHERE state <> 'done'")
        wrong += [f"Reading {pk} is {state}. {error}" for pk, state, error in runs]
        parked = self.desk.rows("SELECT id, error FROM matching_matchsearch WHERE parked_at IS NOT NULL")
        return wrong + [f"Look-up {pk} was given up. {error}" for pk, error in parked]

    def letters(self) -> Counter[str]:
        """How many letters about claims there are of each subject; each tells of one publication."""
        found: Counter[str] = Counter()
        for path in (self.desk.folder / "data" / "outbox").glob("*"):
            for part in path.read_bytes().split(b"\n" + b"-" * 79 + b"\n"):
                subject = str(message_from_bytes(part, policy=default)["subject"])
                if "FC-" in subject:
                    found[subject] += 1
        return found

    def unfinished(self) -> list[str]:
        """What still waits or is worked on."""
        left = []
        for table in ("claims_extractionrun", "matching_matchsearch", "delivery_email"):
            count = self.desk.rows(f"SELECT COUNT(*) FROM {table} WHERE due_at IS NOT NULL")[0][0]  # noqa: S608
            left += [f"{count} of {table}"] if count else []
        marks = ",".join(map(str, self.timed)) or "0"
        timed = f"SELECT COUNT(*) FROM claims_claim WHERE state <> 'published' AND id IN ({marks})"  # noqa: S608
        count = self.desk.rows(timed)[0][0]
        return left + ([f"{count} set times of publication"] if count else [])

    def _work(self, numbers: list[int]) -> None:
        for number in numbers:
            body = {"text": story(number), "title": f"Ferries, part {number}"}
            self.articles[number] = self._until_answered("POST", "articles/", body).json()["article"]["id"]
        if self.waiting:
            claim = self.waiting.pop()
            self._set_time(claim)
            self.timed.append(claim)

    def _set_time(self, claim: int) -> None:
        """Have a claim published in a moment; a request that was cut off may have been heard all the same."""
        while True:
            seen = self._until_answered("GET", f"claims/{claim}/")
            if seen.json()["publish_at"] or seen.json()["state"] == "published":
                return
            body = {"publish_at": (datetime.now(UTC) + FAR_ENOUGH).isoformat()}
            self._until_answered("POST", f"claims/{claim}/transitions/schedule/", body, version=seen.headers["ETag"])

    def _until_answered(
        self, method: str, path: str, body: dict[str, str] | None = None, *, version: str = ""
    ) -> httpx.Response:
        """The desk's answer, asked for as often as it takes; the key lets the desk know what it has heard before."""
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": uuid.uuid4().hex}
        if version:
            headers["If-Match"] = version
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                answer = httpx.request(method, f"{self.desk.url}/api/v1/{path}", json=body, headers=headers, timeout=20)
            except httpx.HTTPError:
                pass
            else:
                # Past a cut-off request the claim may have moved on; whoever asked looks again.
                if answer.status_code in (200, 201, 409, 412, 422):
                    return answer
                if answer.status_code < 500:
                    raise AssertionError(f"{method} {path}: {answer.status_code} {answer.text}")
            if time.monotonic() > until:
                raise AssertionError(f"{method} {path} was not answered in {PATIENCE_SECONDS:.0f} seconds.")
            time.sleep(0.2)
