"""`manage.py load_demo`: the demo newsroom, with its articles read for claims."""

from typing import Any

from django.core.management.base import BaseCommand

from claims.demo import claims, newsroom, triage
from claims.intake import run_worker
from claims.jobs.running import run_one
from claims.tracking.models import ExtractionRun
from claims.tracking.models.candidates import LIVE_RUNS


class Command(BaseCommand):
    """Loads what is missing of the demo newsroom."""

    help = "Load the demo newsroom: invented people, outlets, articles and claims. Loading it twice changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, read the articles for claims, and say who can sign in."""
        articles = newsroom.load_newsroom()
        waiting = ExtractionRun.objects.filter(version__article__in=articles, state__in=LIVE_RUNS)
        for run_id in list(waiting.values_list("pk", flat=True)):
            run_one(ExtractionRun, run_id, run=run_worker.read)
        claims.load_claims()
        triage.load_dismissals()
        newsroom.load_outside_checks()
        if options["verbosity"]:
            self.stdout.write(f"The demo newsroom is here, with {len(articles)} articles.")
            self.stdout.write("\n".join(newsroom.sign_ins()))
