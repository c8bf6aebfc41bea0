"""Gates on the evidence: enough of it, near enough to the fact, on both sides, and kept."""

from itertools import combinations
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims import formats
from claims.verdicts.enums import CopyState, QuoteState, SourceKind, Stance
from claims.verdicts.gates.dossier import Dossier, Severity
from claims.verdicts.markdown import CITATION, cited_numbers
from claims.verdicts.models import Evidence, EvidenceCopy

type Answer = tuple[Severity, str] | tuple[Severity, str, str]


def independent_sources(dossier: Dossier) -> Answer:
    """Two sources do not come from the same house."""
    if any(_are_independent(one, other) for one, other in combinations(dossier.sources, 2)):
        return "ok", _("At least two sources are independent of each other.")
    if len(dossier.sources) < 2:
        if dossier.sources:
            return "block", _(
                "There is one source. Add at least two from different publishers, or say why that is not possible."
            )
        return "block", _(
            "There is no source yet. Add at least two from different publishers, or say why that is not possible."
        )
    return "block", (
        _("The sources come from one publisher, or name none. Add one from somebody else, or say why there is none.")
    )


def primary_source(dossier: Dossier) -> Answer:
    """One source is the record itself, not a report of it."""
    count = sum(source.kind == SourceKind.PRIMARY for source in dossier.sources)
    if not count:
        return "block", _("Add at least one primary source, or say why there is none.")
    return "ok", ngettext("One source is primary.", "%(count)s sources are primary.", count) % {"count": count}


def both_sides(dossier: Dossier) -> Answer:
    """Evidence for the claim and evidence against it was looked for."""
    stances = {source.stance for source in dossier.sources}
    if Stance.SUPPORTS not in stances and Stance.REFUTES not in stances:
        return "block", _("Add evidence for the claim and against it, or say why there is none.")
    if Stance.SUPPORTS not in stances:
        return "block", _("No source supports the claim. Add what speaks for it, or say why there is none.")
    if Stance.REFUTES not in stances:
        return "block", _("No source refutes the claim. Add what speaks against it, or say why there is none.")
    return "ok", _("There is evidence for the claim and against it.")


def archived(dossier: Dossier) -> Answer:
    """Of every source the desk keeps a dated copy, or says that none can be had."""
    lacking = [source for source in dossier.sources if not _is_settled(source)]
    if not lacking:
        doubtful = [source for source in dossier.sources if (kept := _newest_kept(source)) and kept.doubt]
        if doubtful:
            sentence = _(
                "The kept copy of %(source)s looks like a page before it. Open it; if so, upload what you see."
            )
            return "warn", sentence % {"source": _named(doubtful[0])}, f"evidence-{doubtful[0].pk}"
        return "ok", _("A dated copy of every source is kept, or it is said why not.")
    place = f"evidence-{lacking[0].pk}"
    if len(lacking) > 1:
        return (
            "block",
            _("%(count)s sources have no dated copy yet. Begin with %(lacking)s.")
            % {"count": len(lacking), "lacking": _named(lacking[0])},
            place,
        )
    if any(copy.state in (CopyState.QUEUED, CopyState.RUNNING) for copy in _copies(lacking[0])):
        return (
            "block",
            _("The copy of %(lacking)s is being made. Wait a moment, or upload the file.")
            % {"lacking": _named(lacking[0])},
            place,
        )
    return (
        "block",
        (
            _("There is no dated copy of %(lacking)s. Try again, upload the file, or mark it as impossible to archive.")
            % {"lacking": _named(lacking[0])}
        ),
        place,
    )


def quotes_found(dossier: Dossier) -> Answer:
    """Every quoted passage stands in the copy that was kept."""
    astray = [source for source in dossier.sources if source.quote_state == QuoteState.NOT_FOUND]
    if not astray:
        return "ok", _("No quoted passage is missing from its copy.")
    sentence = _("The passage quoted from %(astray)s was not found in its copy. Compare the words.") % {
        "astray": _named(astray[0])
    }
    if len(astray) > 1:
        sentence = _("%(count)s quoted passages were not found in their copies. Begin with %(astray)s.") % {
            "count": len(astray),
            "astray": _named(astray[0]),
        }
    return "warn", sentence, f"evidence-{astray[0].pk}"


def citations_lead_somewhere(dossier: Dossier) -> Answer:
    """Every source that the explanation cites by its number is there."""
    explanation = dossier.verdict.explanation if dossier.verdict else ""
    there = len(dossier.sources)
    if any(int(number) > there for number in CITATION.findall(explanation)):
        missing = sorted(number for number in cited_numbers(explanation) if number > there)
        if missing:
            cited = formats.listed(f"[{number}]" for number in missing)
            return "warn", _("The explanation cites %(cited)s, and there is no such source. Check the numbers.") % {
                "cited": cited
            }
    return "ok", _("Every citation leads to a source.")


def _are_independent(one: Evidence, other: Evidence) -> bool:
    """Different publishers where both are named, else different hosts where both are known."""
    publishers = (_publisher(one), _publisher(other))
    if all(publishers):
        return publishers[0] != publishers[1]
    hosts = (_host(one), _host(other))
    return all(hosts) and not (
        hosts[0] == hosts[1] or hosts[0].endswith(f".{hosts[1]}") or hosts[1].endswith(f".{hosts[0]}")
    )


def _publisher(source: Evidence) -> str:
    return " ".join(source.publisher.casefold().split()).removeprefix("the ")


def _host(source: Evidence) -> str:
    return (urlsplit(source.url).hostname or "").removeprefix("www.")


def _newest_kept(source: Evidence) -> EvidenceCopy | None:
    kept = (copy for copy in _copies(source) if copy.state == CopyState.KEPT)
    return max(kept, key=lambda copy: copy.pk, default=None)


def _copies(source: Evidence) -> list[EvidenceCopy]:
    copies: list[EvidenceCopy] = getattr(source, "loaded_copies", [])
    return copies


def _is_settled(source: Evidence) -> bool:
    return any(copy.state in (CopyState.KEPT, CopyState.IMPOSSIBLE) for copy in _copies(source))


def _named(source: Evidence) -> str:
    name = str(source)
    return _("“%(name)s”") % {"name": name if len(name) <= 80 else f"{name[:79]}…"}
