"""What shows that a criterion is met: one function for each name of evidence, in the English of the report."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from claims.publishing.code.year import Change, Check, Year
from claims.tracking.enums import TipState
from claims.verdicts import addresses
from claims.verdicts.enums import PublicationKind, SiteTextName
from claims.verdicts.models import RatingScale
from claims.verdicts.newsroom_facts import years_of
from claims.verdicts.site_settings import site_text

LINKS: Final = 10
FEW_SOURCES: Final = 2
MOST_NAMED: Final = 15

type Link = tuple[str, str]


@dataclass(frozen=True)
class Shown:
    """What one kind of evidence says, where an assessor sees it, and what is missing."""

    says: str
    links: Sequence[Link] = ()
    missing: Sequence[str] = ()


def _checks(year: Year) -> Shown:
    count = len(year.checks)
    missing = () if count else (f"No check was first published in {year.year}.",)
    return Shown(f"{_many(count, 'check')} first published in {year.year}.", _links(year.checks), missing)


def _by_month(year: Year) -> Shown:
    months = Counter(check.month for check in year.checks)
    empty = [f"{year.year}-{month:02}" for month in range(1, 13) if not months[month]]
    said = ", ".join(f"{year.year}-{month:02}: {months[month]}" for month in sorted(months)) or "none"
    missing = (f"Months without a check: {', '.join(empty)}.",) if year.checks and empty else ()
    return Shown(f"Checks by month: {said}.", (), missing)


def _claimants(year: Year) -> Shown:
    return Shown(f"Whose claims were checked: {_tally(check.claimant or 'nobody named' for check in year.checks)}.")


def _ratings(year: Year) -> Shown:
    return Shown(f"Ratings given: {_tally(check.rating or 'none' for check in year.checks)}.")


def _sources(year: Year) -> Shown:
    few = [check for check in year.checks if check.sources < FEW_SOURCES]
    total = sum(check.sources for check in year.checks)
    missing = (f"{_many(len(few), 'check')} with fewer than two sources.",) if few else ()
    return Shown(f"{_many(total, 'source')} cited with title, date and passage.", _links(few), missing)


def _primary(year: Year) -> Shown:
    without = [check for check in year.checks if not check.primary]
    with_one = len(year.checks) - len(without)
    missing = (f"{_many(len(without), 'check')} without a source from the first hand.",) if without else ()
    return Shown(f"{_many(with_one, 'check')} with a source from the first hand.", _links(without), missing)


def _copies(year: Year) -> Shown:
    total = sum(check.copies for check in year.checks)
    return Shown(f"{_many(total, 'source')} with a dated copy and its SHA-256 on the page.")


def _asked(year: Year) -> Shown:
    named = [check for check in year.checks if check.claimant]
    unasked = [check for check in named if not check.asked]
    missing = (f"{_many(len(unasked), 'check')} without a word on asking the claimant.",) if unasked else ()
    asked = len(named) - len(unasked)
    return Shown(f"Claimants named in {_many(len(named), 'check')}, asked in {asked}.", _links(unasked), missing)


def _two_people(year: Year) -> Shown:
    said = "Nothing is published that one person wrote and another did not approve: the software refuses it."
    return Shown(said, (("How we check", _text(SiteTextName.METHODOLOGY)),))


def _tips(year: Year) -> Shown:
    taken = year.tips[TipState.ACCEPTED.value]
    said = f"{_many(year.tips.total(), 'claim')} sent in by readers, {taken} taken up."
    return Shown(said, (("Send us a claim", _text(SiteTextName.SEND)),))


def _error_reports(year: Year) -> Shown:
    waiting = year.reports[TipState.NEW.value]
    missing = (f"{_many(waiting, 'report')} of an error not answered yet.",) if waiting else ()
    said = (
        f"{_many(year.reports.total(), 'report')} of an error by readers:"
        f" {year.reports[TipState.CORRECTED.value]} led to a correction,"
        f" {year.reports[TipState.NO_ERROR.value]} were answered without one."
    )
    return Shown(said, (), missing)


def _corrections(year: Year) -> Shown:
    kinds = Counter(change.kind.value for change in year.changes)
    others = [kind.value for kind in PublicationKind if kind != PublicationKind.FIRST]
    said = ", ".join(_many(kinds[kind], kind) for kind in others)
    log = ("All of them, with what changed", addresses.absolute(f"{addresses.CHECKS}corrections/"))
    return Shown(f"In the open, each with its note: {said}.", (log, *map(_change_link, year.changes[:LINKS])))


def _corrections_policy(year: Year) -> Shown:
    return _page(SiteTextName.CORRECTIONS, "The policy on corrections is public")


def _method(year: Year) -> Shown:
    return _page(SiteTextName.METHODOLOGY, "The method is public")


def _scale(year: Year) -> Shown:
    scale = RatingScale.objects.filter(is_active=True).first()
    missing = () if scale else ("No rating scale is in use.",)
    return Shown("Every rating stands with its meaning.", (("Ratings", _text(SiteTextName.RATINGS)),), missing)


def _legal_form(year: Year) -> Shown:
    return _fact(year.room.legal_form, "Legal form", "The legal form is not told.")


def _position(year: Year) -> Shown:
    return _fact(year.room.position, "Political position", "Where the newsroom stands politically is not told.")


def _owners(year: Year) -> Shown:
    names = ", ".join(owner["name"] for owner in year.room.owners)
    return _fact(names or year.room.ownership, "Owners", "The owners are not told.")


def _team(year: Year) -> Shown:
    names = ", ".join(f"{person['name']} ({person['role']})" for person in year.room.team)
    return _fact(names, "People", "Who decides what is published is not told.")


def _contact(year: Year) -> Shown:
    missing = [] if year.room.email else ["There is no e-mail address for readers."]
    missing += [] if year.room.address else ["There is no postal address."]
    return Shown("Readers can reach the newsroom.", (("Contact", _text(SiteTextName.CONTACT)),), missing)


def _funding(year: Year) -> Shown:
    told = next((each for each in years_of(year.room) if each.year == year.year), None)
    if told is None:
        untold = (f"Who paid how much in {year.year} is not told.",)
        return Shown("Money of the year: nothing told.", (_about(),), untold)
    said = f"{told.total} {told.currency}" if told.total else "amounts in part"
    without = [row["name"] for row in told.funders if not row["amount"]]
    missing = (f"No amount is told for {', '.join(without)}.",) if without else ()
    return Shown(f"Money of {year.year}: {said}, from {_many(len(told.funders), 'source')}.", (_about(),), missing)


def _complaints(year: Year) -> Shown:
    routes = [(each["name"], each["complaints"]) for each in year.room.memberships if each["complaints"]]
    missing = () if routes else ("Readers are told of no place to complain further.",)
    return Shown("Readers are told where to complain further.", routes, missing)


EVIDENCE: Final[Mapping[str, Callable[[Year], Shown]]] = {
    "checks": _checks,
    "by_month": _by_month,
    "claimants": _claimants,
    "ratings": _ratings,
    "sources": _sources,
    "primary_sources": _primary,
    "copies": _copies,
    "asked": _asked,
    "two_people": _two_people,
    "tips": _tips,
    "error_reports": _error_reports,
    "corrections": _corrections,
    "corrections_policy": _corrections_policy,
    "method": _method,
    "scale": _scale,
    "legal_form": _legal_form,
    "position": _position,
    "owners": _owners,
    "team": _team,
    "contact": _contact,
    "funding": _funding,
    "complaints": _complaints,
}
"""Each name of evidence that a criterion may ask for."""


def _fact(told: str, what: str, missing: str) -> Shown:
    says = f"{what}: {' '.join(told.split())}" if told else f"{what}: nothing told."
    return Shown(says, (_about(),), () if told else (missing,))


def _page(name: SiteTextName, says: str) -> Shown:
    text = site_text(name)
    version = f"version {text.number} of {text.edited_at:%Y-%m-%d}" if text.number else "the wording of the software"
    missing = () if text.number else (f"The text “{text.title}” is the software's; read it and make it yours.",)
    return Shown(f"{says} ({version}).", ((str(text.title), _text(name)),), missing)


def _links(checks: Sequence[Check]) -> list[Link]:
    return [(check.title, check.address) for check in checks[:LINKS]]


def _change_link(change: Change) -> Link:
    note = f" ({' '.join(change.note.split())})" if change.note else ""
    return f"{change.day}, {change.kind.value}: {change.title}{note}", change.address


def _about() -> Link:
    return "About us", _text(SiteTextName.ABOUT)


def _text(name: SiteTextName) -> str:
    return addresses.absolute(addresses.text_path(name.value))


def _tally(names: Iterable[str]) -> str:
    counted = Counter(names)
    said = ", ".join(f"{name} {count}" for name, count in counted.most_common(MOST_NAMED))
    rest = len(counted) - MOST_NAMED
    return (said or "none") + (f", and {rest} more" if rest > 0 else "")


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
