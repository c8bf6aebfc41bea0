"""What another Plumbline lists of its publications, read out of untrusted JSON and compared with its signatures.

The format is that of `checks/publications.json` and `page.json` of this desk's own public site. No database.
"""

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import urljoin

from claims.claimreview.import_formats import CLAIM_CHARACTERS, NAME_CHARACTERS, OthersReview
from claims.claimreview.values import parsed, text_of
from claims.dates import read_date
from claims.fetching import FetchError, same_site
from claims.sentences import say
from claims.verdicts.ssh_signatures import fingerprint, signer_of
from claims.verdicts.statements import STATED

KEY: Final = re.compile(r"\b(ssh-ed25519 [A-Za-z0-9+/=]{40,200})(?=\s|$)")
MOST_KEYS: Final = 50
MOST_ENTRIES: Final = 1_000
URL_CHARACTERS: Final = 2_000
WHAT_RETRACTS: Final = "retraction"


class NotThis(Exception):
    """A publication cannot be taken over; the message says why, naming what is wrong."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = say(message)


@dataclass(frozen=True)
class Listed:
    """One number of one check, as the list names it; nothing of it is believed yet."""

    id: str
    number: int
    kind: str
    check: str
    url: str
    page_url: str
    signed: str
    signature: str

    @property
    def key(self) -> str:
        """SHA-256 of the check's own id."""
        return hashlib.sha256(self.id.encode()).hexdigest()

    @property
    def mark(self) -> str:
        """SHA-256 of all that the list says of it."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


@dataclass(frozen=True)
class Listing:
    """A page of publications, the latest first; `next_url` leads to older ones and is empty at the end."""

    newsroom: str
    keys_url: str
    next_url: str
    entries: tuple[Listed, ...]


def read_listing(data: bytes, *, url: str) -> Listing | None:
    """The publications in an answer from this address; None where it is no such list.

    Addresses of another site than the list's own are left out, so that one newsroom cannot speak for another.
    """
    value, problem = parsed(data.decode("utf-8", "replace"))
    if problem or not isinstance(value, dict) or not isinstance(value.get("publications"), list):
        return None
    newsroom = value.get("newsroom")
    entries = (_listed(item, url) for item in value["publications"][:MOST_ENTRIES])
    return Listing(
        newsroom=text_of(newsroom.get("name"))[:NAME_CHARACTERS] if isinstance(newsroom, dict) else "",
        keys_url=_own(value.get("keys"), url),
        next_url=_own(value.get("next"), url),
        entries=tuple(entry for entry in entries if entry),
    )


def keys_in(text: str) -> list[str]:
    """The public keys that a file of allowed signers names, the newest first as the file has them."""
    return list(dict.fromkeys(KEY.findall(text)))[:MOST_KEYS]


def check_statement(entry: Listed, keys: Collection[str]) -> re.Match[str]:
    """What was signed, where it is about this entry and signed with one of the newsroom's keys; NotThis otherwise."""
    stated = STATED.fullmatch(entry.signed)
    if stated is None:
        raise NotThis(say("It does not say in our form what was published."))
    if (stated["check"], int(stated["number"]), stated["kind"]) != (entry.check, entry.number, entry.kind):
        raise NotThis(say("The list says something else than what was signed."))
    if entry.signature:
        signer = signer_of(entry.signed.encode(), entry.signature)
        if not signer:
            raise NotThis(say("The signature is forged: it is not over these words."))
        if signer not in keys:
            raise NotThis(say("It is signed with %(key)s, which is no key of this newsroom.", key=fingerprint(signer)))
    return stated


def read_page(data: bytes, entry: Listed, stated: re.Match[str]) -> Mapping[str, Any]:
    """The words of a publication, where they are those that were signed; NotThis otherwise."""
    if hashlib.sha256(data).hexdigest() != stated["page"]:
        raise NotThis(say("Its words are not those that were signed."))
    value, problem = parsed(data.decode("utf-8", "replace"))
    if problem or not isinstance(value, dict):
        raise NotThis(say("Its words cannot be read."))
    if (value.get("number"), value.get("publication"), value.get("id")) != (entry.check, entry.number, entry.id):
        raise NotThis(say("Its words are those of another check."))
    return value


def review_in(page: Mapping[str, Any], entry: Listed, *, newsroom: str) -> OthersReview:
    """A page's check in the form in which checks of others are kept; NotThis where it says no claim."""
    claim = text_of(page.get("statement"))[:CLAIM_CHARACTERS]
    if not claim:
        raise NotThis(say("It does not say which claim was checked."))
    claimant, rating, site = (_object(page.get(name)) for name in ("claimant", "rating", "site"))
    tone = rating.get("tone")
    return OthersReview(
        url=entry.url,
        claim=claim,
        claimant=text_of(claimant.get("name"))[:NAME_CHARACTERS],
        claim_date=_day(page.get("said_on")),
        publisher=text_of(site.get("name"))[:NAME_CHARACTERS] or newsroom,
        rating=text_of(rating.get("label"))[:NAME_CHARACTERS],
        tone=tone if type(tone) is int and 1 <= tone <= 5 else None,
        reviewed_on=_day(page.get("published_at")),
        language=text_of(page.get("language") or site.get("language"))[:12],
        raw={"summary": text_of(page.get("summary"))[:CLAIM_CHARACTERS]},
    )


def moment_in(text: str) -> datetime | None:
    """The moment a statement names, where it is one."""
    found = read_date(text)
    return found.at if found else None


def _listed(item: Any, url: str) -> Listed | None:
    if not isinstance(item, dict) or type(item.get("publication")) is not int or not 0 < item["publication"] < 10**6:
        return None
    words = {name: item.get(name) for name in ("id", "number", "kind", "signed", "signature")}
    if not all(isinstance(value, str) and len(value) < URL_CHARACTERS for value in words.values()) or not words["id"]:
        return None
    address, page_url = _own(item.get("url"), url), _own(item.get("page_url"), url)
    if not address or not page_url:
        return None
    return Listed(
        id=str(words["id"]),
        number=item["publication"],
        kind=str(words["kind"]),
        check=str(words["number"]),
        url=address,
        page_url=page_url,
        signed=str(words["signed"]),
        signature=str(words["signature"]),
    )


def _own(value: Any, url: str) -> str:
    """The address, completed and on the same site as `url`; empty otherwise."""
    if not isinstance(value, str) or not value or len(value) > URL_CHARACTERS:
        return ""
    try:
        whole = urljoin(url, value)
        return whole if len(whole) <= URL_CHARACTERS and same_site(whole, url) else ""
    except (ValueError, FetchError):
        return ""


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _day(value: Any) -> date | None:
    found = read_date(value) if isinstance(value, str) and len(value) < 60 else None
    return found.at.date() if found else None
