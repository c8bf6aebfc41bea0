"""The pictures of a check in feeds: enclosures, Media RSS 1.5.1 and the attachments of JSON Feed 1.1."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from xml.sax.xmlreader import AttributesImpl

from django.utils.xmlutils import SimplerXMLGenerator

from claims.public import share
from claims.public.template_helpers import told
from claims.verdicts import addresses
from claims.verdicts.resizing import CONTENT_TYPE

MEDIA: Final = {"xmlns:media": "http://search.yahoo.com/mrss/"}


@dataclass(frozen=True)
class FeedPicture:
    """A picture as programs are told of it; `size` in bytes, None where it is drawn only when somebody asks for it."""

    url: str
    content_type: str
    size: int | None
    width: int
    height: int
    alt: str
    credit: str = ""
    licence: str = ""


def pictures_of_check(
    slug: str, title: str, own: Mapping[str, Any] | None, of_sources: Iterable[Mapping[str, Any]]
) -> tuple[FeedPicture, ...]:
    """The claim's picture, or the share image in its place, and after it those of the sources.

    A debunked picture goes out only with its stamp: the claim's within the share image, a source's not at all.
    """
    first = _kept(own) if own and not own["stamp"] else _share_image(slug, title, own)
    return (first, *(_kept(picture) for picture in of_sources if not picture["stamp"]))


def _kept(picture: Mapping[str, Any]) -> FeedPicture:
    widest = picture["files"][-1]
    return FeedPicture(
        url=addresses.absolute(addresses.picture_path(widest["sha256"])),
        content_type=CONTENT_TYPE,
        size=widest["size"],
        width=widest["width"],
        height=widest["height"],
        alt=picture["alt"],
        credit=picture["credit"],
        licence=picture["licence"],
    )


def _share_image(slug: str, title: str, within: Mapping[str, Any] | None) -> FeedPicture:
    return FeedPicture(
        url=addresses.absolute(f"{addresses.check_path(slug)}share.png"),
        content_type=share.CONTENT_TYPE,
        size=None,
        width=share.SIZE[0],
        height=share.SIZE[1],
        alt=told(within) if within else title,
        credit=within["credit"] if within else "",
        licence=within["licence"] if within else "",
    )


def write_links(handler: SimplerXMLGenerator, pictures: Sequence[FeedPicture]) -> None:
    """Each picture as an enclosure of an Atom entry; without a length where none is known (RFC 4287, 4.2.7.6)."""
    for picture in pictures:
        length = {} if picture.size is None else {"length": str(picture.size)}
        link = {"rel": "enclosure", "href": picture.url, "type": picture.content_type, "title": picture.alt}
        handler.addQuickElement("link", "", link | length)


def write_enclosure(handler: SimplerXMLGenerator, pictures: Sequence[FeedPicture]) -> None:
    """The first picture whose length is known as the one enclosure of an RSS item, which has to state its length."""
    for picture in [one for one in pictures if one.size is not None][:1]:
        handler.addQuickElement(
            "enclosure", "", {"url": picture.url, "length": str(picture.size), "type": picture.content_type}
        )


def write_media(handler: SimplerXMLGenerator, pictures: Sequence[FeedPicture]) -> None:
    """Each picture as Media RSS has it, with what can be seen, whose it is, and its licence."""
    for place, picture in enumerate(pictures):
        size = {} if picture.size is None else {"fileSize": str(picture.size)}
        about = {"url": picture.url, "type": picture.content_type, "medium": "image"}
        about |= {"width": str(picture.width), "height": str(picture.height)}
        about |= {"isDefault": "false" if place else "true"}
        handler.startElement("media:content", AttributesImpl(about | size))
        handler.addQuickElement("media:description", picture.alt, {"type": "plain"})
        if picture.credit:
            handler.addQuickElement("media:credit", picture.credit)
        if picture.licence:
            handler.addQuickElement("media:copyright", picture.licence)
        handler.endElement("media:content")


def for_json(pictures: Sequence[FeedPicture]) -> dict[str, Any]:
    """What an item of a JSON Feed says of its pictures; `_picture` is an extension, as version 1.1 provides for."""
    if not pictures:
        return {}
    return {"image": pictures[0].url, "attachments": [_attachment(picture) for picture in pictures]}


def _attachment(picture: FeedPicture) -> dict[str, Any]:
    return {
        "url": picture.url,
        "mime_type": picture.content_type,
        "title": picture.alt,
        **({} if picture.size is None else {"size_in_bytes": picture.size}),
        "_picture": {
            "credit": picture.credit,
            "licence": picture.licence,
            "width": picture.width,
            "height": picture.height,
        },
    }
