"""`manage.py load_demo`: the demo newsroom, with its articles read for claims."""

from typing import Any

from claims.demo import newsroom, old_checks, stories, triage
from factcheck.preparation import DeskCommand


class Command(DeskCommand):
    """Loads what is missing of the demo newsroom."""

    help = "Load the demo newsroom: invented people, outlets, articles and claims. Loading it twice changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, read the articles for claims, and say who can sign in."""
        articles = newsroom.load_newsroom()
        newsroom.read_articles(articles)
        newsroom.load_outside_checks()
        old_checks.load_old_checks()
        stories.load_stories()
        triage.read_notifications()
        if options["verbosity"]:
            self.stdout.write(f"The demo newsroom is here, with {len(articles)} articles.")
            self.stdout.write("\n".join(newsroom.sign_ins()))
