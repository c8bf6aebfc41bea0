"""What the demo newsroom puts together for its readers once checks are published."""

import json
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from django.conf import settings

from claims.accounts.models import AuthorPage, User
from claims.demo.moments import Step
from claims.people.account import keep_author_page
from claims.publishing.related_checks import choose_related
from claims.tracking.models import Claim
from claims.verdicts.models import RelatedList

SEEDS: Final = settings.BASE_DIR / "seeds"

type Entry = dict[str, Any]


def related_checks(now: datetime) -> list[list[Step]]:
    """When an editor said which checks stand beside which."""
    return [
        [Step(now + timedelta(days=entry["in_days"]), partial(_choose, entry))] for entry in _read("related_checks")
    ]


def author_pages(now: datetime) -> list[list[Step]]:
    """When reviewers agreed to a page that readers see."""
    return [[Step(now + timedelta(days=entry["in_days"]), partial(_agree, entry))] for entry in _read("authors")]


def _agree(entry: Entry) -> None:
    person = _person(entry["person"])
    if not AuthorPage.objects.filter(person=person).exists():
        keep_author_page(actor=person, is_public=True, role=entry["role"], background=entry["background"])


def _choose(entry: Entry) -> None:
    claim = _claim(entry["claim"])
    if not RelatedList.objects.filter(claim=claim).exists():
        checks = [_claim(key).pk for key in entry["checks"]]
        choose_related(claim_id=claim.pk, checks=checks, expected_version=0, actor=_person(entry["by"]))


def _claim(key: str) -> Claim:
    wording = next(entry["statement"] for entry in _read("claims") if entry["key"] == key)
    return Claim.objects.get(statement=wording)


def _person(username: str) -> User:
    person: User = User.objects.get(username=username, is_demo=True)
    return person


def _read(name: str) -> list[Entry]:
    entries: list[Entry] = json.loads((SEEDS / f"{name}.json").read_text(encoding="utf-8"))
    return entries
