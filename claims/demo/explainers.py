"""Explainers of the demo newsroom, from `seeds/explainers.json`, by the same doors as any other."""

import json
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from django.conf import settings

from claims.accounts.models import User
from claims.demo.moments import Step
from claims.publishing.explainer_words import ExplainerWords, Passage
from claims.publishing.explainers import approve_explainer, save_explainer, submit_explainer
from claims.tracking.models import Claim
from claims.verdicts.models import Explainer

SEEDS: Final = settings.BASE_DIR / "seeds"

type Entry = dict[str, Any]


def explainers(now: datetime) -> list[list[Step]]:
    """The stories of the explainers that are not here yet."""
    told = []
    for entry in _read("explainers"):
        if Explainer.objects.filter(title=entry["title"]).exists():
            continue
        steps = []
        for number in entry["numbers"]:
            steps.append(Step(now + timedelta(days=number["written_in_days"]), partial(_write, entry, number)))
            if "approved_in_days" in number:
                steps.append(Step(now + timedelta(days=number["approved_in_days"]), partial(_approve, entry)))
        told.append(steps)
    return told


def _write(entry: Entry, number: Entry) -> None:
    row, writer = _row(entry), _person(entry["by"])
    words = ExplainerWords(
        title=entry["title"],
        introduction=number["introduction"],
        parts=tuple(Passage(_claim(part["check"]), part["sentence"], part["paragraph"]) for part in number["parts"]),
        closing=number["closing"],
        kind=number.get("kind", ""),
        note=number.get("note", ""),
    )
    kept = save_explainer(
        explainer_id=row.pk if row else None,
        words=words,
        expected_version=row.lock_version if row else 0,
        actor=writer,
    )
    submit_explainer(explainer_id=kept.pk, expected_version=kept.lock_version, actor=writer)


def _approve(entry: Entry) -> None:
    row = Explainer.objects.get(title=entry["title"])
    approve_explainer(
        explainer_id=row.pk,
        seen_hash=row.revisions.order_by("-number")[0].content_hash,
        expected_version=row.lock_version,
        actor=_person(entry["approved_by"]),
    )


def _row(entry: Entry) -> Explainer | None:
    return Explainer.objects.filter(title=entry["title"]).first()


def _claim(key: str) -> int:
    wording = next(entry["statement"] for entry in _read("claims") if entry["key"] == key)
    return Claim.objects.get(statement=wording).pk


def _person(username: str) -> User:
    person: User = User.objects.get(username=username, is_demo=True)
    return person


def _read(name: str) -> list[Entry]:
    entries: list[Entry] = json.loads((SEEDS / f"{name}.json").read_text(encoding="utf-8"))
    return entries
