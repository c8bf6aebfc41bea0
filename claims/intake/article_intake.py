"""How articles come in: pasted, uploaded, read from an address, or handed over; and what a person says of one."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.conf import settings
from django.db import IntegrityError, transaction

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.articles.enums import Origin, Standing
from claims.articles.many import Handed, Sorted, sort_out, store_new
from claims.articles.models import Article, ArticleVersion, Outlet
from claims.articles.reading import ReadDocument, Unreadable, read_document, read_pasted
from claims.articles.services import Outcome, Stored, outlet_named, store_document
from claims.audit.services import Act, record, record_all
from claims.errors import Blocked, NotAllowed, Refusal
from claims.fetching import FetchError, Limits, canonical_url, escaped_url, fetch, is_front_page, same_site
from claims.intake.doubtful import tell_of_doubt
from claims.intake.run_queue import queue_run, queue_runs, stop_run
from claims.languages import is_language
from claims.matching.models import MatchSearch
from claims.matching.services import look_up
from claims.sentences import say
from claims.tracking import store_candidates
from claims.tracking.run_store import live_run

PAGE_TYPES: Final = ("text/html", "application/xhtml+xml", "text/plain")
# A person waits for the page, and a thread of the web server with her.
FETCH_LIMITS: Final = Limits(max_bytes=10_000_000, total_seconds=8, connect_seconds=4, max_redirects=5)
FETCHES_AT_ONCE: Final = 3
RACES_TO_LOSE: Final = 3
LONGEST_ADDRESS: Final = 2000

_fetching = threading.BoundedSemaphore(FETCHES_AT_ONCE)


@dataclass(frozen=True)
class Added:
    """The article something led to, what became of it, and a sentence for the person who added it.

    `carried` counts the outcomes of the anchors carried over to a new version.
    """

    article: Article
    version: ArticleVersion
    outcome: Outcome
    message: str
    carried: Mapping[str, int] = field(default_factory=dict)


def add_pasted(*, text: str, actor: User, title: str = "", outlet: Outlet | None = None) -> Added:
    """Add an article from pasted text."""
    _require(actor)
    document = _read(lambda: read_pasted(text, title))
    return add_document(document=document, origin=Origin.PASTED, outlet=outlet, actor=actor)


def add_upload(
    *, data: bytes, filename: str, actor: User, content_type: str = "", outlet: Outlet | None = None
) -> Added:
    """Add an article from an uploaded .txt, .md, .html, .pdf or .docx file."""
    _require(actor)
    document = _read(lambda: read_document(data=data, filename=filename, content_type=content_type))
    return add_document(document=document, origin=Origin.UPLOADED, outlet=outlet, actor=actor)


def add_from_url(*, url: str, actor: User, outlet: Outlet | None = None) -> Added:
    """Read a page from its address and add it; an address known already gets a new version if its text changed."""
    _require(actor)
    url = url.strip()
    if not _fetching.acquire(timeout=1):
        raise Blocked(say("Several addresses are being read at this moment. Wait a few seconds, then try again."))
    try:
        page = fetch(url, limits=FETCH_LIMITS, accept=PAGE_TYPES, allow_networks=settings.FETCH_ALLOW_NETWORKS)
    except FetchError as error:
        raise Blocked(error.message) from error
    finally:
        _fetching.release()
    document = _read(
        lambda: read_document(data=page.content, content_type=page.content_type, url=page.url, charset=page.charset)
    )
    return add_document(document=document, origin=Origin.FETCHED, url=page.url, outlet=outlet, actor=actor)


def add_document(
    *,
    document: ReadDocument,
    origin: Origin,
    url: str = "",
    outlet: Outlet | None = None,
    outlet_name: str = "",
    actor: User | None = None,
    wait: bool = True,
) -> Added:
    """Add a document that has been read already; `wait` says whether a person is waiting for its candidates.

    Without an `outlet` it is the one of `outlet_name`, or the one the document names itself, made if need be.

    The article, its version, its extraction run and the audit event are one transaction. Two of the same at once make
    one article: whoever loses the race finds the winner's.
    """
    if actor is not None:
        _require(actor)
    url = escaped_url(url.strip())
    canonical = _identity(url, document.canonical_url)
    for _ in range(RACES_TO_LOSE):
        try:
            with transaction.atomic():
                source = outlet or outlet_named(outlet_name or document.site_name)
                return _add(document, origin, url or canonical, canonical, source, actor, wait)
        except IntegrityError as error:
            lost = error
    raise lost


def add_documents(*, documents: Sequence[Handed], origin: Origin, actor: User) -> list[Added | Refusal]:
    """Add documents that have been read already, some hundreds at once, inside the caller's transaction.

    Those that are new are stored together, and so are their runs and audit events; what is here already, and what needs
    a closer look, leads to the same as by `add_document`, to its refusal too. IntegrityError where somebody else stores
    one at this moment.
    """
    _require(actor)
    sorted_out = sort_out(documents)
    stored = store_new(
        [(documents[number], address) for number, address in sorted_out.new.items()], origin=origin, actor=actor
    )
    runs = {run.version_id: run.pk for run in queue_runs(versions=[one.version for one in stored if _is_taken(one)])}
    acts = [
        Act(
            "article_added",
            one.article,
            data={
                "version": one.version.pk,
                "number": one.version.number,
                "run": runs.get(one.version.pk),
                "anchors": {},
            },
        )
        for one in stored
    ]
    record_all(acts, actor=actor)
    new = dict(zip(sorted_out.new, stored, strict=True))
    return [_added_one(number, handed, sorted_out, new, origin, actor) for number, handed in enumerate(documents)]


def _added_one(
    number: int, handed: Handed, sorted_out: Sorted, new: Mapping[int, Stored], origin: Origin, actor: User
) -> Added | Refusal:
    if number in new:
        return Added(new[number].article, new[number].version, Outcome.CREATED, _added(new[number], {}))
    article = sorted_out.here.get(number)
    if article is not None and article.current is not None:
        stored = Stored(article, article.current, Outcome.EXISTING)
        return Added(article, article.current, Outcome.EXISTING, _already_here(stored))
    try:
        return add_document(
            document=handed.document,
            origin=origin,
            url=handed.url,
            outlet_name=handed.outlet,
            actor=actor,
            wait=False,
        )
    except Refusal as refused:
        return refused


def identity_of(document: ReadDocument, url: str = "") -> str:
    """The address a document would be known by, empty for one without; Blocked for an address that is none."""
    return _identity(url, document.canonical_url)


def _add(
    document: ReadDocument,
    origin: Origin,
    url: str,
    canonical: str,
    outlet: Outlet | None,
    actor: User | None,
    wait: bool,
) -> Added:
    stored = store_document(
        document=document,
        origin=origin,
        url=url,
        canonical_url=canonical,
        outlet=outlet,
        actor=actor,
    )
    if stored.outcome == Outcome.EXISTING:
        return Added(stored.article, stored.version, stored.outcome, _already_here(stored))
    carried = _carry(stored.previous, stored.version) if stored.previous else {}
    run = queue_run(version=stored.version, actor=actor, wait=wait) if _is_taken(stored) else None
    record(
        actor=actor,
        action="article_added" if stored.outcome == Outcome.CREATED else "article_changed",
        target=stored.article,
        data={
            "version": stored.version.pk,
            "number": stored.version.number,
            "run": run.pk if run else None,
            "anchors": dict(carried),
        },
    )
    if not _is_taken(stored) and actor is not None and origin != Origin.IMPORTED:
        tell_of_doubt(version=stored.version, person=actor)
    return Added(stored.article, stored.version, stored.outcome, _added(stored, carried), carried)


def _carry(previous: ArticleVersion, version: ArticleVersion) -> dict[str, int]:
    live = live_run(previous.pk)
    if live is not None:
        stop_run(live.pk)
    return store_candidates.carry_candidates(previous=previous, version=version)


def _read(read: Callable[[], ReadDocument]) -> ReadDocument:
    try:
        return read()
    except Unreadable as error:
        raise Blocked(error.message) from error


def _identity(url: str, declared: str) -> str:
    """The address an article is known by: what the page declares of itself on its own host, else where it was read.

    A page that names another host's address as its own is not believed, or it could pass for that host's article.
    """
    try:
        own = canonical_url(url) if url else ""
        claimed = canonical_url(declared) if declared else ""
    except FetchError as error:
        if url:
            raise Blocked(error.message) from error
        return ""
    believed = claimed and (not own or (same_site(own, claimed) and not is_front_page(claimed)))
    chosen = claimed if believed else own
    if len(chosen) > LONGEST_ADDRESS or len(url) > LONGEST_ADDRESS:
        raise Blocked(
            say(
                "The address is longer than %(longest_address)s characters. Upload the article or paste its text.",
                longest_address=LONGEST_ADDRESS,
            )
        )
    return chosen


def _is_taken(stored: Stored) -> bool:
    return stored.version.standing == Standing.TAKEN


def _already_here(stored: Stored) -> str:
    if stored.refused:
        return say(
            "What stands at this address now may be no article, so “%(title)s”, version %(number)s, stays as it was.",
            title=stored.version.title,
            number=stored.version.number,
        )
    return say(
        "This article is here already: “%(title)s”, version %(number)s.",
        title=stored.version.title,
        number=stored.version.number,
    )


def _added(stored: Stored, carried: Mapping[str, int]) -> str:
    if not _is_taken(stored):
        return say(
            "Added “%(title)s”, and not read for claims: it is doubtful and waits for an editor’s yes.",
            title=stored.version.title,
        )
    if stored.outcome == Outcome.CREATED:
        return say("Added “%(title)s”. It is being read for claims.", title=stored.version.title)
    version = stored.version
    message = say(
        "The text at this address has changed: “%(title)s” now has version %(number)s.",
        title=version.title,
        number=version.number,
    )
    return (
        say(
            "%(message)s Its candidates: %(in_words)s.",
            message=message,
            in_words=store_candidates.in_words(dict(carried)),
        )
        if carried
        else message
    )


def set_language(*, article_id: int, language: str, actor: User) -> Article:
    """Keep an ISO 639 code such as "es" for this article and its current version; empty: the software tells it anew.

    Versions to come keep it. Raises NotAllowed, Blocked for what is no language, and Article.DoesNotExist.
    """
    if not actor.may(Right.ARTICLES):
        raise NotAllowed(say("Your role does not let you change articles. Ask an editor."))
    if language and not is_language(language):
        raise Blocked(say("Choose one of the languages in the list."))
    with transaction.atomic():
        article = Article.objects.select_for_update(of=("self",)).get(pk=article_id)
        article.language = language
        article.save(update_fields=["language"])
        article.versions.filter(pk=article.current_id or 0).update(language=language)
        record(actor=actor, action="article_language_set", target=article, data={"language": language})
        # Which encoder compares them with what was checked before depends on it.
        if article.current_id and MatchSearch.objects.filter(version=article.current_id).exists():
            look_up(article.current_id)
    return article


def _require(actor: User) -> None:
    if not actor.may(Right.ARTICLES):
        raise NotAllowed(say("Your role does not let you add articles. Ask an editor."))
