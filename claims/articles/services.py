"""Storing articles and their versions; callers in `claims.workflow` ask who may and open the transaction."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import slugify

from claims.accounts.models import User
from claims.articles.enums import Origin, Standing
from claims.articles.models import Article, ArticleVersion, Outlet
from claims.articles.reading import ReadDocument, normalise, text_sha256
from claims.articles.reading.report import Doubt
from claims.articles.same_story import Place, place_of
from claims.errors import NotAllowed, WrongState
from claims.sentences import mark, say
from claims.viewing import THE_SOFTWARE, as_the_software, viewer

KEPT_FROM_YOU: Final = mark("This article is here already, and it is kept to a few people. Ask an editor.")
_WORD = re.compile(r"\w+(?:['’.,-]\w+)*")


class Outcome(StrEnum):
    """What became of a document that was handed in."""

    CREATED = "created"
    EXISTING = "existing"
    NEW_VERSION = "new_version"


@dataclass(frozen=True)
class Stored:
    """The article a document led to, its present version, and the version before where a new one was made."""

    article: Article
    version: ArticleVersion
    outcome: Outcome
    previous: ArticleVersion | None = None
    refused: tuple[str, ...] = ()
    """Why what stands at the address now did not take the place of the version that is here (`Doubt`)."""


def store_document(
    *,
    document: ReadDocument,
    origin: Origin,
    url: str = "",
    canonical_url: str = "",
    outlet: Outlet | None = None,
    actor: User | None = None,
) -> Stored:
    """Find or make the article of a document, inside the caller's transaction.

    An address known already leads to its article, which gets a new version if the text or the headline changed,
    unless the text is clearly another story's; otherwise the same text leads to the article that has it. Two people
    storing the same thing at once collide on a unique constraint: the IntegrityError is the caller's sign to try
    again and find the other's article.
    """
    with as_the_software():
        stored = _store(document, origin, url, canonical_url, outlet, actor)
    if stored.outcome is not Outcome.CREATED:
        _refuse_if_kept(stored.article)
    return stored


def _store(
    document: ReadDocument, origin: Origin, url: str, canonical_url: str, outlet: Outlet | None, actor: User | None
) -> Stored:
    digest = text_sha256(document.text)
    place = place_of(text=document.text, url=url, canonical_url=canonical_url) if canonical_url else Place(None, "")
    if place.article is not None:
        article = _locked(Article.objects.filter(pk=place.article.pk))
        if article is not None:
            return _at_known_address(article, document, digest, url)
    article = _locked(Article.objects.filter(versions__text_sha256=digest).order_by("id"))
    if article is not None:
        if place.address and not article.canonical_url:
            article.url, article.canonical_url = url, place.address
            article.save(update_fields=["url", "canonical_url"])
        return Stored(article, _current(article), Outcome.EXISTING)
    canonical_url = place.address
    article = Article.objects.create(outlet=outlet, url=url, canonical_url=canonical_url, origin=origin, added_by=actor)
    version = _add_version(article, document, digest, number=1, url=url)
    return Stored(article, version, Outcome.CREATED)


def _refuse_if_kept(article: Article) -> None:
    """Say so to whoever adds an article that is here already and kept from them; no list of theirs would show it."""
    if kept_from_viewer([article.pk]):
        raise NotAllowed(say(KEPT_FROM_YOU))


def kept_from_viewer(articles: Collection[int]) -> set[int]:
    """Those of these articles that whoever is looking may not see."""
    if viewer() == THE_SOFTWARE or not articles:
        return set()
    return set(articles) - set(Article.objects.filter(pk__in=articles).values_list("pk", flat=True))


def add_text(*, article: Article, document: ReadDocument) -> ArticleVersion:
    """A new version of an article out of a text that somebody pasted, inside the caller's transaction.

    What the page said of itself stays where the text says nothing. WrongState where another article has this text.
    """
    previous = _current(article)
    digest = text_sha256(document.text)
    if digest == previous.text_sha256:
        raise WrongState(say("That is the text that is here already."))
    told = replace(
        document,
        # A text without a headline is called by its first words.
        title=previous.title if document.text.startswith(document.title.rstrip("…")) else document.title,
        byline=document.byline or previous.byline,
        published_at=document.published_at or previous.published_at,
        published_is_day=document.published_is_day if document.published_at else previous.published_is_day,
    )
    return _add_version(article, told, digest, number=previous.number + 1, url="")


def foretell(*, document: ReadDocument, url: str = "", canonical_url: str = "") -> Outcome:
    """What `store_document` would make of it now, NotAllowed included; nothing is changed."""
    with as_the_software():
        digest = text_sha256(document.text)
        known = place_of(text=document.text, url=url, canonical_url=canonical_url).article if canonical_url else None
        outcome = Outcome.EXISTING
        if known is None:
            known = Article.objects.filter(versions__text_sha256=digest).order_by("id").first()
        elif not says_the_same(_current(known), document, digest, url):
            outcome = Outcome.NEW_VERSION
    if known is None:
        return Outcome.CREATED
    _refuse_if_kept(known)
    return outcome


def outlet_named(name: str) -> Outlet | None:
    """The outlet of that name in any case, made when it is new; None for an empty name."""
    name = tidy_name(name)
    if not name:
        return None
    existing = Outlet.objects.filter(name__iexact=name).first()
    if existing:
        return existing
    base = slugify(name)[:70] or "outlet"
    slug, number = base, 1
    while Outlet.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return Outlet.objects.get_or_create(name=name, defaults={"slug": slug})[0]


def tidy_name(name: str) -> str:
    """An outlet's name as it is kept: on one line, within its limit."""
    return " ".join(normalise(name).split())[:160]


def count_words(text: str) -> int:
    """How many words a text has; `22.5` and `well-known` are one each."""
    return len(_WORD.findall(text))


def says_the_same(version: ArticleVersion, document: ReadDocument, digest: str, url: str) -> bool:
    """Whether a document read at this address has the words and the headline of this version."""
    return version.text_sha256 == digest and not _has_new_headline(version, document, url)


def _at_known_address(article: Article, document: ReadDocument, digest: str, url: str) -> Stored:
    previous = _current(article)
    if says_the_same(previous, document, digest, url):
        return Stored(article, previous, Outcome.EXISTING)
    # A wall that a site puts before a story must not take the place of the story that was read before.
    known = _why_doubtful(previous)
    new_doubts = tuple(doubt for doubt in document.report.why_doubtful if doubt not in known)
    if new_doubts and previous.standing == Standing.TAKEN:
        return Stored(article, previous, Outcome.EXISTING, refused=new_doubts)
    version = _add_version(article, document, digest, number=previous.number + 1, url=url)
    if version.standing == Standing.DOUBTFUL and previous.standing == Standing.TAKEN:
        version.standing = Standing.TAKEN
        version.save(update_fields=["standing"])
    return Stored(article, version, Outcome.NEW_VERSION, previous)


def _why_doubtful(version: ArticleVersion) -> set[str]:
    report = version.report
    cut = {Doubt.PAYWALL.value} if report.get("is_cut") else set()
    columns = {Doubt.COLUMNS.value} if report.get("uncertain_columns") else set()
    return {*report.get("doubts", ()), *cut, *columns}


def _has_new_headline(previous: ArticleVersion, document: ReadDocument, url: str) -> bool:
    """Whether the same address says it under another headline now; other faces of a page may word theirs otherwise."""
    if not url or previous.source_url != url or previous.source_format != document.source_format:
        return False
    old, new = (_WORD.findall(title.casefold()) for title in (previous.title, document.title))
    return bool(new) and new != old


def _add_version(article: Article, document: ReadDocument, digest: str, *, number: int, url: str) -> ArticleVersion:
    version = new_version(article, document, digest, number=number, url=url)
    version.save(force_insert=True)
    article.current = version
    article.save(update_fields=["current"])
    return version


def new_version(article: Article, document: ReadDocument, digest: str, *, number: int, url: str) -> ArticleVersion:
    """A version of an article out of a document, not stored yet; `digest` is the SHA-256 of its text."""
    return ArticleVersion(
        article=article,
        number=number,
        title=document.title[:500],
        deck=document.deck,
        byline=document.byline[:300],
        author_note=document.author_note,
        text=document.text,
        text_sha256=digest,
        words=count_words(document.text),
        language=article.language or document.language[:8],
        published_at=document.published_at,
        published_is_day=document.published_is_day,
        read_at=timezone.now(),
        source_format=document.source_format,
        source_url=url,
        report=document.report.as_json(),
        standing=Standing.DOUBTFUL if document.report.why_doubtful else Standing.TAKEN,
        cues=[[cue.offset, cue.seconds] for cue in document.cues],
    )


def _locked(articles: QuerySet[Article]) -> Article | None:
    found = articles.values_list("pk", flat=True).first()
    if found is None:
        return None
    return Article.objects.select_for_update(of=("self",)).select_related("current").get(pk=found)


def _current(article: Article) -> ArticleVersion:
    if article.current is None:
        raise ValueError(f"Article {article.pk} has no version.")
    return article.current
