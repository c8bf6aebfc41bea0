"""The checks as plain data for programs: the public JSON API's shapes, built from publications and nothing else."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from claims.followed.queries import AlsoChecked
from claims.verdicts import addresses
from claims.verdicts.enums import PublicationKind
from claims.verdicts.explainers import CheckNow
from claims.verdicts.models import Facet, Publication
from claims.verdicts.related import Neighbour
from claims.verdicts.snapshots import card_path, page_path

VERSION: Final = 1
"""Goes up when a field changes its meaning or goes away; new fields may come at any time."""

WHOLE: Final = (
    "id",
    "number",
    "publication",
    "kind",
    "note",
    "statement",
    "words_said",
    "claimant",
    "said_on",
    "said_where",
    "language",
    "rating",
    "scale",
    "summary",
    "key_points",
    "why_checked",
    "explanation",
    "figures",
    "tables",
    "contacts",
    "reasons",
    "appearances",
    "topics",
    "written_by",
    "approved_by",
    "experts",
    "found_by",
    "content_hash",
    "imported",
    "first_published_at",
    "published_at",
    "history",
    "translation",
)
SOURCE: Final = (
    "url",
    "title",
    "publisher",
    "published_on",
    "kind",
    "stance",
    "quote",
    "around",
    "note",
    "interest",
    "accessed_at",
    "copy_impossible",
)
OF_AN_EXPLAINER: Final = (
    "id",
    "number",
    "publication",
    "kind",
    "note",
    "title",
    "introduction",
    "closing",
    "written_by",
    "approved_by",
    "content_hash",
    "first_published_at",
    "published_at",
    "history",
)
COPY: Final = ("sha256", "copied_at", "content_type", "size")


def document(site: Mapping[str, Any], address: str) -> dict[str, Any]:
    """What every answer begins with; `site` is the newsroom in the words a snapshot keeps of it."""
    return {
        "version": VERSION,
        "url": address,
        "newsroom": {"name": site["name"], "url": site["homepage"] or addresses.absolute(addresses.CHECKS)},
    }


def in_a_list(publication: Publication) -> dict[str, Any]:
    """A check as a list shows it."""
    card = publication.card
    first = publication.first_published_at or publication.published_at
    return {
        "id": card["id"],
        "number": card["number"],
        "url": addresses.absolute(card_path(card, publication.slug)),
        "data_url": addresses.absolute(f"{card_path(card, publication.slug)}check.json"),
        "publication": publication.number,
        "kind": publication.kind,
        "note": card["note"],
        "change": card["change"],
        "statement": card["statement"],
        **({"language": card["language"]} if card.get("language") else {}),
        "words_said": card["words_said"],
        "claimant": card["claimant"],
        "said_on": card["said_on"],
        "rating": {key: card["rating"][key] for key in ("label", "slug")} if card["rating"] else None,
        "summary": card["summary"],
        **({"key_points": card["key_points"]} if card.get("key_points") else {}),
        **({"picture": _picture(card["picture"])} if card.get("picture") else {}),
        **({"imported": True} if card.get("imported") else {}),
        "first_published_at": first.isoformat(timespec="seconds"),
        "published_at": publication.published_at.isoformat(timespec="seconds"),
    }


def whole(page: Mapping[str, Any], *, is_current: bool) -> dict[str, Any]:
    """A publication as its page shows it; a retraction has only what its notice shows."""
    shown = {key: page[key] for key in WHOLE if key in page}
    if "picture" in page:
        shown["picture"] = _picture(page["picture"])
    if "evidence" in page:
        shown["evidence"] = [_source(source) for source in page["evidence"]]
    return {
        **shown,
        "url": addresses.absolute(page_path(page)),
        "is_current": is_current,
        "retracted": page["kind"] == PublicationKind.RETRACTION,
    }


def elsewhere(row: AlsoChecked) -> dict[str, Any]:
    """What another newsroom found about the same claim, in its own words."""
    return {"newsroom": row.newsroom, "rating": row.rating or None, "url": row.url, "licence": row.licence or None}


def neighbour(row: Neighbour) -> dict[str, Any]:
    """A check beside another, as it stands now."""
    rating = row.card["rating"]
    return {
        "number": row.card["number"],
        "url": addresses.absolute(addresses.check_path(row.slug)),
        "data_url": data_address(row.slug),
        "statement": row.card["statement"],
        "rating": {key: rating[key] for key in ("label", "slug")} if rating and not row.withdrawn else None,
        "retracted": row.withdrawn,
    }


def explainer_in_a_list(card: Mapping[str, Any]) -> dict[str, Any]:
    """An explainer as a list shows it."""
    shown = ("id", "number", "publication", "kind", "note", "title", "teaser", "first_published_at", "published_at")
    path = addresses.explainer_path(card["slug"])
    where = {"url": addresses.absolute(path), "data_url": addresses.absolute(f"{path}explainer.json")}
    return {**{key: card[key] for key in shown}, **where, "checks": len(card["checks"])}


def explainer(page: Mapping[str, Any], checks: Sequence[CheckNow], *, is_current: bool) -> dict[str, Any]:
    """An explainer as its page shows it, each check as it stands now; a notice of withdrawal has no checks."""
    return {
        **{key: page[key] for key in OF_AN_EXPLAINER if key in page},
        "url": addresses.absolute(addresses.explainer_path(page["slug"])),
        "is_current": is_current,
        "retracted": page["kind"] == PublicationKind.RETRACTION,
        "checks": [_check_of_explainer(check) for check in checks],
    }


def _check_of_explainer(check: CheckNow) -> dict[str, Any]:
    stands = in_a_list(check.publication)
    if check.withdrawn:
        stands |= {"rating": None, "summary": ""}
    return {
        "paragraph": check.part["paragraph"],
        "sentence": "" if check.withdrawn else check.part["sentence"],
        "changed_since": check.changed_since,
        "retracted": check.withdrawn,
        "check": stands,
    }


def authors(page: Mapping[str, Any], slugs: Sequence[str]) -> list[dict[str, str]]:
    """Who of the byline has a page, and where."""
    return [
        {"name": name, "url": addresses.absolute(addresses.author_path(slug))}
        for name, slug in zip(page.get("written_by", []), slugs, strict=False)
        if slug
    ]


def facet(row: Facet, folder: str) -> dict[str, Any]:
    """One rating, topic, claimant or outlet, with how many checks stand under it."""
    return {
        "slug": row.slug,
        "name": row.name,
        "detail": row.detail,
        "checks": row.count,
        "url": addresses.absolute(f"{addresses.CHECKS}{folder}/{row.slug}/"),
    }


def translations(slug: str, codes: Sequence[str]) -> list[dict[str, str]]:
    """Where a check is to be had in further languages."""
    found = [(code, f"/{code}{addresses.check_path(slug)}") for code in codes]
    return [
        {"language": code, "url": addresses.absolute(path), "data_url": addresses.absolute(f"{path}check.json")}
        for code, path in found
    ]


def data_address(slug: str) -> str:
    """Where a check is to be had as data."""
    return addresses.absolute(f"{addresses.check_path(slug)}check.json")


def _picture(picture: Mapping[str, Any]) -> dict[str, Any]:
    """A picture with the address of each of its files."""
    files = [{**file, "url": addresses.absolute(addresses.picture_path(file["sha256"]))} for file in picture["files"]]
    return {**picture, "files": files}


def _source(source: Mapping[str, Any]) -> dict[str, Any]:
    kept = source["copy"]
    copy = {key: kept[key] for key in COPY} if kept else None
    picture = {"picture": _picture(source["picture"])} if source.get("picture") else {}
    return {key: source[key] for key in SOURCE} | {"copy": copy} | picture
