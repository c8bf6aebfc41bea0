"""Following feeds: who may add one, when each is asked, and how its entries become articles.

The feed's row is the unit of work, due again and again. Only one entry at a time is read from a site, with a pause
between, by the rules of its robots.txt.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.articles.enums import Origin, PollOutcome
from claims.articles.feed_entries import Entry, ReadFeed
from claims.articles.feeds import FEED_TYPES, NamesFeeds, NotAFeed, Robots, next_pause, read_feed
from claims.articles.models import Feed, FeedEntry, FeedPoll, Outlet
from claims.articles.reading import Unreadable, read_document
from claims.articles.services import Outcome
from claims.audit.services import record
from claims.dates import read_date
from claims.errors import Blocked, NotAllowed, WrongState
from claims.fetching import BadStatus, Fetched, FetchError, Limits, check_url, fetch
from claims.fetching.urls import parse_url
from claims.intake import article_intake
from claims.jobs import services as jobs
from claims.sentences import mark, say

FEED_LIMITS: Final = Limits(max_bytes=5_000_000, total_seconds=20, connect_seconds=6, max_redirects=5)
ROBOTS_LIMITS: Final = Limits(max_bytes=500_000, total_seconds=10, connect_seconds=5, max_redirects=3)
ROUND_SECONDS: Final = 600.0
ENTRIES_AT_ONCE: Final = 30
TRIES: Final = 4
POLLS_KEPT: Final = 100
GONE: Final = 410
KEPT_AWAY: Final = {
    "page": mark("The site asks programs not to read this page (robots.txt). Paste the text instead."),
    "feed": mark(
        "The site asks programs not to read this feed (robots.txt). "
        "Ask the site to allow Plumbline, or leave the feed alone."
    ),
}


type Pause = Callable[[float], None]


def add_feed(*, url: str, actor: User, outlet: Outlet | None = None) -> Feed:
    """Follow a feed from now on; Blocked for an address that cannot be asked or is followed already."""
    _require(actor)
    try:
        address = check_url(url.strip(), allow_networks=settings.FETCH_ALLOW_NETWORKS)
    except FetchError as error:
        raise Blocked(error.message) from error
    try:
        with transaction.atomic():
            feed = jobs.enqueue(Feed(url=address, outlet=outlet, added_by=actor, added_at=timezone.now()), urgent=True)
            record(actor=actor, action="feed_added", target=feed, data={"url": address})
    except IntegrityError as error:
        raise Blocked(say("The desk follows this feed already.")) from error
    return feed


def follow(*, feed_id: int, actor: User, active: bool) -> Feed:
    """Leave a feed alone, or follow it again from now on."""
    _require(actor)
    with transaction.atomic():
        feed = _locked(feed_id)
        if feed.is_active != active:
            row = Feed.jobs().filter(pk=feed_id)
            if active:
                jobs.enqueue_again(row, urgent=True, is_active=True)
            else:
                jobs.stop(row, is_active=False)
            feed.refresh_from_db()
            record(actor=actor, action="feed_followed" if active else "feed_left_alone", target=feed)
    return feed


def ask_now(*, feed_id: int, actor: User) -> Feed:
    """Have a feed asked at the next opportunity, whatever its pause."""
    _require(actor)
    with transaction.atomic():
        feed = _locked(feed_id)
        if not feed.is_active:
            raise WrongState(say("The desk does not follow this feed. Follow it again first."))
        if not feed.lease_token:
            jobs.enqueue_again(Feed.jobs().filter(pk=feed_id), urgent=True)
            feed.refresh_from_db()
    return feed


def poll(feed: Feed, *, sites: "_Sites | None" = None, pause: Pause = time.sleep) -> FeedPoll:
    """Ask a leased feed, and read what is new.

    `sites` carries what earlier feeds of the same round learned of their sites, so that one site is never hurried.
    """
    sites = sites or _Sites(pause)
    try:
        sites.wait_for(feed.url, kind="feed")
        answer = fetch(
            feed.url,
            limits=FEED_LIMITS,
            accept=FEED_TYPES,
            etag=feed.etag,
            last_modified=feed.last_modified,
            allow_networks=settings.FETCH_ALLOW_NETWORKS,
        )
        if answer.not_modified:
            return _end(feed, PollOutcome.UNCHANGED)
        found = read_feed(answer.content, url=answer.url, content_type=answer.content_type)
    except NamesFeeds as error:
        if _moved_to(feed, error.feeds):
            return poll(feed, sites=sites, pause=pause)
        return _fail(feed, error)
    except (FetchError, NotAFeed) as error:
        return _fail(feed, error)
    counts = _read_entries(feed, found, sites)
    return _end(feed, PollOutcome.READ, counts=counts, answer=answer, title=found.title)


def poll_in_round(feed: Feed) -> None:
    """Ask a leased feed, with regard to the sites that were asked just before."""
    poll(feed, sites=_round.sites())


def _moved_to(feed: Feed, addresses: Sequence[str]) -> bool:
    """Put the feed that a page names in the place of the page, which was given instead of it.

    Only of an address that never was a feed, and of one that is not followed already.
    """
    if feed.polled_at is not None or feed.title:
        return False
    for address in addresses:
        try:
            checked = check_url(address, allow_networks=settings.FETCH_ALLOW_NETWORKS)
            with transaction.atomic():
                if checked != feed.url and Feed.objects.filter(pk=feed.pk, polled_at=None).update(
                    url=checked, polled_at=Now()
                ):
                    record(actor=feed.added_by, action="feed_found", target=feed, data={"url": checked})
                    feed.url, feed.polled_at = checked, timezone.now()
                    return True
        except (FetchError, IntegrityError):
            continue
    return False


@dataclass
class _Counts:
    added: int = 0
    changed: int = 0
    skipped: int = 0
    left: int = 0


def _read_entries(feed: Feed, found: ReadFeed, sites: "_Sites") -> _Counts:
    """Read the new and changed entries, oldest first, a limited number at a time."""
    known = {entry.key: entry for entry in FeedEntry.objects.filter(feed=feed, key__in=[e.key for e in found.entries])}
    fresh = [entry for entry in reversed(found.entries) if _wants_reading(known.get(entry.key), entry)]
    counts = _Counts(left=max(0, len(fresh) - ENTRIES_AT_ONCE))
    for entry in fresh[:ENTRIES_AT_ONCE]:
        jobs.renew(feed)
        article_id, outcome, error = _read_entry(feed, entry, sites)
        FeedEntry.objects.update_or_create(
            feed=feed,
            key=entry.key,
            defaults={
                "mark": entry.mark,
                "url": entry.url,
                "error": error,
                "seen_at": timezone.now(),
                "tries": F("tries") + 1 if entry.key in known and error else int(bool(error)),
            }
            | ({"article_id": article_id} if article_id else {}),
        )
        counts.added += outcome is Outcome.CREATED
        counts.changed += outcome is Outcome.NEW_VERSION
        counts.skipped += bool(error)
    return counts


def _wants_reading(known: FeedEntry | None, entry: Entry) -> bool:
    return known is None or known.mark != entry.mark or bool(known.error and known.tries < TRIES)


def _read_entry(feed: Feed, entry: Entry, sites: "_Sites") -> tuple[int | None, Outcome | None, str]:
    try:
        if entry.html:
            document = read_document(data=_page(entry).encode(), content_type="text/html", url=entry.url)
            moment = read_date(entry.published)
            document = replace(
                document,
                byline=document.byline or entry.author,
            )
            if document.published_at is None and moment is not None:
                document = replace(document, published_at=moment.at, published_is_day=moment.is_day)
            url = entry.url
        else:
            page = sites.page(entry.url)
            document = read_document(
                data=page.content, content_type=page.content_type, url=page.url, charset=page.charset
            )
            url = page.url
        added = article_intake.add_document(
            document=document, origin=Origin.FEED, url=url, outlet=feed.outlet, wait=False
        )
    except (FetchError, Unreadable, Blocked) as error:
        return None, None, error.message
    return added.article.pk, added.outcome, ""


def _page(entry: Entry) -> str:
    """An entry's own text as a page; the feed's library has cleaned its HTML already, and its title is text."""
    title = entry.title.replace("&", "&amp;").replace("<", "&lt;")
    body = f"<article><h1>{title}</h1>{entry.html}</article>"
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>"


class _Round:
    """What this process learned of sites lately; after some minutes it asks for their rules anew."""

    def __init__(self) -> None:
        self._began = 0.0
        self._sites = _Sites(time.sleep)

    def sites(self) -> "_Sites":
        """The sites of this round."""
        if time.monotonic() - self._began > ROUND_SECONDS:
            self._began, self._sites = time.monotonic(), _Sites(time.sleep)
        return self._sites


class _Sites:
    """Reads pages one after another: each site by its own rules, with a pause between two pages of one site."""

    def __init__(self, pause: Pause) -> None:
        self._pause = pause
        self._robots: dict[str, Robots] = {}

    def wait_for(self, url: str, *, kind: str = "page") -> None:
        """Wait until the site may be asked again; a FetchError where it asks programs to stay away from the address."""
        address = parse_url(url)
        site = f"{address.scheme}://{address.host}:{address.port or ''}".rstrip(":")
        if site in self._robots:
            self._pause(self._robots[site].pause())
        else:
            self._robots[site] = _robots_of(site)
        if not self._robots[site].allow(url):
            raise FetchError(KEPT_AWAY[kind])

    def page(self, url: str) -> Fetched:
        """The page, or a FetchError."""
        self.wait_for(url)
        return fetch(
            url,
            limits=article_intake.FETCH_LIMITS,
            accept=article_intake.PAGE_TYPES,
            allow_networks=settings.FETCH_ALLOW_NETWORKS,
        )


def _robots_of(site: str) -> Robots:
    """The rules of a site; one that has none, or does not say, allows all (RFC 9309, 2.3.1)."""
    try:
        answer = fetch(f"{site}/robots.txt", limits=ROBOTS_LIMITS, allow_networks=settings.FETCH_ALLOW_NETWORKS)
    except FetchError:
        return Robots()
    return Robots.read(answer.content.decode("utf-8", "replace"))


def _end(
    feed: Feed,
    outcome: PollOutcome,
    *,
    counts: _Counts | None = None,
    answer: Fetched | None = None,
    title: str = "",
) -> FeedPoll:
    counts = counts or _Counts()
    values: dict[str, Any] = {"polled_at": timezone.now(), "failures": 0, "failing_since": None, "error": ""}
    if answer is not None:
        values["etag"] = "" if counts.left or counts.skipped else answer.etag[:300]
        values["last_modified"] = "" if counts.left or counts.skipped else answer.last_modified[:100]
        values["title"] = title or feed.title
    # With entries left over, the feed is asked again soon and must not answer that nothing has changed.
    pause = timedelta(minutes=1) if counts.left else next_pause(0)
    with transaction.atomic():
        jobs.finish(feed, again_at=Now() + pause, urgent=False, **values)
        return _note(feed, outcome, counts)


def _fail(feed: Feed, error: FetchError | NotAFeed) -> FeedPoll:
    """Leave the feed alone for a while; one that is gone for good is no longer followed."""
    now = timezone.now()
    asked = error.retry_after if isinstance(error, BadStatus) else None
    gone = isinstance(error, BadStatus) and error.status == GONE
    with transaction.atomic():
        jobs.finish(
            feed,
            again_at=None if gone else Now() + next_pause(feed.failures + 1, asked=asked),
            urgent=False,
            polled_at=now,
            failures=F("failures") + 1,
            failing_since=feed.failing_since or now,
            error=error.message,
            is_active=not gone,
        )
        return _note(feed, PollOutcome.FAILED, _Counts(), error.message)


def _note(feed: Feed, outcome: PollOutcome, counts: _Counts, error: str = "") -> FeedPoll:
    made = FeedPoll.objects.create(
        feed=feed,
        at=timezone.now(),
        outcome=outcome,
        added=counts.added,
        changed=counts.changed,
        skipped=counts.skipped,
        error=error,
    )
    kept = FeedPoll.objects.filter(feed=feed).order_by("-pk").values_list("pk", flat=True)[:POLLS_KEPT]
    FeedPoll.objects.filter(feed=feed, pk__lt=min(kept)).delete()
    return made


_round = _Round()


def _locked(feed_id: int) -> Feed:
    feed = Feed.objects.select_for_update(of=("self",)).filter(pk=feed_id).first()
    if feed is None:
        raise WrongState(say("This feed is no longer here."))
    return feed


def _require(actor: User) -> None:
    if not actor.may(Right.ARTICLES):
        raise NotAllowed(say("Your role does not let you change which feeds the desk follows. Ask an editor."))
