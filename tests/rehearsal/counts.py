"""What has to be there after a rehearsal, once: in the database, the letters, outside and at both web servers."""

import re
import subprocess
import sys
from collections import Counter
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import httpx
import psycopg

from tests.processes.desk import ROOT
from tests.rehearsal.outside import Outside, sha256_of
from tests.rehearsal.roles import Role
from tests.rehearsal.stories import Story

LETTER_END = b"\n" + b"-" * 79 + b"\n"
WAITING = (
    "claims_extractionrun",
    "matching_matchsearch",
    "delivery_email",
    "delivery_delivery",
    "verdicts_evidencecopy",
)

type Row = tuple[Any, ...]


class Counts:
    """Reads what a rehearsal has left."""

    def __init__(self, database_url: str, stories: list[Story]) -> None:
        self._url = database_url.replace("postgres://", "postgresql://", 1)
        self._stories = stories

    def waiting(self) -> list[str]:
        """What is still to be done."""
        found = {name: self._one(f"SELECT COUNT(*) FROM {name} WHERE due_at IS NOT NULL") for name in WAITING}  # noqa: S608
        return [f"{count} of {name}" for name, count in found.items() if count]

    def of_the_database(self) -> list[str]:
        """Sentences about what is lost or there twice; none where all is well."""
        number = len(self._stories)
        expected = {
            "articles": ("SELECT COUNT(*) FROM articles_article", number),
            "versions": ("SELECT COUNT(*) FROM articles_articleversion", number),
            "readings": ("SELECT COUNT(*) FROM claims_extractionrun WHERE state = 'done'", number),
            "readings of any state": ("SELECT COUNT(*) FROM claims_extractionrun", number),
            "candidates": ("SELECT COUNT(*) FROM claims_candidate", 3 * number),
            "candidates accepted": ("SELECT COUNT(*) FROM claims_candidate WHERE state = 'accepted'", number),
            "claims": ("SELECT COUNT(*) FROM claims_claim", number),
            "claims published": ("SELECT COUNT(*) FROM claims_claim WHERE state = 'published'", number),
            "sources": ("SELECT COUNT(*) FROM verdicts_evidence", 2 * number),
            "contacts": ("SELECT COUNT(*) FROM verdicts_claimantcontact", number),
            "verdicts": ("SELECT COUNT(*) FROM verdicts_verdict", number),
            "revisions": ("SELECT COUNT(*) FROM verdicts_revision", 2 * number),
            "approvals": ("SELECT COUNT(*) FROM verdicts_approval WHERE voided_at IS NULL", 2 * number),
            "publications": ("SELECT COUNT(*) FROM verdicts_publication", 2 * number),
            "acts of publishing": ("SELECT COUNT(*) FROM audit_auditevent WHERE action = 'publish'", 2 * number),
            "messages to the other system": ("SELECT COUNT(*) FROM delivery_delivery", 2 * number),
        }
        found = {name: self._one(query) for name, (query, _number) in expected.items()}
        wrong = [
            f"{found[name]} {name}; there should be {wanted}."
            for name, (_query, wanted) in expected.items()
            if found[name] != wanted
        ]
        given_up = [name for name in WAITING if self._one(f"SELECT COUNT(*) FROM {name} WHERE parked_at IS NOT NULL")]  # noqa: S608
        return wrong + [f"Some of {name} were given up." for name in given_up]

    def of_the_letters(self, folders: list[Path]) -> tuple[list[str], int]:
        """What is wrong with the letters, and how many left more than once."""
        found: Counter[str] = Counter()
        for path in [path for folder in folders for path in folder.glob("data/outbox/*")]:
            for part in path.read_bytes().split(LETTER_END):
                subject = str(message_from_bytes(part, policy=default)["subject"])
                if "FC-" in subject:
                    found[subject] += 1
        wrong = [f"“{subject}” left {count} times, not twice." for subject, count in found.items() if count < 2]
        if len(found) != len(self._stories):
            wrong.append(f"Letters tell of {len(found)} claims; there should be {len(self._stories)}.")
        unsent = self._one("SELECT COUNT(*) FROM delivery_notification WHERE email = 'at_once' AND emailed_at IS NULL")
        if unsent:
            wrong.append(f"{unsent} letters were not sent.")
        return wrong, sum(max(0, count - 2) for count in found.values())

    def of_the_messages(self, outside: Outside) -> tuple[list[str], int]:
        """What is wrong with the messages to the other system, and how many came more than once."""
        states = dict(self._rows("SELECT state, COUNT(*) FROM delivery_delivery GROUP BY state"))
        kept = states.get("delivered", 0) + states.get("superseded", 0)
        wrong = [] if kept == sum(states.values()) else [f"Messages to the other system stand so: {states}."]
        if len(outside.heard) != states.get("delivered", 0):
            wrong.append(f"It heard of {len(outside.heard)} publications, and {states} are noted.")
        return wrong, sum(count - 1 for count in outside.heard.values())

    def of_the_copies(self, webs: list[Role], token: str) -> list[str]:
        """Whether each copy that a worker kept is handed out by every web server, as it was outside."""
        wrong = []
        kept = "SELECT id, sha256 FROM verdicts_evidencecopy WHERE state = 'kept' AND sha256 <> '' ORDER BY id"
        copies = dict(self._rows(kept))
        hashes = Counter(copies.values())
        for story in self._stories:
            there = hashes[sha256_of(f"/source/{story.number}")]
            if there != 1:
                wrong.append(f"The source of story {story.number} was kept {there} times.")
        for web in webs:
            with httpx.Client(base_url=f"http://127.0.0.1:{web.port}", timeout=30) as client:
                for pk in copies:
                    answer = client.get(f"/api/v1/copies/{pk}/file/", headers={"Authorization": f"Bearer {token}"})
                    if answer.status_code != 200:
                        wrong.append(f"{web.name} does not hand out copy {pk}: {answer.status_code}.")
        return wrong

    def of_the_readers(self, webs: list[Role]) -> list[str]:
        """Whether readers find each check at both web servers, corrected."""
        wrong = []
        for (slug,) in self._rows("SELECT DISTINCT slug FROM verdicts_publication"):
            for web in webs:
                page = httpx.get(f"http://127.0.0.1:{web.port}/checks/{slug}/", timeout=30)
                if page.status_code != 200 or not re.search("Correct", page.text):
                    wrong.append(f"{web.name} shows /checks/{slug}/ with {page.status_code} or without its correction.")
        return wrong

    def _one(self, query: str) -> int:
        return int(self._rows(query)[0][0])

    def _rows(self, query: str) -> list[Row]:
        with psycopg.connect(self._url) as base:
            return base.execute(query.encode()).fetchall()


def record_is_whole(role: Role) -> list[str]:
    """What `manage.py verify_audit` finds wrong."""
    command = [sys.executable, str(ROOT / "manage.py"), "verify_audit"]
    checked = subprocess.run(command, env=role.environment, capture_output=True, text=True, check=False)
    return [] if checked.returncode == 0 else [f"The record is not whole: {checked.stdout}{checked.stderr}"]
