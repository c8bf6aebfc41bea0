"""Sources for and against a claim: adding, changing, removing, ordering, and the dated copies kept of them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims import formats
from claims.accounts.models import User
from claims.audit.services import JSONValue
from claims.errors import Blocked, Stale, WrongState
from claims.fetching import FetchError, check_url, escaped_url
from claims.tracking.models import Claim
from claims.verdicts import copies, normalise_input
from claims.verdicts.copies import Content
from claims.verdicts.diffing import FIELD_NAMES
from claims.verdicts.enums import CopyState, SourceKind, Stance
from claims.verdicts.models import Evidence, EvidenceCopy
from claims.verdicts.passages import read_page
from claims.verdicts.table_differences import note_differences, tables_for
from claims.verdicts.uploads import Accepted, Misfit, Upload, inspect
from claims.workflow.editing import Change, Part, edit

SOURCES_LIMIT: Final = 200
TEXT_LIMIT: Final = 500_000
REASON_LIMIT: Final = 1000
NAME_LIMIT: Final = 120
MAX_LENGTHS: Final = {"url": 2000, "title": 500, "publisher": 200, "quote": 5000, "note": 5000, "interest": 1000}
FIELDS: Final = ("url", "title", "publisher", "published_on", "kind", "stance", "quote", "note", "interest")
NAMES: Final = {field: FIELD_NAMES[field] for field in FIELDS}

GONE: Final = gettext_lazy("This source is no longer here. Reload the claim.")


@dataclass(frozen=True)
class Source:
    """What a person says of a source; `kind` and `stance` are values of SourceKind and Stance."""

    url: str = ""
    title: str = ""
    publisher: str = ""
    published_on: date | None = None
    kind: str = ""
    stance: str = ""
    quote: str = ""
    note: str = ""
    interest: str = ""


class StaleEvidence(Stale):
    """Somebody changed the source meanwhile: `stored` is the row as it is now, `typed` what this person wrote.

    `changed` are the fields in which the two differ.
    """

    def __init__(self, stored: Evidence, typed: Source) -> None:
        self.stored, self.typed = stored, typed
        self.changed = tuple(name for name in FIELDS if getattr(stored, name) != getattr(typed, name))
        super().__init__(
            _(
                "Somebody changed this source after you opened it. What you wrote differs in: %(changed)s."
                " Nothing of yours is lost: compare the two, then save again."
            )
            % {"changed": formats.listed([_(NAMES[name]) for name in self.changed])}
        )


def add(*, claim_id: int, actor: User, source: Source, upload: Upload | None = None, text: str = "") -> Evidence:
    """Add a source by its address, as a file, or as text; the address is fetched in the background.

    With a file or with text (what a page behind a paywall or an interview says), that is the copy and nothing is
    fetched. The very same source twice, as from a double click, is one. Raises Blocked with every reason.
    """
    source, accepted = _checked(source, upload)
    text = _checked_text(text)
    added: list[Evidence] = []

    def write(claim: Claim) -> dict[str, JSONValue]:
        live = Evidence.objects.filter(claim=claim, removed_at__isnull=True)
        twin = None if accepted else live.filter(**_values(source)).first()
        if twin:
            added.append(twin)
            return {}
        if live.count() >= SOURCES_LIMIT:
            raise Blocked(
                _("A claim takes %(sources_limit)s sources. Remove one that adds nothing.")
                % {"sources_limit": SOURCES_LIMIT}
            )
        last = live.order_by("-position").values_list("position", flat=True).first()
        now = timezone.now()
        evidence = Evidence.objects.create(
            claim=claim,
            **_values(source),
            accessed_at=now,
            position=0 if last is None else last + 1,
            added_by=actor,
            added_at=now,
        )
        added.append(evidence)
        copy = _first_copy(evidence, accepted, text, files)
        return _remembered(evidence) | {"copy": copy.pk if copy else None}

    with _files_of_transaction() as files:
        edit(claim_id=claim_id, actor=actor, part=Part.EVIDENCE, action="evidence_added", change=write)
    return added[0]


def change(*, evidence_id: int, actor: User, source: Source, expected_version: int) -> Evidence:
    """Replace what is said of a source; StaleEvidence when somebody changed it after this person opened it.

    The address can change until a copy of it is kept; after that it is another source.
    """
    source, __ = _checked(source, None)

    def write(claim: Claim) -> dict[str, JSONValue]:
        evidence = _live(evidence_id)
        before = {name: getattr(evidence, name) for name in NAMES}
        changed = [name for name, value in _values(source).items() if before[name] != value]
        if not changed:
            return {}
        if evidence.lock_version != expected_version:
            raise StaleEvidence(evidence, source)
        if "url" in changed and _has_settled_copy(evidence):
            raise Blocked(
                _("A copy of the old address is kept. Remove this source and add the new address as another.")
            )
        for name in changed:
            setattr(evidence, name, getattr(source, name))
        evidence.lock_version += 1
        evidence.save(update_fields=[*changed, "lock_version"])
        if "url" in changed:
            copies.stop_live(evidence, _("The address was changed."))
            copies.queue(evidence)
        if "quote" in changed:
            copies.look_up_quote(evidence)
        return _remembered(evidence) | {"fields": list(changed)}

    return _edited(evidence_id, actor, "evidence_changed", write)


def remove(*, evidence_id: int, actor: User, expected_version: int) -> Evidence:
    """Take a source out of the verdict; the row and its copies are kept."""

    def write(claim: Claim) -> dict[str, JSONValue]:
        evidence = _live(evidence_id)
        if evidence.lock_version != expected_version:
            raise Stale(_("Somebody changed this source after you opened it. Look at it again, then remove it."))
        evidence.removed_at = timezone.now()
        evidence.lock_version += 1
        evidence.save(update_fields=["removed_at", "lock_version"])
        copies.stop_live(evidence, _("The source was removed."))
        return _remembered(evidence)

    return _edited(evidence_id, actor, "evidence_removed", write)


def reorder(*, claim_id: int, actor: User, order: Sequence[int]) -> None:
    """Put the sources into this order of ids, which is the order of the citations [1], [2], ..."""

    def write(claim: Claim) -> dict[str, JSONValue]:
        rows = list(Evidence.objects.filter(claim=claim, removed_at__isnull=True).order_by("position", "id"))
        if sorted(order) != sorted(row.pk for row in rows):
            raise Stale(
                _("Sources were added or removed after you opened this. Reload the claim, then order them again.")
            )
        if [row.pk for row in rows] == list(order):
            return {}
        for row in rows:
            row.position = order.index(row.pk)
        Evidence.objects.bulk_update(rows, ["position"])
        return {"order": list(order)}

    edit(claim_id=claim_id, actor=actor, part=Part.EVIDENCE, action="evidence_reordered", change=write)


def attach(*, evidence_id: int, actor: User, upload: Upload) -> Evidence:
    """Keep a file as the copy of a source that could not be fetched."""
    accepted = _inspected(upload)

    def write(claim: Claim) -> dict[str, JSONValue]:
        evidence = _live(evidence_id)
        copies.stop_live(evidence, _("A file was uploaded instead."))
        copy = _give_file(evidence, accepted, files)
        return _remembered(evidence) | {"copy": copy.pk}

    with _files_of_transaction() as files:
        return _edited(evidence_id, actor, "copy_uploaded", write)


def copy_again(*, evidence_id: int, actor: User) -> Evidence:
    """Ask for a fresh copy of a source's address; one that is being made already is enough."""

    def write(claim: Claim) -> dict[str, JSONValue]:
        evidence = _live(evidence_id)
        if not evidence.url:
            raise Blocked(_("This source has no address to copy. Upload the file instead."))
        # One that waits to be tried again is replaced, so that the person need not wait with it.
        live = EvidenceCopy.jobs().filter(evidence=evidence, state__in=(CopyState.QUEUED, CopyState.RUNNING))
        if live.running().exists() or live.due().exists():
            return {}
        copies.stop_live(evidence, _("Asked for again."))
        return _remembered(evidence) | {"copy": copies.queue(evidence).pk}

    return _edited(evidence_id, actor, "copy_requested", write)


def mark_impossible(*, evidence_id: int, actor: User, reason: str) -> Evidence:
    """Say that no copy of a source can be had, and why."""
    reason = normalise_input.lines(reason)
    if not reason:
        raise Blocked(_("Say why this source cannot be archived."))
    if len(reason) > REASON_LIMIT:
        raise Blocked(
            _("The reason has %(count)s characters; keep it under %(reason_limit)s.")
            % {"count": len(reason), "reason_limit": REASON_LIMIT}
        )

    def write(claim: Claim) -> dict[str, JSONValue]:
        evidence = _live(evidence_id)
        if copies.newest_kept(evidence):
            raise WrongState(_("A copy of this source is kept already."))
        copies.stop_live(evidence, _("Marked as impossible to archive."))
        copy = copies.mark_impossible(evidence, reason)
        return _remembered(evidence) | {"copy": copy.pk}

    return _edited(evidence_id, actor, "copy_impossible", write)


def _edited(evidence_id: int, actor: User, action: str, write: Change) -> Evidence:
    claim_id = Evidence.objects.filter(pk=evidence_id).values_list("claim_id", flat=True).first()
    if claim_id is None:
        raise WrongState(GONE)
    edit(claim_id=claim_id, actor=actor, part=Part.EVIDENCE, action=action, change=write)
    return Evidence.objects.get(pk=evidence_id)


def _remembered(evidence: Evidence) -> dict[str, JSONValue]:
    """Which source it was, and what it was called then."""
    name = str(evidence)
    return {"evidence": evidence.pk, "name": name if len(name) <= NAME_LIMIT else f"{name[: NAME_LIMIT - 1]}…"}


def _live(evidence_id: int) -> Evidence:
    evidence = Evidence.objects.filter(pk=evidence_id, removed_at__isnull=True).first()
    if evidence is None:
        raise WrongState(GONE)
    return evidence


def _values(source: Source) -> dict[str, Any]:
    return {field.name: getattr(source, field.name) for field in fields(source)}


def _first_copy(evidence: Evidence, accepted: Accepted | None, text: str, files: list[str]) -> EvidenceCopy | None:
    if accepted:
        return _give_file(evidence, accepted, files)
    if text:
        content = Content(
            data=text.encode(), content_type="text/plain", copied_at=timezone.now(), text=text, name="As typed in.txt"
        )
        return _give(evidence, content, files)
    return copies.queue(evidence) if evidence.url else None


def _give_file(evidence: Evidence, accepted: Accepted, files: list[str]) -> EvidenceCopy:
    page = read_page(data=accepted.data, content_type=accepted.content_type)
    content = Content(
        data=accepted.data,
        content_type=accepted.content_type,
        copied_at=timezone.now(),
        text=page.text,
        name=accepted.name,
    )
    return _give(evidence, content, files)


def _give(evidence: Evidence, content: Content, files: list[str]) -> EvidenceCopy:
    copy = copies.add_upload(evidence, content)
    note_differences(evidence, tables_for(evidence, content.data, content.content_type))
    files.append(copy.file.name or "")
    return copy


def _has_settled_copy(evidence: Evidence) -> bool:
    settled = (CopyState.KEPT, CopyState.IMPOSSIBLE)
    return EvidenceCopy.objects.filter(evidence=evidence, state__in=settled).exists()


@contextmanager
def _files_of_transaction() -> Iterator[list[str]]:
    """Names of files written on the way; they go again if what follows fails, so that no file is left without a row."""
    files: list[str] = []
    try:
        yield files
    except BaseException:
        for name in files:
            copies.forget_file(name)
        raise


def _checked(source: Source, upload: Upload | None) -> tuple[Source, Accepted | None]:
    """The source as it will be stored and the file if there is one, or Blocked with every reason."""
    source = replace(
        source,
        url=escaped_url(normalise_input.line(source.url)),
        title=normalise_input.line(source.title),
        publisher=normalise_input.line(source.publisher),
        quote=normalise_input.lines(source.quote),
        note=normalise_input.lines(source.note),
        interest=normalise_input.lines(source.interest),
    )
    reasons = [
        _("The %(names)s has %(count)s characters; keep it under %(limit)s.")
        % {"names": _(NAMES[name]), "count": f"{len(getattr(source, name)):,}", "limit": f"{limit:,}"}
        for name, limit in MAX_LENGTHS.items()
        if len(getattr(source, name)) > limit
    ]
    if source.kind not in SourceKind:
        reasons.append(_("Say whether the source is primary or secondary."))
    if source.stance not in Stance:
        reasons.append(_("Say whether the source supports the claim, refutes it, or gives context."))
    if source.published_on and source.published_on > timezone.localdate():
        reasons.append(_("The source's date lies in the future. Check it."))
    if source.url:
        try:
            check_url(source.url, allow_networks=settings.FETCH_ALLOW_NETWORKS)
        except FetchError as error:
            reasons.append(error.message)
    accepted = None
    if upload:
        try:
            accepted = inspect(upload)
        except Misfit as error:
            reasons.append(error.message)
    if not source.url and not source.title and not accepted:
        reasons.append(_("Give the source's address or its title."))
    if reasons:
        raise Blocked(" ".join(reasons), tuple(reasons))
    if accepted and not source.url and not source.title:
        source = replace(source, title=accepted.name)
    return source, accepted


def _inspected(upload: Upload) -> Accepted:
    try:
        return inspect(upload)
    except Misfit as error:
        raise Blocked(error.message) from error


def _checked_text(text: str) -> str:
    text = normalise_input.lines(text)
    if len(text) > TEXT_LIMIT:
        raise Blocked(
            _("The text has %(count)s characters; keep it under %(text_limit)s, or upload it as a file.")
            % {"count": f"{len(text):,}", "text_limit": f"{TEXT_LIMIT:,}"}
        )
    return text
