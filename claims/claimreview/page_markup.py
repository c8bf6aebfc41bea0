"""Fact-checks that a page marks in its own HTML: as microdata, or as RDFa Lite.

Microdata is read as WHATWG's HTML standard says (5.2 of its chapter on microdata), RDFa Lite as the W3C's 1.1 does, as
far as schema.org's examples use them.
"""

import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urljoin

import lxml.html

_META_CHARSET: Final = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*+=\s*+["']?\s*+([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE
)
_ADDRESS: Final = {"a": "href", "area": "href", "link": "href", "img": "src", "audio": "src", "video": "src"}
_MOST_PROPERTIES: Final = 10_000

type Item = dict[str, Any]


def decoded(data: bytes) -> str:
    """A file's text: by its mark, as UTF-8, else as a page says of itself; letters that fit none are replaced."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        said = _META_CHARSET.search(data[:4096])
    try:
        return data.decode(said[1].decode() if said else "utf-8-sig", "replace")
    except LookupError:
        return data.decode("utf-8-sig", "replace")


def marked_reviews(page: lxml.html.HtmlElement, *, address: str = "") -> Iterator[Item]:
    """Every ClaimReview marked in a page, in order, as the object that JSON-LD would have for it."""
    ids = {element.get("id"): element for element in page.iter() if element.get("id")}
    for element in page.iter():
        if not isinstance(element.tag, str):
            continue
        if "ClaimReview" in _types(element.get("itemtype")):
            yield _item(element, "itemprop", "itemtype", address, ids)
        elif "ClaimReview" in _types(element.get("typeof")):
            yield _item(element, "property", "typeof", address, {})


def _types(value: str | None) -> list[str]:
    """The names of types without the vocabulary they are from."""
    return [re.split(r"[/#:]", name)[-1] for name in (value or "").split()]


def _item(
    scope: lxml.html.HtmlElement,
    property_of: str,
    type_of: str,
    address: str,
    ids: dict[str, lxml.html.HtmlElement],
) -> Item:
    """The object of an element; properties that stand elsewhere in the page (``itemref``) are its own too."""
    item: Item = {"@type": (_types(scope.get(type_of)) or [""])[0]}
    if identity := (scope.get("itemid") or scope.get("resource")):
        item["@id"] = urljoin(address, identity.strip())
    referred = [ids[name] for name in (scope.get("itemref") or "").split() if name in ids]
    # An element that refers to one around it would go round for ever.
    apart = [part for part in referred if scope not in part.iterdescendants() and part is not scope]
    waiting = [*reversed([*scope, *apart])]
    for _ in range(_MOST_PROPERTIES):
        if not waiting:
            break
        element = waiting.pop()
        if not isinstance(element.tag, str):
            continue
        names, is_scope = _types(element.get(property_of)), element.get(type_of) is not None
        is_scope = is_scope or (property_of == "itemprop" and element.get("itemscope") is not None)
        if names:
            value = _item(element, property_of, type_of, address, {}) if is_scope else _value(element, address)
            for name in names:
                _put(item, name, value)
        if not is_scope:
            waiting.extend(reversed(element))
    return item


def _put(item: Item, name: str, value: Any) -> None:
    if name in item:
        known = item[name]
        item[name] = [*known, value] if isinstance(known, list) else [known, value]
    else:
        item[name] = value


def _value(element: lxml.html.HtmlElement, address: str) -> str:
    said = element.get("content")
    if said is None and element.tag == "time":
        said = element.get("datetime")
    if said is None and element.tag in ("data", "meter"):
        said = element.get("value")
    if said is not None:
        return str(said).strip()
    link = element.get(_ADDRESS.get(element.tag, "resource"))
    return urljoin(address, link.strip()) if link else " ".join(element.text_content().split())
