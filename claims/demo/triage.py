"""What the demo's people have looked at: candidates they dismissed (`seeds/dismissals.json`), what they were told."""

import json
from datetime import timedelta
from functools import partial
from typing import Final

from django.conf import settings
from django.utils import timezone

from claims.accounts.models import User
from claims.articles.models import Article
from claims.delivery.models import Notification
from claims.delivery.services import mark_read
from claims.demo.moments import Step, at
from claims.tracking.enums import CandidateState
from claims.tracking.models import Candidate
from claims.triage import candidate_decisions

SEEDS: Final = settings.BASE_DIR / "seeds"
EDITOR: Final = "hana"
TRIAGED_AFTER: Final = timedelta(hours=22)
READ_WITHIN: Final = timedelta(days=2)


def dismissals() -> list[list[Step]]:
    """The dismissals of what waits to be triaged and is in the list."""
    urls = {entry["file"]: entry["url"] for entry in json.loads((SEEDS / "articles.json").read_text(encoding="utf-8"))}
    editor = User.objects.get(username=EDITOR)
    told = []
    for entry in json.loads((SEEDS / "dismissals.json").read_text(encoding="utf-8")):
        candidate = _waiting(urls[entry["article"]], entry["quote"])
        if candidate is not None:
            act = partial(candidate_decisions.dismiss, candidate_id=candidate.pk, reason=entry["reason"], actor=editor)
            told.append([Step(candidate.created_at + TRIAGED_AFTER, act)])
    return told


def read_notifications() -> None:
    """Whoever was told something has read it by the day after."""
    now = timezone.now()
    for person in User.objects.filter(is_demo=True):
        known = Notification.objects.filter(recipient=person, at__lt=now - READ_WITHIN, read_at__isnull=True)
        with at(now - READ_WITHIN):
            mark_read(person=person, ids=known.values_list("pk", flat=True))


def _waiting(url: str, quote: str) -> Candidate | None:
    """The pending candidate in whose words the quote stands."""
    article = Article.objects.select_related("current").filter(url=url).first()
    if article is None or article.current is None:
        return None
    start = article.current.text.find(quote)
    rows = Candidate.objects.filter(version=article.current, state=CandidateState.PENDING)
    return rows.filter(start__lte=start, end__gte=start + len(quote)).first() if start >= 0 else None
