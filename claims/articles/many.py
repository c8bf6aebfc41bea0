"""Many documents at once: which of them are new, which are here as they are, and storing the new ones together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Lower

from claims.accounts.models import User
from claims.articles.enums import Origin
from claims.articles.models import Article, ArticleVersion, Outlet
from claims.articles.reading import ReadDocument, text_sha256
from claims.articles.same_story import Located, Place, places_of
from claims.articles.services import (
    Outcome,
    Stored,
    kept_from_viewer,
    new_version,
    outlet_named,
    says_the_same,
    tidy_name,
)
from claims.inserting import insert_all
from claims.searching.folding import lower_forms
from claims.viewing import as_the_software


@dataclass(frozen=True)
class Handed:
    """A document, where it was read, the address it is known by, and its outlet's name; empty where there is none."""

    document: ReadDocument
    url: str = ""
    canonical_url: str = ""
    outlet: str = ""

    @cached_property
    def digest(self) -> str:
        """SHA-256 of its text."""
        return text_sha256(self.document.text)

    @cached_property
    def located(self) -> Located:
        """Its words and addresses."""
        return Located(self.document.text, self.url, self.canonical_url)


@dataclass(frozen=True)
class Sorted:
    """What stands against storing documents together, by their place in the list.

    `new` are to be stored with the address that the article gets, `here` are articles whose present version says the
    same and that whoever is looking may see; the rest has to be looked at one by one: other words at a known address,
    one story twice in the list, or an article that is kept from the viewer.
    """

    new: dict[int, str]
    here: dict[int, Article]


def sort_out(documents: Sequence[Handed]) -> Sorted:
    """Which documents are new, and which are here as they are; nothing is locked or changed."""
    with as_the_software():
        found = _sort_out(documents)
    kept = kept_from_viewer({article.pk for article in found.here.values()})
    return Sorted(found.new, {number: article for number, article in found.here.items() if article.pk not in kept})


def _sort_out(documents: Sequence[Handed]) -> Sorted:
    addressed = [place for place, handed in enumerate(documents) if handed.canonical_url]
    places = dict(zip(addressed, places_of([documents[place].located for place in addressed]), strict=True))
    texts = set(
        ArticleVersion.objects.filter(text_sha256__in={handed.digest for handed in documents}).values_list(
            "text_sha256", flat=True
        )
    )
    new: dict[int, str] = {}
    here: dict[int, Article] = {}
    addresses: set[str] = set()
    for number, handed in enumerate(documents):
        place = places.get(number, Place(None, ""))
        own = handed.located.addresses if handed.canonical_url else {}
        if place.article is not None:
            current = place.article.current
            if current and says_the_same(current, handed.document, handed.digest, handed.url):
                here[number] = place.article
        elif handed.digest not in texts and addresses.isdisjoint(own):
            new[number] = place.address
            texts.add(handed.digest)
            addresses.update(own)
    return Sorted(new, here)


@as_the_software()
def store_new(documents: Sequence[tuple[Handed, str]], *, origin: Origin, actor: User | None) -> list[Stored]:
    """Store documents that are new, each with its article's address, inside the caller's transaction.

    IntegrityError where somebody else stores one of them at this moment.
    """
    if not documents:
        return []
    outlets = outlets_named(handed.outlet for handed, _ in documents)
    articles = [
        Article(
            outlet=outlets.get(tidy_name(handed.outlet).casefold()),
            url=handed.url,
            canonical_url=address,
            origin=origin,
            added_by=actor,
        )
        for handed, address in documents
    ]
    insert_all(articles)
    versions = [
        new_version(article, handed.document, handed.digest, number=1, url=handed.url)
        for article, (handed, _) in zip(articles, documents, strict=True)
    ]
    insert_all(versions)
    first = ArticleVersion.objects.filter(article=OuterRef("pk"), number=1).values("pk")
    Article.objects.filter(pk__in=[article.pk for article in articles]).update(current_id=Subquery(first))
    stored = []
    for article, version in zip(articles, versions, strict=True):
        article.current = version
        stored.append(Stored(article, version, Outcome.CREATED))
    return stored


def outlets_named(names: Iterable[str]) -> dict[str, Outlet]:
    """The outlets of these names by their tidy name in folded case, made where they are new."""
    wanted = {name.casefold(): name for name in map(tidy_name, names) if name}
    lower = lower_forms(wanted.values())
    known: dict[str, Outlet] = {
        outlet.name.casefold(): outlet for outlet in Outlet.objects.alias(lower=Lower("name")).filter(lower__in=lower)
    }
    for folded in sorted(wanted.keys() - known.keys()):
        outlet = outlet_named(wanted[folded])
        if outlet:
            known[folded] = outlet
    return known
