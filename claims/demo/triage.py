"""What the demo newsroom dismissed, from `seeds/dismissals.json`, so that its report card has something to say."""

import json
from typing import Final

from django.conf import settings

from claims.accounts.models import User
from claims.articles.models import Article
from claims.tracking.enums import CandidateState
from claims.tracking.models import Candidate
from claims.triage import candidate_decisions

SEEDS: Final = settings.BASE_DIR / "seeds"
EDITOR: Final = "hana"


def load_dismissals() -> int:
    """Dismiss what waits to be triaged and is in the list; how many those were."""
    urls = {entry["file"]: entry["url"] for entry in json.loads((SEEDS / "articles.json").read_text(encoding="utf-8"))}
    editor = User.objects.get(username=EDITOR)
    dismissed = 0
    for entry in json.loads((SEEDS / "dismissals.json").read_text(encoding="utf-8")):
        candidate = _waiting(urls[entry["article"]], entry["quote"])
        if candidate is not None:
            candidate_decisions.dismiss(candidate_id=candidate.pk, reason=entry["reason"], actor=editor)
            dismissed += 1
    return dismissed


def _waiting(url: str, quote: str) -> Candidate | None:
    """The pending candidate in whose words the quote stands."""
    article = Article.objects.select_related("current").filter(url=url).first()
    if article is None or article.current is None:
        return None
    start = article.current.text.find(quote)
    rows = Candidate.objects.filter(version=article.current, state=CandidateState.PENDING)
    return rows.filter(start__lte=start, end__gte=start + len(quote)).first() if start >= 0 else None
