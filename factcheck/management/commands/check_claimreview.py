"""`manage.py check_claimreview [URL | --all]`: published pages judged by the ClaimReview checks."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from claims.claimreview import Level, PageFacts, Result, check_page
from claims.fetching import FetchError, fetch
from claims.public.render_offline import serve
from claims.public.self_check import judge
from claims.verdicts import addresses
from claims.verdicts.models import Publication
from factcheck.preparation import DeskCommand, require_static_files


class Command(DeskCommand):
    """Judges a page of any site, or all of our own."""

    help = "Judge the ClaimReview of a page, or of every current publication here, by the checks C1 to C16."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One address, or all."""
        parser.add_argument("url", nargs="?", help="The address of a page, on this site or another.")
        parser.add_argument("--all", action="store_true", help="Every current publication of this desk.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Judge, print, and fail when a check that must hold does not."""
        if options["all"] == bool(options["url"]):
            raise CommandError("Give one address, or --all.")
        if options["all"]:
            require_static_files()
        broken = self._all(options["verbosity"]) if options["all"] else self._one(options["url"])
        if broken:
            raise CommandError("One page must be mended." if broken == 1 else f"{broken} pages must be mended.")

    def _one(self, url: str) -> int:
        try:
            answer = fetch(url, accept=("text/html",), any_status=True, allow_networks=settings.FETCH_ALLOW_NETWORKS)
        except FetchError as error:
            raise CommandError(error.message) from error
        facts = PageFacts(url=url, final_url=answer.url, status=answer.status, headers=answer.headers)
        html = answer.content.decode(answer.charset or "utf-8", "replace")
        return self._print(url, check_page(html, facts), everything=True)

    def _all(self, verbosity: int) -> int:
        robots = serve("/robots.txt").content.decode()
        broken = count = 0
        rows = Publication.objects.filter(is_current=True).order_by("sequence").only("page", "listed")
        for publication in rows.iterator(chunk_size=200):
            path = addresses.check_path(publication.page["slug"])
            html = serve(path).content.decode()
            results = judge(publication.page, html, robots_txt=robots, in_sitemap=publication.listed)
            broken += self._print(path, results, everything=verbosity > 1)
            count += 1
        self.stdout.write(f"{count} pages judged.")
        return broken

    def _print(self, name: str, results: list[Result], *, everything: bool) -> int:
        told = [result for result in results if everything or not result.passed]
        if told:
            self.stdout.write(name)
        for result in told:
            word = "holds" if result.passed else "advice" if result.level is Level.WARN else "MEND"
            self.stdout.write(f"  {result.check:<4} {word:<7} {result.sentence}")
        return int(any(not result.passed and result.level is Level.MUST for result in results))
