"""What a check is given beside the markup, and what it answers."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Level(StrEnum):
    """How much a failed check matters."""

    MUST = "must"
    WARN = "warn"


class PageKind(StrEnum):
    """What sort of page is judged."""

    VERDICT = "verdict"
    RETRACTION = "retraction"
    OTHER = "other"


@dataclass(frozen=True)
class Result:
    """One check's answer, a sentence for an editor: what holds, or what is wrong and what to do."""

    check: str
    passed: bool
    sentence: str
    level: Level = Level.MUST


@dataclass(frozen=True)
class MediaFacts:
    """What is known of the rated picture of a page; an empty category: the page rates none."""

    category: str = ""
    label: str = ""
    original_context: str = ""
    stamp: str = ""
    credit: str = ""
    licence: str = ""


@dataclass(frozen=True)
class PageFacts:
    """What is known about a page beside its markup; a field left at None or empty is not asked about.

    `url` is the address the page was asked for at, and `final_url` where it was found after redirects.
    `appearances` are the addresses the desk knows, `scale` the labels of the scale from least to most true, and
    `off_scale` the labels that carry no number.
    """

    url: str = ""
    final_url: str = ""
    kind: PageKind = PageKind.VERDICT
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    robots_txt: str = ""
    in_sitemap: bool | None = None
    organisation: str = ""
    claimant: str | None = None
    said_on: str = ""
    appearances: tuple[str, ...] | None = None
    first_appearance: str | None = None
    first_published: datetime.datetime | None = None
    last_published: datetime.datetime | None = None
    corrections: int | None = None
    scale: tuple[str, ...] = ()
    off_scale: frozenset[str] = frozenset()
    media: MediaFacts | None = None
