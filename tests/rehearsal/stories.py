"""One article's way through the newsroom to a corrected verdict, by programs that go on whatever happens."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from tests.rehearsal.requests import Program

READ_SECONDS = 240.0
"""So long an article may wait to be read: a lease of a minute has to run out where its worker was killed."""
SHIPS = ("Alba", "Brisa", "Corda")
MOVED_ON = (409, 412)


def text_of(number: int) -> str:
    """An article that no other is like, with three candidates."""
    told = [
        f"The council spent {number + 2} million pounds on the ferry {name} in 2024, the harbour office said on Monday."
        for name in SHIPS
    ]
    return "\n\n".join(["What the ferries cost", *told])


@dataclass
class Story:
    """What one story has made, as answers of the desk said it."""

    number: int
    article: int = 0
    claim: int = 0
    slug: str = ""
    copied: str = ""
    publications: int = 0
    acts: list[str] = field(default_factory=list)


@dataclass
class Newsroom:
    """The programs of its people, and what they look at outside."""

    people: Mapping[str, Program]
    reviewer: int
    sources: str

    def tell(self, story: Story) -> None:
        """From an article to a corrected verdict; each act is made once, however often it takes to be heard."""
        self._article(story)
        self._candidates(story)
        self._review(story, "The accounts show nine million.")
        self._release(story, kept=0)
        note = {"reason": "correction", "note": "The year in the short answer is wrong."}
        self._move(story, "apa", "open_correction", "correcting", note)
        self._draft(story, "The accounts of 2024 show nine million.")
        self._move(story, "ana", "submit", "submitted")
        self._release(story, kept=1)

    def _article(self, story: Story) -> None:
        body = {"text": text_of(story.number), "title": f"Ferries, part {story.number}"}
        story.article = self._made("edo", "articles/", body)["article"]["id"]

    def _candidates(self, story: Story) -> None:
        edo = self.people["edo"]
        until = time.monotonic() + READ_SECONDS
        version = edo.get(f"articles/{story.article}/")["current"]["id"]
        while edo.get(f"runs/?version={version}")["results"][0]["state"] != "done":
            assert time.monotonic() < until, f"Article {story.article} was not read in {READ_SECONDS:.0f} seconds."
            time.sleep(0.5)
        found = sorted(edo.get(f"candidates/?version={version}")["results"], key=lambda each: int(each["id"]))
        assert len(found) == len(SHIPS), found
        for place, candidate in enumerate(found):
            act, body = ("accept", {}) if place == 0 else ("dismiss", {"reason": "trivial"})
            self._decide(candidate["id"], act, body)
        story.claim = edo.get(f"candidates/{found[0]['id']}/")["claim"]

    def _decide(self, candidate: int, act: str, body: dict[str, str]) -> None:
        wanted = {"accept": "accepted", "dismiss": "dismissed"}[act]
        while True:
            now = self.people["edo"].send("GET", f"candidates/{candidate}/")
            if now.json()["state"] == wanted:
                return
            answer = self.people["edo"].send("POST", f"candidates/{candidate}/{act}/", body, seen=now.headers["ETag"])
            _accept_or_look_again(answer)

    def _review(self, story: Story, summary: str) -> None:
        claim = f"claims/{story.claim}"
        due = (datetime.now(UTC) + timedelta(days=2)).isoformat()
        self._move(story, "edo", "assign", "assigned", {"reviewer_id": self.reviewer, "due_at": due})
        self._move(story, "ana", "start", "in_review")
        path = f"/source/{story.number}"
        for kind, stance, publisher, address in (
            ("primary", "refutes", "Harbour office", self.sources + path),
            ("secondary", "supports", "The Tide", ""),
        ):
            source = {"kind": kind, "stance": stance, "publisher": publisher, "title": "Accounts", "quote": "page 9"}
            more = {"url": address} if address else {"text": f"The accounts of ferry {story.number}, page 9."}
            self._made("ana", f"{claim}/evidence/", {**source, **more})
        asked = (datetime.now(UTC) - timedelta(hours=3)).isoformat()
        contact = {"whom": "Press office", "method": "email", "asked_at": asked, "answer": "We stand by it."}
        self._made("ana", f"{claim}/contacts/", contact)
        self._copied(story)
        self._draft(story, summary)
        self._move(story, "ana", "submit", "submitted")

    def _copied(self, story: Story) -> None:
        """Wait until the worker has copied the source, as the gate before submitting asks."""
        until = time.monotonic() + READ_SECONDS
        while True:
            sources = self.people["ana"].get(f"claims/{story.claim}/evidence/")["results"]
            copy = next((each["copy"] for each in sources if each["url"]), None)
            if copy and copy["state"] == "kept":
                story.copied = copy["sha256"]
                return
            assert time.monotonic() < until, f"The source of claim {story.claim} was not copied: {copy}"
            time.sleep(0.5)

    def _draft(self, story: Story, summary: str) -> None:
        draft = {"rating": "mostly-false", "summary": summary, "explanation": "The accounts [1], the ferry [2]."}
        while True:
            now = self.people["ana"].send("GET", f"claims/{story.claim}/verdict/")
            if now.status_code == 200 and now.json()["summary"] == summary:
                return
            path = f"claims/{story.claim}/verdict/"
            _accept_or_look_again(self.people["ana"].send("PUT", path, draft, seen=now.headers["ETag"]))

    def _release(self, story: Story, *, kept: int) -> None:
        """A second person stands behind the newest revision, and it goes out."""
        apa = self.people["apa"]
        revisions = apa.get(f"claims/{story.claim}/revisions/")["results"]
        hashed = {"content_hash": max(revisions, key=lambda each: int(each["number"]))["content_hash"]}
        self._move(story, "apa", "approve", "approved", hashed)
        self._move(story, "apa", "publish", "published")
        found = apa.get(f"publications/?claim={story.claim}")["results"]
        assert len(found) == kept + 1, found
        story.publications = len(found)

    def _move(self, story: Story, who: str, move: str, target: str, body: dict[str, Any] | None = None) -> None:
        """Make a move; where an answer was cut off, look whether it was heard."""
        program = self.people[who]
        while True:
            now = program.send("GET", f"claims/{story.claim}/")
            if now.json()["state"] == target:
                story.acts.append(move)
                return
            path = f"claims/{story.claim}/transitions/{move}/"
            _accept_or_look_again(program.send("POST", path, body or {}, seen=now.headers["ETag"]))

    def _made(self, who: str, path: str, body: dict[str, Any]) -> Any:
        answer = self.people[who].send("POST", path, body)
        assert answer.status_code in (200, 201), f"{path}: {answer.status_code} {answer.text}"
        return answer.json()


def _accept_or_look_again(answer: httpx.Response) -> None:
    if answer.status_code not in (200, 201, *MOVED_ON):
        raise AssertionError(f"{answer.request.url}: {answer.status_code} {answer.text}")
