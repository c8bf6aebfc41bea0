"""Feeds of checks: Atom (RFC 4287), RSS 2.0 and JSON Feed 1.1 from the same entries."""

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, rfc3339_date
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator

from claims.public.change_words import rating_sentence
from claims.public.feed_pictures import (
    MEDIA,
    FeedPicture,
    for_json,
    pictures_of_check,
    write_enclosure,
    write_links,
    write_media,
)
from claims.verdicts import addresses
from claims.verdicts.enums import PublicationKind
from claims.verdicts.models import Newsroom, Publication
from claims.verdicts.snapshots import card_path

CONTENT_TYPES = {
    "atom": "application/atom+xml; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}


@dataclass(frozen=True)
class Entry:
    """One check in a feed; the id never changes, `updated` moves with each correction."""

    id: str
    url: str
    title: str
    summary: str
    html: str
    published: datetime.datetime
    updated: datetime.datetime
    categories: tuple[str, ...]
    pictures: tuple[FeedPicture, ...] = ()


@dataclass(frozen=True)
class Feed:
    """A feed's own words; `updated` is the latest change of anything in it, or when the newsroom began."""

    title: str
    home: str
    address: str
    updated: datetime.datetime
    newsroom: Newsroom
    entries: Sequence[Entry]


def entry_of(publication: Publication, of_sources: Sequence[Mapping[str, Any]] = ()) -> Entry:
    """A current publication as an entry, with the pictures of its sources; a retraction is a withdrawal notice under
    the same id, without a picture.
    """
    card = publication.card
    pictures: tuple[FeedPicture, ...] = ()
    statement = " ".join(card["statement"].split())
    if publication.kind == PublicationKind.RETRACTION:
        title = _("Withdrawn: %(statement)s") % {"statement": statement}
        summary = _("We have retracted this check. It no longer says what we say.")
        html = format_html("<p>{}</p><p>{}</p>", summary, card["note"])
        categories: tuple[str, ...] = (_("Withdrawn"),)
    else:
        label = card["rating"]["label"] if card["rating"] else _("Checked")
        title, summary = f"{label}: {statement}", card["summary"]
        html = _said(card) + format_html("<p><strong>{}.</strong> {}</p>", label, summary)
        if card.get("key_points"):
            html += _as_list(card["key_points"])
        if publication.number > 1:
            html += format_html("<p>{}: {}</p>", PublicationKind(publication.kind).label, card["note"])
            html += _what_changed(card["change"])
        categories = (label,)
        pictures = pictures_of_check(publication.slug, title, card.get("picture"), of_sources)
    return Entry(
        id=card["id"],
        url=addresses.absolute(card_path(card, publication.slug)),
        title=title,
        summary=summary,
        html=html,
        published=publication.first_published_at or publication.published_at,
        updated=publication.published_at,
        categories=categories,
        pictures=pictures,
    )


def change_entry_of(publication: Publication) -> Entry:
    """One change of a check as an entry of its own: its class, the note, and what changed."""
    card, label = publication.card, PublicationKind(publication.kind).label
    path = addresses.check_path(publication.slug)
    if publication.kind != PublicationKind.RETRACTION:
        path += f"changes/{publication.number - 1}-{publication.number}/"
    return Entry(
        id=f"{card['id']}:{publication.number}",
        url=addresses.absolute(path),
        title=f"{label}: {' '.join(card['statement'].split())}",
        summary=" ".join(filter(None, (card["note"], rating_sentence(card["change"])))),
        html=format_html("<p>{}</p>", card["note"]) + _what_changed(card["change"]),
        published=publication.published_at,
        updated=publication.published_at,
        categories=(str(label),),
    )


def _what_changed(change: Mapping[str, Any]) -> SafeString:
    sentence = rating_sentence(change)
    told = format_html("<p>{}</p>", sentence) if sentence else SafeString("")
    if change["changed"]:
        told += _as_list(change["changed"])
    return told


def _as_list(sentences: Sequence[str]) -> SafeString:
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((one,) for one in sentences)))


def _said(card: Mapping[str, Any]) -> SafeString:
    """Who said it, and the words said where they are known; the wording in the title is the newsroom's own."""
    name = card["claimant"]["name"] if card["claimant"] else ""
    if card["words_said"]:
        return format_html("<p>{}: “{}”</p>", name or _("It was said"), card["words_said"])
    return format_html("<p>{}</p>", _("Said by %(name)s.") % {"name": name}) if name else SafeString("")


def write(feed: Feed, form: str) -> bytes:
    """The feed in one of its forms."""
    return _json(feed) if form == "json" else _xml(feed, form)


class _Atom(Atom1Feed):
    """Atom whose own date comes from the checks, so that the same checks give the same bytes."""

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), **MEDIA}

    def latest_post_date(self) -> datetime.datetime:
        updated: datetime.datetime = self.feed["latest"]
        return updated

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        write_links(handler, item["pictures"])
        write_media(handler, item["pictures"])


class _Rss(Rss201rev2Feed):
    """RSS with the date of the last change, which RSS has no element of its own for."""

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), **MEDIA}

    def latest_post_date(self) -> datetime.datetime:
        updated: datetime.datetime = self.feed["latest"]
        return updated

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("atom:updated", rfc3339_date(item["updateddate"]))
        write_enclosure(handler, item["pictures"])
        write_media(handler, item["pictures"])


def _xml(feed: Feed, form: str) -> bytes:
    kind = _Atom if form == "atom" else _Rss
    written = kind(
        title=feed.title,
        link=feed.home,
        description=_("Checks by %(name)s") % {"name": feed.newsroom.name},
        language=feed.newsroom.language or "en",
        author_name=feed.newsroom.name,
        author_link=feed.newsroom.homepage or addresses.absolute(addresses.CHECKS),
        feed_url=feed.address,
        feed_guid=feed.address,
        latest=feed.updated,
    )
    for entry in feed.entries:
        written.add_item(
            title=entry.title,
            link=entry.url,
            description=entry.html,
            unique_id=entry.id,
            unique_id_is_permalink=False,
            pubdate=entry.published,
            updateddate=entry.updated,
            categories=entry.categories,
            pictures=entry.pictures,
        )
    text: str = written.writeString("utf-8")
    return text.encode("utf-8")


def _json(feed: Feed) -> bytes:
    content = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.address,
        "language": feed.newsroom.language or "en",
        "authors": [
            {"name": feed.newsroom.name, "url": feed.newsroom.homepage or addresses.absolute(addresses.CHECKS)}
        ],
        "items": [
            {
                "id": entry.id,
                "url": entry.url,
                "title": entry.title,
                "summary": entry.summary,
                "content_html": entry.html,
                "date_published": rfc3339_date(entry.published),
                "date_modified": rfc3339_date(entry.updated),
                "tags": list(entry.categories),
                **for_json(entry.pictures),
            }
            for entry in feed.entries
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8")
