"""`manage.py rebuild_matches`: the matcher's index and every suggestion made anew from the claims and checks."""

import sys
from argparse import ArgumentParser
from typing import Any

from tqdm import tqdm

from claims.matching.enums import MatchState
from claims.matching.material import words_only_because
from claims.matching.models import Match, MatchIndexEntry, MatchSearch
from claims.matching.services import forget_vectors, index_missing, look_up_all, reindex
from claims.triage import find_matches
from factcheck.preparation import DeskCommand


class Command(DeskCommand):
    """Rebuilds what is suggested; what people confirmed or rejected stays."""

    help = (
        "Index every claim and outside fact-check, and look all pending candidates up again. What people confirmed or "
        "rejected stays as it is. The desk may run meanwhile."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to make every vector anew."""
        parser.add_argument("--vectors", action="store_true", help="make every vector anew, also of unchanged words")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, with a bar on a terminal, and say what there is now."""
        index_missing()
        if options["vectors"]:
            forget_vectors()
        reindex()
        look_up_all()
        total = _due()
        with tqdm(total=total, disable=not sys.stderr.isatty() or options["verbosity"] == 0) as bar:
            while find_matches.process_pending(seconds=2.0, people_first=False):
                bar.update(total - _due() - bar.n)
        counts = {state: Match.objects.filter(state=state).count() for state in MatchState}
        self.stdout.write(
            f"{MatchIndexEntry.objects.filter(indexed_at__isnull=False).count():,} claims and outside checks indexed; "
            f"{counts[MatchState.SUGGESTED]:,} matches suggested, {counts[MatchState.CONFIRMED]:,} confirmed, "
            f"{counts[MatchState.REJECTED]:,} rejected."
        )
        if words_only_because():
            self.stdout.write(words_only_because())


def _due() -> int:
    return MatchIndexEntry.objects.filter(due=True).count() + MatchSearch.jobs().due().count()
