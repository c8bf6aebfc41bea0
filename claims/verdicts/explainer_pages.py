"""What an explainer says to readers: the content a second person judges, its page, and what a new number changed."""

import datetime
import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from claims.verdicts import addresses, change_sentences, markdown
from claims.verdicts.content import Content
from claims.verdicts.corrections import MOST_SENTENCES
from claims.verdicts.diffing import PartChange, compare
from claims.verdicts.enums import PublicationKind
from claims.verdicts.models import Explainer, ExplainerRevision, Newsroom, Publication
from claims.verdicts.snapshots import site_of, tag_of

FORMAT: Final = 1
TEASER: Final = 240
"""So many characters of the introduction stand in lists, feeds and descriptions."""


@dataclass(frozen=True)
class Appearing:
    """One act of letting readers see an explainer: when, in which newsroom, and the names they may see."""

    now: datetime.datetime
    newsroom: Newsroom
    written_by: Sequence[str] = ()
    approved_by: Sequence[str] = ()


def content_of_explainer(row: Explainer, checks: Mapping[int, Publication]) -> Content:
    """Everything a second person judges of an explainer, as JSON data; `checks` are the current ones by claim."""
    return {
        "number": row.number,
        "title": row.title,
        "introduction": row.introduction,
        "parts": [_part(part, checks[part["claim"]]) for part in row.parts],
        "closing": row.closing,
        "picture_of": row.picture_of_id,
        "kind": row.kind,
        "note": row.note,
    }


def content_of_retraction(row: Explainer, title: str, note: str) -> Content:
    """What a second person judges where an explainer is to be retracted."""
    kind = PublicationKind.RETRACTION.value
    return {"number": row.number, "title": title, "retracted": True, "kind": kind, "note": note}


def page_of_explainer(revision: ExplainerRevision, earlier: ExplainerRevision | None, appearing: Appearing) -> Content:
    """Everything the page of the revision keeps; `earlier` is what readers saw until now.

    The checks stand there by their ids alone: how each stands is read when the page is drawn.
    """
    content, room = revision.content, appearing.newsroom
    at = appearing.now.astimezone(datetime.UTC)
    instant = at.isoformat(timespec="seconds")
    kind = PublicationKind(revision.kind)
    number = (earlier.published_number or 0) + 1 if earlier else 1
    entry = {"number": number, "kind": kind.value, "label": str(kind.label), "note": content["note"], "at": instant}
    changed = what_changed(earlier.content, content) if earlier and not content.get("retracted") else []
    sentences = list(change_sentences.sentences(changed))
    entry |= {"changed": sentences[:MOST_SENTENCES], "left_out": max(0, len(sentences) - MOST_SENTENCES)}
    page = {
        "format": FORMAT,
        "id": earlier.page["id"] if earlier else tag_of(content["number"], at),
        "number": content["number"],
        "slug": earlier.page["slug"] if earlier else addresses.numbered_slug(content["number"], content["title"]),
        "publication": number,
        "kind": kind.value,
        "note": content["note"],
        "site": site_of(room),
        "title": content["title"],
        "first_published_at": earlier.page["first_published_at"] if earlier else instant,
        "published_at": instant,
        "history": [*(earlier.page["history"] if earlier else []), entry],
        "content_hash": revision.content_hash,
    }
    if content.get("retracted"):
        return page | {"retracted": True}
    return page | {
        "introduction": str(markdown.render(content["introduction"], top=2)),
        "teaser": _teaser(content["introduction"]),
        "parts": [part | {"paragraph": str(markdown.render(part["paragraph"], top=2))} for part in content["parts"]],
        "closing": str(markdown.render(content["closing"], top=2)),
        "picture_of": content["picture_of"],
        "written_by": list(appearing.written_by) if room.show_names else [],
        "approved_by": list(appearing.approved_by) if room.show_names else [],
    }


def card_of_explainer(page: Mapping[str, Any]) -> Content:
    """What a list shows of a page."""
    kept = ("id", "number", "slug", "publication", "kind", "note", "title", "first_published_at", "published_at")
    return {
        **{name: page[name] for name in kept},
        "teaser": page.get("teaser", ""),
        "checks": [part["claim"] for part in page.get("parts", [])],
        "picture_of": page.get("picture_of"),
        "language": page["site"]["language"],
    }


def what_changed(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> list[PartChange]:
    """Every part that differs between two contents, word by word; without a `before`, all are new."""
    old, new = _flat(before or {}), _flat(after)
    names = {
        "title": _("the title"),
        "introduction": _("the introduction"),
        "order": _("the checks and their order"),
        **{key: _("what is said of %(check)s") % {"check": key} for key in [*new, *old] if key.startswith("FC-")},
        "closing": _("the closing words"),
        "picture": _("the check whose picture is shown"),
    }
    return compare(old, new, names)


def _flat(content: Mapping[str, Any]) -> dict[str, str]:
    """The content as one text a part: each check under its number."""
    parts = content.get("parts", [])
    pictured = next((part["number"] for part in parts if part["claim"] == content.get("picture_of")), "")
    return {
        **{name: content.get(name, "") for name in ("title", "introduction", "closing")},
        "order": ", ".join(part["number"] for part in parts),
        **{part["number"]: "\n\n".join(filter(None, (part["paragraph"], part["sentence"]))) for part in parts},
        "picture": pictured,
    }


def _part(part: Mapping[str, Any], check: Publication) -> Content:
    return {
        "claim": part["claim"],
        "number": check.card["number"],
        "publication": check.number,
        "sentence": part["sentence"],
        "paragraph": part["paragraph"],
    }


def _teaser(introduction: str) -> str:
    """The first words of the introduction as plain text."""
    text = " ".join(html.unescape(strip_tags(markdown.render(introduction, top=2))).split())
    return text if len(text) <= TEASER else f"{text[:TEASER].rpartition(' ')[0] or text[:TEASER]}…"
