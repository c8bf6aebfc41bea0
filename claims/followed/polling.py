"""Asking a followed newsroom: what it published since, compared with its signatures, and kept or refused by name.

A site that lists what it signed (another Plumbline) is read number by number; of anything else the ClaimReviews are
taken, unsigned. The row is the unit of work, due again and again.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import lxml.html
from django.conf import settings
from django.db import DataError, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from claims.articles.feeds import next_pause
from claims.audit.services import record
from claims.claimreview.import_formats import Entry, NothingToRead, OthersReview, read_others
from claims.fetching import BadStatus, Fetched, FetchError, Limits, check_url, fetch
from claims.followed.models import FollowedNewsroom, RefusedCheck, TakenCheck
from claims.followed.signed_lists import (
    WHAT_RETRACTS,
    Listed,
    Listing,
    NotThis,
    check_statement,
    keys_in,
    moment_in,
    read_listing,
    read_page,
    review_in,
)
from claims.intake.fact_check_import import CheckRow, check_rows
from claims.intake.import_rows import Unusable
from claims.jobs import services as jobs
from claims.matching.models import OutsideCheck
from claims.matching.services import withdraw_outside
from claims.sentences import say
from claims.verdicts.ssh_signatures import fingerprint

LIST_LIMITS: Final = Limits(max_bytes=20_000_000, total_seconds=60, connect_seconds=6, max_redirects=5)
PAGE_LIMITS: Final = Limits(max_bytes=2_000_000, total_seconds=20, connect_seconds=6, max_redirects=2)
KEYS_LIMITS: Final = Limits(max_bytes=100_000, total_seconds=10, connect_seconds=6, max_redirects=2)
LIST_TYPES: Final = ("application/json", "application/ld+json", "text/html", "application/xhtml+xml", "text/plain")
TAKEN_AT_ONCE: Final = 100
PAGES_AT_ONCE: Final = 20
REFUSALS_KEPT: Final = 200
GONE: Final = 410


def poll(newsroom: FollowedNewsroom) -> None:
    """Ask a leased newsroom, and take over what is new, corrected or withdrawn."""
    try:
        answer = fetch(
            newsroom.url,
            limits=LIST_LIMITS,
            accept=LIST_TYPES,
            etag="" if newsroom.rest_url else newsroom.etag,
            last_modified="" if newsroom.rest_url else newsroom.last_modified,
            allow_networks=settings.FETCH_ALLOW_NETWORKS,
        )
        if answer.not_modified:
            _end(newsroom)
            return
        listing = read_listing(answer.content, url=answer.url)
        if listing is None and (named := _list_named_in(answer)) and _moves_to(newsroom, named):
            poll(newsroom)
            return
        if listing is not None:
            is_left = _read_signed(newsroom, listing, answer.url)
        else:
            is_left = _take_reviews(newsroom, read_others(answer.content, address=answer.url))
    except FetchError as error:
        _fail(newsroom, error.message, error)
    except NothingToRead as error:
        _fail(newsroom, error.message)
    else:
        _end(newsroom, answer, is_left=is_left)


def _list_named_in(answer: Fetched) -> str:
    """The list of publications that a page of another Plumbline names; empty on any other page."""
    try:
        page = lxml.html.document_fromstring(answer.content)
    except (lxml.etree.ParserError, ValueError):
        return ""
    page.make_links_absolute(answer.url, handle_failures="discard")
    for link in page.iter("link"):
        address = link.get("href") or ""
        if link.get("rel") == "alternate" and address.endswith("/publications.json"):
            return str(address)
    return ""


def _moves_to(newsroom: FollowedNewsroom, address: str) -> bool:
    """Put the list that a page names in the place of the page, which was given instead of it."""
    if newsroom.polled_at is not None:
        return False
    checked = check_url(address, allow_networks=settings.FETCH_ALLOW_NETWORKS)
    if FollowedNewsroom.objects.filter(url=checked).exists():
        raise FetchError(say("The desk follows the list of this newsroom already: %(address)s", address=checked))
    jobs.renew(newsroom, url=checked, polled_at=Now())
    newsroom.url, newsroom.polled_at = checked, timezone.now()
    return True


@dataclass
class _Budget:
    """How much of a list is read in one round; the rest is read soon after."""

    checks: int = TAKEN_AT_ONCE
    pages: int = PAGES_AT_ONCE


def _read_signed(newsroom: FollowedNewsroom, listing: Listing, url: str) -> bool:
    """Take over what the list names, from the latest back to what is known; whether there is more to read soon."""
    _learn_keys(newsroom, listing)
    jobs.renew(newsroom, is_signing=True, name=listing.newsroom or newsroom.name)
    budget = _Budget()
    stopped = _walk(newsroom, listing, url, budget, to_the_end=False)
    if not stopped and newsroom.rest_url:
        rest = newsroom.rest_url
        stopped = _walk(newsroom, _listing_at(rest), rest, budget, to_the_end=True)
    jobs.renew(newsroom, rest_url=stopped)
    return bool(stopped)


def _walk(newsroom: FollowedNewsroom, listing: Listing, url: str, budget: _Budget, *, to_the_end: bool) -> str:
    """Read page after page; the page at which to go on where the budget is used up, else empty.

    Behind a page without news all is known, unless an earlier round had to stop: then it is read `to_the_end`.
    """
    while True:
        fresh = _news(newsroom, listing.entries)
        for entry in fresh:
            if not budget.checks:
                return url
            budget.checks -= 1
            jobs.renew(newsroom)
            _take_signed(newsroom, entry, listing)
        if not listing.next_url or not (fresh or to_the_end):
            return ""
        url = listing.next_url
        budget.pages -= 1
        if budget.pages <= 0:
            return url
        # Where the next page cannot be had now, the next round goes on there.
        jobs.renew(newsroom, rest_url=url)
        newsroom.rest_url = url
        listing = _listing_at(url)


def _listing_at(url: str) -> Listing:
    answer = fetch(url, limits=LIST_LIMITS, accept=LIST_TYPES, allow_networks=settings.FETCH_ALLOW_NETWORKS)
    found = read_listing(answer.content, url=answer.url)
    if found is None:
        raise FetchError(say("The list of publications breaks off: what it calls its older page is none."))
    return found


def _news(newsroom: FollowedNewsroom, entries: Iterable[Listed]) -> list[Listed]:
    """The highest number of each check in a list, where it is not what is known and was not refused: two queries."""
    latest: dict[str, Listed] = {}
    for entry in entries:
        if entry.key not in latest or latest[entry.key].number < entry.number:
            latest[entry.key] = entry
    known = {row.key: row for row in newsroom.checks.filter(key__in=latest).only("key", "number", "signed")}
    refused = set(newsroom.refusals.filter(mark__in=[e.mark for e in latest.values()]).values_list("mark", flat=True))
    return [
        entry
        for entry in latest.values()
        if entry.mark not in refused
        and (
            entry.key not in known
            or known[entry.key].number < entry.number
            or (known[entry.key].number == entry.number and known[entry.key].signed != entry.signed)
        )
    ]


def _learn_keys(newsroom: FollowedNewsroom, listing: Listing) -> None:
    """Take the keys that the site names: all at the first time, later those that a key known before stands among."""
    if not listing.keys_url:
        return
    answer = fetch(listing.keys_url, limits=KEYS_LIMITS, allow_networks=settings.FETCH_ALLOW_NETWORKS)
    found = keys_in(answer.content.decode("utf-8", "replace"))
    if not found or set(found) == set(newsroom.keys):
        jobs.renew(newsroom, keys_offered=[])
        return
    if newsroom.keys and not set(found) & set(newsroom.keys):
        jobs.renew(newsroom, keys_offered=found)
        return
    with transaction.atomic():
        jobs.renew(newsroom, keys=found, keys_offered=[])
        names = {"keys": found, "before": newsroom.keys}
        data = {name: ", ".join(fingerprint(key) for key in keys) for name, keys in names.items()}
        record(actor=None, action="followed_keys_read", target=newsroom, data=dict(data))
    newsroom.keys = found


def _take_signed(newsroom: FollowedNewsroom, entry: Listed, listing: Listing) -> None:
    """Take over one number of one check, or refuse it by name; one whose words cannot be had now comes next time."""
    known = newsroom.checks.filter(key=entry.key).first()
    try:
        stated = check_statement(entry, newsroom.keys)
        if known and known.number == entry.number:
            raise NotThis(say("Number %(number)d was published before with other words.", number=entry.number))
        if known and known.is_signed and not entry.signature:
            raise NotThis(say("Its earlier numbers were signed, and this one is not."))
        answer = fetch(entry.page_url, limits=PAGE_LIMITS, allow_networks=settings.FETCH_ALLOW_NETWORKS)
        page = read_page(answer.content, entry, stated)
        is_withdrawn = entry.kind == WHAT_RETRACTS
        review = None if is_withdrawn else review_in(page, entry, newsroom=listing.newsroom)
    except NotThis as error:
        _refuse(newsroom, entry.mark, entry.url, error.message)
        return
    except BadStatus:
        # It was corrected since the list was made, or its site is ill.
        return
    _keep(
        newsroom,
        entry.key,
        entry.mark,
        review,
        url=entry.url,
        number=entry.number,
        signed=entry.signed,
        signature=entry.signature,
        published_at=moment_in(stated["at"]),
    )


def _take_reviews(newsroom: FollowedNewsroom, entries: Iterable[Entry]) -> bool:
    """Take over the ClaimReviews that are new or read otherwise than before; whether there are more to take soon."""
    found: dict[str, OthersReview] = {}
    for entry in entries:
        if entry.review:
            found[hashlib.sha256(f"{entry.review.url}\n{entry.review.claim}".encode()).hexdigest()] = entry.review
    marks = {key: hashlib.sha256(repr(review).encode()).hexdigest() for key, review in found.items()}
    known = dict(newsroom.checks.values_list("key", "signed"))
    refused = set(newsroom.refusals.values_list("mark", flat=True))
    fresh = [key for key in found if known.get(key) != marks[key] and marks[key] not in refused]
    for key in fresh[:TAKEN_AT_ONCE]:
        jobs.renew(newsroom)
        _keep(newsroom, key, marks[key], found[key], url=found[key].url, signed=marks[key])
    names = [review.publisher for review in found.values() if review.publisher]
    if names and not newsroom.name:
        jobs.renew(newsroom, name=Counter(names).most_common(1)[0][0])
    return len(fresh) > TAKEN_AT_ONCE


def _keep(
    newsroom: FollowedNewsroom, key: str, mark: str, review: OthersReview | None, *, url: str, **values: Any
) -> None:
    """Keep a check as it stands there now; without a review it was withdrawn."""
    now = timezone.now()
    try:
        with transaction.atomic():
            taken, _made = TakenCheck.objects.select_for_update(of=("self",)).get_or_create(
                newsroom=newsroom, key=key, defaults={"url": url, "taken_at": now}
            )
            if review is not None:
                taken.outside = _kept_review(review, newsroom.url)
            elif taken.outside is not None:
                withdraw_outside(taken.outside)
            taken.url, taken.taken_at = url, now
            taken.withdrawn_at = None if review is not None else now
            for name, value in values.items():
                setattr(taken, name, value)
            taken.save()
    except (Unusable, DataError) as error:
        message = error.message if isinstance(error, Unusable) else say("The database does not take it.")
        _refuse(newsroom, mark, url, message)


def _kept_review(review: OthersReview, source: str) -> OutsideCheck:
    ((_place, prepare),) = check_rows([Entry("", review)], source=source).rows
    row: CheckRow = prepare()
    row.carry_out(None)
    return OutsideCheck.objects.get(canonical_url=row.values["canonical_url"], claim_sha256=row.values["claim_sha256"])


def _refuse(newsroom: FollowedNewsroom, mark: str, url: str, reason: str) -> None:
    RefusedCheck.objects.update_or_create(
        newsroom=newsroom, mark=mark, defaults={"url": url[:2000], "reason": reason, "at": timezone.now()}
    )
    oldest = newsroom.refusals.order_by("-pk").values_list("pk", flat=True)[REFUSALS_KEPT : REFUSALS_KEPT + 1]
    if oldest:
        newsroom.refusals.filter(pk__lte=oldest[0]).delete()


def _end(newsroom: FollowedNewsroom, answer: Fetched | None = None, *, is_left: bool = False) -> None:
    values: dict[str, Any] = {"polled_at": timezone.now(), "failures": 0, "failing_since": None, "error": ""}
    if answer is not None:
        # With checks left over, it is asked again soon and must not answer that nothing has changed.
        values["etag"] = "" if is_left else answer.etag[:300]
        values["last_modified"] = "" if is_left else answer.last_modified[:100]
    pause = timedelta(minutes=1) if is_left else next_pause(0)
    jobs.finish(newsroom, again_at=Now() + pause, urgent=False, **values)


def _fail(newsroom: FollowedNewsroom, message: str, error: FetchError | None = None) -> None:
    """Leave the newsroom alone for a while; one whose list is gone for good is no longer followed."""
    now = timezone.now()
    asked = error.retry_after if isinstance(error, BadStatus) else None
    gone = isinstance(error, BadStatus) and error.status == GONE
    jobs.finish(
        newsroom,
        again_at=None if gone else Now() + next_pause(newsroom.failures + 1, asked=asked),
        urgent=False,
        polled_at=now,
        failures=F("failures") + 1,
        failing_since=newsroom.failing_since or now,
        error=message,
        is_active=not gone,
    )
