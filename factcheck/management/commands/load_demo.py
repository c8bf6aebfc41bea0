"""`manage.py load_demo`: the demo newsroom, with its articles read for claims."""

from typing import Any

from django.core.management.base import BaseCommand

from claims.tracking.models import ExtractionRun
from claims.tracking.models.candidates import LIVE_RUNS
from claims.workflow import extraction
from factcheck import demo, demo_claims, demo_triage


class Command(BaseCommand):
    """Loads what is missing of the demo newsroom."""

    help = "Load the demo newsroom: invented people, outlets, articles and claims. Loading it twice changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, read the articles for claims, and say who can sign in."""
        articles = demo.load_newsroom()
        waiting = ExtractionRun.objects.filter(version__article__in=articles, state__in=LIVE_RUNS)
        for run_id in list(waiting.values_list("pk", flat=True)):
            extraction.run_one(run_id)
        demo_claims.load_claims()
        demo_triage.load_dismissals()
        demo.load_outside_checks()
        if options["verbosity"]:
            self.stdout.write(f"The demo newsroom is here, with {len(articles)} articles.")
            self.stdout.write("\n".join(demo.sign_ins()))
