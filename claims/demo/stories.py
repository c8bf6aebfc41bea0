"""Everything that happened in the demo newsroom, told in one go so that it stands in the record in its order."""

from django.db import transaction
from django.utils import timezone

from claims.demo import claims, explainers, for_readers, tips_and_sources, translations, triage
from claims.demo.moments import play


def load_stories() -> None:
    """Let happen what has not happened here yet, in one transaction; the demo's people and articles have to be here."""
    now = timezone.now()
    stories = [
        *claims.stories(now),
        *triage.dismissals(),
        *tips_and_sources.tips(now),
        *tips_and_sources.rereadings(now),
        *for_readers.author_pages(now),
        *for_readers.related_checks(now),
        *translations.translations(now),
        *explainers.explainers(now),
    ]
    with transaction.atomic():
        play(stories, now=now)
