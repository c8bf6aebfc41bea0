"""The judge of a published page: every check from C1 to C16 and M1 to M6, each answered with one sentence or more."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from claims.claimreview import markup
from claims.claimreview.media import check_media
from claims.claimreview.reading import ReadPage, folded, read_block, read_page
from claims.claimreview.results import Level, PageFacts, PageKind, Result
from claims.sentences import mark, say

type DocumentCheck = Callable[[Mapping[str, Any], PageFacts], Iterator[Result]]
type PageCheck = Callable[[ReadPage, PageFacts], Iterator[Result]]

HOLDS: Mapping[str, str] = MappingProxyType(
    {
        "C1": mark("The page carries as many ClaimReviews as it should."),
        "C2": mark("It is a ClaimReview of schema.org, and every property is spelt right."),
        "C3": mark("The claim is there, short, and does not tell its rating."),
        "C4": mark("The rating begins with its meaning."),
        "C5": mark("The rating's numbers fit the scale, or there are none."),
        "C6": mark("A rating off the scale carries no number."),
        "C7": mark("The address is the page's own."),
        "C8": mark("The author is the newsroom."),
        "C9": mark("What was reviewed is a claim, its claimant named where known."),
        "C10": mark("The claim's date is when it was made."),
        "C11": mark("Every known appearance is listed."),
        "C12": mark("The dates and corrections are those of the publications."),
        "C13": mark("What the markup says stands on the page."),
        "C14": mark("Search engines may read the page, and the sitemap lists it."),
        "C15": mark("The markup is sound JSON and cannot break out of its place."),
        "C16": mark("A retracted page keeps its address and shows the notice."),
        "M1": mark("The page has one MediaReview, with a category of schema.org."),
        "M2": mark("The MediaReview says where the picture is."),
        "M3": mark("What the picture shows in truth is said."),
        "M4": mark("The picture bears its stamp, and its description says so."),
        "M5": mark("Category, markup and page agree."),
        "M6": mark("Credit and licence stand beside the picture."),
    }
)
"""What each check says when it holds."""


def check_document(document: Mapping[str, Any], facts: PageFacts | None = None) -> list[Result]:
    """Judge a ClaimReview document that is on no page yet: C2 to C12 and C15."""
    facts = facts or PageFacts()
    found = {name: list(check(document, facts)) for name, check in DOCUMENT_CHECKS.items()}
    return _answers(found)


def check_page(html: str, facts: PageFacts) -> list[Result]:
    """Judge a page as it is served: every check that applies to its kind, in the order of their numbers."""
    page = read_page(html)
    found = {name: list(check(page, facts)) for name, check in PAGE_CHECKS.items() if _applies(name, facts)}
    if facts.kind is PageKind.VERDICT and len(page.reviews) == 1:
        for name, check in DOCUMENT_CHECKS.items():
            found[name] = found.get(name, []) + list(check(page.reviews[0], facts))
        found |= check_media(page, facts)
    return _answers(found)


def _applies(name: str, facts: PageFacts) -> bool:
    only = {
        PageKind.VERDICT: {"C1", "C7", "C13", "C14", "C15"},
        PageKind.RETRACTION: {"C1", "C16", "C15"},
        PageKind.OTHER: {"C1", "C15"},
    }
    return name in only[facts.kind]


def _answers(found: Mapping[str, list[Result]]) -> list[Result]:
    results: list[Result] = []
    for name in sorted(found, key=lambda name: (name[0], int(name[1:]))):
        failed = found[name]
        if not any(result.level is Level.MUST for result in failed):
            results.append(Result(name, True, say(HOLDS[name])))
        results += failed
    return results


def _check_count(page: ReadPage, facts: PageFacts) -> Iterator[Result]:
    wanted = 1 if facts.kind is PageKind.VERDICT else 0
    if len(page.reviews) != wanted:
        yield Result(
            "C1",
            False,
            say(
                "The page carries %(count)s ClaimReviews; it must carry %(wanted)s.",
                count=len(page.reviews),
                wanted=wanted,
            ),
        )


def _check_address(page: ReadPage, facts: PageFacts) -> Iterator[Result]:
    address = page.reviews[0].get("url") if page.reviews else None
    if not isinstance(address, str) or not address.startswith("https://"):
        yield Result("C7", False, say("Give url as the page's full address, beginning with https://."))
    if not isinstance(address, str):
        return
    if page.canonical != address:
        yield Result("C7", False, say("url is not the page's canonical address."))
    if facts.url and not _same_address(facts.url, address):
        at_home = urlsplit(address).path.rstrip("/") == ""
        what = say("points at the home page") if at_home else say("is not the address of this page")
        yield Result("C7", False, say("url %(what)s.", what=what))
    if facts.final_url and not _same_address(facts.url, facts.final_url):
        yield Result("C7", False, say("The address redirects; give the one it leads to."))


def _check_visible(page: ReadPage, facts: PageFacts) -> Iterator[Result]:
    if not page.reviews:
        return
    for what, said in _said_words(page.reviews[0]):
        if folded(said) not in page.words:
            yield Result(
                "C13",
                False,
                say("The markup says %(what)s (“%(said)s”), and the page does not show it.", what=what, said=said[:60]),
            )
    for what, said in _said_dates(page.reviews[0]):
        if not any(time.startswith(said[:10]) for time in page.times):
            yield Result(
                "C13",
                False,
                say("The markup says %(what)s (%(said)s), and the page shows no such date.", what=what, said=said),
            )


def _check_open(page: ReadPage, facts: PageFacts) -> Iterator[Result]:
    headers = {name.lower(): value.lower() for name, value in facts.headers.items()}
    if "noindex" in page.robots or "none" in page.robots.split() or "noindex" in headers.get("x-robots-tag", ""):
        yield Result("C14", False, say("The page asks search engines not to index it."))
    if facts.status in (401, 403):
        yield Result("C14", False, say("The page asks for a sign-in."))
    if facts.robots_txt and facts.url:
        rules = RobotFileParser()
        rules.parse(facts.robots_txt.splitlines())
        if not rules.can_fetch("Googlebot", facts.url):
            yield Result("C14", False, say("robots.txt forbids the page."))
    if facts.in_sitemap is False:
        yield Result("C14", False, say("The sitemap does not list the page."))


def _check_blocks(page: ReadPage, facts: PageFacts) -> Iterator[Result]:
    for block in page.blocks:
        if block.error:
            yield Result("C15", False, say("The markup is not JSON: %(error)s.", error=block.error))
        if "<!--" in block.text or "<script" in block.text.lower() or "</" in block.text:
            yield Result("C15", False, say("The markup could open a comment or close its script element."))


def _check_retraction(page: ReadPage, facts: PageFacts) -> Iterator[Result]:
    if facts.status != 200:
        yield Result(
            "C16",
            False,
            say("A retracted page keeps its address; it answers %(status)s instead of 200.", status=facts.status),
        )
    if "retracted" not in page.words and "withdrawn" not in page.words:
        yield Result("C16", False, say("The page does not show that it was retracted."))
    if page.reviews:
        yield Result("C16", False, say("A retracted page carries no ClaimReview."))


def check_script(text: str) -> list[Result]:
    """C15 for the text of one JSON-LD block before it is put into a page."""
    block = read_block(text)
    page = ReadPage((block,), (), "", (), "", "", frozenset())
    return _answers({"C15": list(_check_blocks(page, PageFacts()))})


def _said_words(review: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield say("the claim"), _words(review.get("claimReviewed"))
    yield say("the summary"), _words(review.get("reviewBody"))
    yield say("the rating"), _words(_inside(review, "reviewRating", "alternateName"))
    yield say("the newsroom"), _words(_inside(review, "author", "name"))
    yield say("the claimant"), _words(_inside(review, "itemReviewed", "author", "name"))
    yield say("the claimant's role"), _words(_inside(review, "itemReviewed", "author", "jobTitle"))
    for work in markup.items_of(_inside(review, "itemReviewed", "appearance")):
        yield say("an appearance"), _words(_inside(work, "headline"))
        yield say("the words said"), _words(_inside(work, "hasPart", "text"))
    for correction in markup.items_of(review.get("correction")):
        yield "a correction", _words(_inside(correction, "text"))


def _said_dates(review: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    places = {
        say("when it was published"): review.get("datePublished"),
        say("when it was changed"): review.get("dateModified"),
        say("when it was said"): _inside(review, "itemReviewed", "datePublished"),
    }
    for what, said in places.items():
        if isinstance(said, str) and said:
            yield what, said


def _inside(value: Any, *keys: str) -> Any:
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _words(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _same_address(one: str, other: str) -> bool:
    first, second = urlsplit(one), urlsplit(other)
    return (first.scheme, first.netloc.lower(), first.path, first.query) == (
        second.scheme,
        second.netloc.lower(),
        second.path,
        second.query,
    )


DOCUMENT_CHECKS: Mapping[str, DocumentCheck] = MappingProxyType(
    {
        "C2": markup.check_context,
        "C3": markup.check_claim_text,
        "C4": markup.check_rating,
        "C5": markup.check_numbers,
        "C6": markup.check_off_scale,
        "C8": markup.check_author,
        "C9": markup.check_item,
        "C10": markup.check_claim_date,
        "C11": markup.check_appearances,
        "C12": markup.check_dates,
        "C15": markup.check_safety,
    }
)
PAGE_CHECKS: Mapping[str, PageCheck] = MappingProxyType(
    {
        "C1": _check_count,
        "C7": _check_address,
        "C13": _check_visible,
        "C14": _check_open,
        "C15": _check_blocks,
        "C16": _check_retraction,
    }
)
