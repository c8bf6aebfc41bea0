"""`manage.py import_articles PATH...`: many articles at once, each in a short transaction of its own."""

import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import DatabaseError, DataError, IntegrityError
from tqdm import tqdm

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.articles.enums import Origin
from claims.articles.reading import Unreadable
from claims.articles.services import Outcome
from claims.articles.sources import Source, sources, total_bytes
from claims.errors import Refusal
from claims.intake import article_intake
from claims.jobs.sweeping import send_due
from claims.tracking.enums import RunState
from claims.tracking.models import ExtractionRun
from claims.viewing import THE_SOFTWARE, looking_as
from factcheck.preparation import DeskCommand

DISPATCH_EVERY = 50
WORDS = {Outcome.CREATED: "new", Outcome.NEW_VERSION: "changed", Outcome.EXISTING: "here"}


class Command(DeskCommand):
    """Imports files, folders and rows; running it again imports nothing twice."""

    help = (
        "Import articles from files and folders: .txt .md .html .pdf .docx, and .jsonl and .csv with the columns "
        "title, text, url, author, date (and outlet). Running it again imports nothing twice."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Paths, and whose articles they are."""
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file or a folder")
        parser.add_argument("--outlet", default="", help="the outlet of articles that name none")
        parser.add_argument("--as", dest="username", default="", help="the person to record as the one who added them")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import everything, a line each; exit with 1 when something could not be imported."""
        actor = _actor(options["username"])
        quiet = options["verbosity"] == 0
        counts: Counter[str] = Counter()
        on_terminal = sys.stderr.isatty() and not quiet
        bar = tqdm(
            total=total_bytes(options["paths"]) if on_terminal else None,
            unit="B",
            unit_scale=True,
            disable=not on_terminal,
        )
        try:
            for source in sources(options["paths"]):
                word, line = self._import(source, options["outlet"], actor)
                counts[word] += 1
                if word == "failed" or not quiet:
                    self._print(bar, f"{word:<8} {line}")
                if word in ("new", "changed") and (counts["new"] + counts["changed"]) % DISPATCH_EVERY == 0:
                    send_due(ExtractionRun)
                bar.update(source.size)
        except DatabaseError as error:
            raise CommandError(
                f"The database refuses: {error}. Run the import again to go on where it stopped."
            ) from error
        except KeyboardInterrupt as error:
            raise CommandError("Stopped. Run the import again to go on from here.", returncode=130) from error
        finally:
            bar.close()
            self._summary(counts)
        send_due(ExtractionRun)
        if counts["failed"]:
            sys.exit(1)

    def _import(self, source: Source, outlet: str, actor: User | None) -> tuple[str, str]:
        """What became of one source, in a word and in a line."""
        try:
            given = source.read()
            with looking_as(actor.pk if actor else THE_SOFTWARE):
                added = article_intake.add_document(
                    document=given.document,
                    origin=Origin.IMPORTED,
                    url=given.url,
                    outlet_name=given.outlet or outlet,
                    actor=actor,
                    wait=False,
                )
        except (Unreadable, Refusal) as error:
            return "failed", f"{source.name}: {error.message}"
        except (DataError, IntegrityError) as error:
            return "failed", f"{source.name}: The database does not take it: {error}"
        title = added.version.title
        line = f"{source.name}: article {added.article.pk}, “{title[:80]}{'…' if len(title) > 80 else ''}”"
        return WORDS[added.outcome], f"{line}. {given.remark}" if given.remark else line

    def _print(self, bar: "tqdm[Any]", line: str) -> None:
        # A name may hold bytes that no terminal can show.
        shown = line.encode("utf-8", "replace").decode()
        if bar.disable:
            self.stdout.write(shown)
        else:
            bar.write(shown, file=sys.stdout)

    def _summary(self, counts: Counter[str]) -> None:
        waiting = ExtractionRun.objects.filter(state__in=[RunState.QUEUED, RunState.RUNNING]).count()
        self.stdout.write(
            f"{counts.total():,} read: {counts['new']:,} new, {counts['changed']:,} changed, {counts['here']:,} here "
            f"already, {counts['failed']:,} failed."
        )
        if waiting:
            self.stdout.write(f"{waiting:,} wait to be read for claims, which happens while the desk is running.")


def _actor(username: str) -> User | None:
    if not username:
        return None
    person: User | None = User.objects.active().filter(username=username).first()
    if person is None:
        raise CommandError(f"There is nobody here with the user name {username!r}.")
    if not person.may(Right.ARTICLES):
        raise CommandError(f"{person} may not add articles; an editor may.")
    return person
