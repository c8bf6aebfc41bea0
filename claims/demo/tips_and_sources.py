"""What reaches the demo newsroom from outside: tips of readers, and what sources answer that nobody can fetch."""

import json
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from django.conf import settings
from django.utils import timezone

from claims.accounts.models import User
from claims.demo.moments import Step
from claims.fetching import Fetched
from claims.jobs import services as jobs
from claims.jobs.running import run_one
from claims.tracking.models import Tip
from claims.tracking.tips import receive_tip
from claims.triage.tips import decline_tip
from claims.verdicts import copies
from claims.verdicts.copies import Content
from claims.verdicts.enums import WatchOutcome
from claims.verdicts.models import Evidence, EvidenceCopy, WatchedSource
from claims.verdicts.rereading import Found
from claims.watching.reading import Reading, note_reading

SEEDS: Final = settings.BASE_DIR / "seeds"
SENDER: Final = "192.0.2.17"

type Entry = dict[str, Any]


def answer_with(evidence: Evidence, text: str) -> None:
    """Let the source's address answer with these words, so that the copy which waits for it is made."""

    def keep(copy: EvidenceCopy) -> None:
        content = Content(text.encode(), "text/plain", timezone.now(), text=text, final_url=evidence.url)
        copies.complete(copy, copies.write_file(content), content)
        copies.look_up_quote(evidence, text)

    waiting = EvidenceCopy.objects.filter(evidence=evidence).latest("pk")
    run_one(EvidenceCopy, waiting.pk, run=keep)


def tips(now: datetime) -> list[list[Step]]:
    """The stories of what readers wrote, and of what an editor declined of it."""
    told = []
    for entry in _read("tips.json"):
        if Tip.objects.filter(words=entry["words"]).exists():
            continue
        steps = [Step(now + timedelta(days=entry["in_days"]), partial(_send, entry))]
        if declined := entry.get("declined"):
            steps.append(Step(now + timedelta(days=declined["in_days"]), partial(_decline, entry["words"], declined)))
        told.append(steps)
    return told


def rereadings(now: datetime) -> list[list[Step]]:
    """When the sources are read again whose words have changed meanwhile."""
    return [
        [Step(now + timedelta(days=entry["in_days"]), partial(_reread, entry))] for entry in _read("rereadings.json")
    ]


def _reread(entry: Entry) -> None:
    source = WatchedSource.objects.filter(url=entry["url"], asked_at__isnull=True).first()
    if source is not None:
        _read_again(source, entry)


def _send(entry: Entry) -> None:
    said = {name: entry[name] for name in ("words", "speaker", "url", "more", "email")}
    receive_tip(**said, address=SENDER)


def _decline(words: str, declined: Entry) -> None:
    decline_tip(
        tip_id=Tip.objects.get(words=words).pk,
        reason=declined["reason"],
        reply=declined["reply"],
        actor=User.objects.get(username=declined["by"]),
    )


def _read_again(source: WatchedSource, entry: Entry) -> None:
    """As if the address had answered with these words; afterwards it is left alone again, as it leads nowhere."""

    def note(leased: WatchedSource) -> None:
        changed = Found(WatchOutcome.REWORDED, entry["words"], entry["likeness"])
        outcomes = {passage.pk: changed for passage in leased.passages.filter(quote=entry["quoted"])}
        answer = Fetched(
            url=leased.url,
            status=200,
            headers={},
            content=entry["words"].encode(),
            content_type="text/plain",
            charset="utf-8",
            fetched_at=timezone.now(),
        )
        note_reading(leased, Reading(WatchOutcome.REWORDED, outcomes, answer=answer))

    rows = WatchedSource.jobs().filter(pk=source.pk)
    jobs.enqueue_again(rows, send_now=False)
    run_one(WatchedSource, source.pk, run=note)
    jobs.stop(rows)


def _read(name: str) -> list[Entry]:
    entries: list[Entry] = json.loads((SEEDS / name).read_text(encoding="utf-8"))
    return entries
