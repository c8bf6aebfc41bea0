"""Gathering published checks into an explainer: writing, submitting, and the second person who stands behind it.

No claim moves by it. The steps are those of a translation: somebody who wrote none of it approves exactly these words.
"""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.audit.services import record
from claims.errors import Blocked, Stale, WrongState
from claims.publishing.explainer_words import ExplainerWords, ask_complete, ask_fitting, checked, told, words_of
from claims.verdicts.approved_words import (
    ask_same_words,
    keep,
    note_to_colleagues,
    refuse,
    show_to_readers,
)
from claims.verdicts.content import Content, content_hash
from claims.verdicts.enums import PublicationKind
from claims.verdicts.explainer_pages import (
    Appearing,
    card_of_explainer,
    content_of_explainer,
    content_of_retraction,
    page_of_explainer,
)
from claims.verdicts.explainers import current_checks
from claims.verdicts.models import Explainer, ExplainerRevision, ExplainerState, Newsroom
from claims.verdicts.site_settings import locked_newsroom, touch


class StaleExplainer(Stale):
    """Somebody saved other words meanwhile: `stored` is what they are now."""

    def __init__(self, stored: Explainer) -> None:
        self.stored = stored
        super().__init__(
            _("%(who)s changed this explainer after you opened it. Yours is still here: compare, then save again.")
            % {"who": stored.updated_by}
        )


def may_write(person: User) -> str:
    """The sentence that refuses this person to write explainers, or an empty string."""
    return "" if person.may(Right.ASSIGN) else _("Your role does not let you write explainers. Ask an editor.")


def may_judge(revision: ExplainerRevision, person: User) -> str:
    """The sentence that refuses this person to approve these words or send them back, or an empty string."""
    if not person.may(Right.APPROVE):
        return _("Your role does not let you approve explainers. Ask an approver.")
    if person not in revision.authors.all():
        return ""
    if revision.kind == PublicationKind.RETRACTION:
        return _("You asked for this retraction, so somebody else has to confirm it.")
    return _("You wrote a part of this explainer, so somebody else has to judge it.")


def save_explainer(*, explainer_id: int | None, words: ExplainerWords, expected_version: int, actor: User) -> Explainer:
    """Keep the words, as those of a new explainer where no number is given.

    `expected_version` is the `lock_version` that was seen, 0 before there was one. Saving what is kept changes nothing.
    """
    refuse(may_write(actor))
    words = checked(words)
    with transaction.atomic():
        row = Explainer(lock_version=0, state=ExplainerState.DRAFT) if explainer_id is None else _row(explainer_id)
        if row.state == ExplainerState.SUBMITTED:
            raise WrongState(_("This explainer waits for a second person. Take it back to change it."))
        _ask_not_retracted(row)
        if explainer_id is not None and words_of(row) == words:
            return row
        if row.lock_version != expected_version:
            raise StaleExplainer(row)
        ask_fitting(words, {part["claim"] for part in row.parts})
        _take(row, words)
        row.state = ExplainerState.DRAFT
        keep(row, actor)
        row.writers.add(actor)
        record(action="explainer_saved", **_about(row, actor))
    return row


def submit_explainer(*, explainer_id: int, expected_version: int, actor: User) -> Explainer:
    """Freeze the words for a second person, with the numbers of the checks as they stand now."""
    refuse(may_write(actor))
    with transaction.atomic():
        row = _locked(explainer_id, expected_version)
        if row.state != ExplainerState.DRAFT:
            raise WrongState(_("There is nothing new to submit. Change the words first."))
        checks = current_checks([part["claim"] for part in row.parts])
        earlier = _seen_by_readers(row)
        ask_complete(row, checks, earlier)
        content = content_of_explainer(row, checks)
        if earlier and told(content) == told(earlier.content):
            raise Blocked(_("Readers see exactly this already. Change something, or leave it as it is."))
        revision = _freeze(row, content, actor)
        revision.authors.set(row.writers.all())
        revision.checks.set(checks.values())
        _wait(row, actor)
        record(action="explainer_submitted", **_about(row, actor))
    return row


def ask_retraction(*, explainer_id: int, note: str, expected_version: int, actor: User) -> Explainer:
    """Ask a second person to retract what readers see; the note is for readers, the words being written stay."""
    refuse(may_write(actor))
    with transaction.atomic():
        row = _locked(explainer_id, expected_version)
        earlier = _seen_by_readers(row)
        if earlier is None or earlier.kind == PublicationKind.RETRACTION:
            raise WrongState(_("Only an explainer that readers see can be retracted."))
        if row.state == ExplainerState.SUBMITTED:
            raise WrongState(_("This explainer waits for a second person. Take it back first."))
        content = content_of_retraction(row, earlier.content["title"], note_to_colleagues(note))
        revision = _freeze(row, content, actor)
        revision.authors.set([actor])
        _wait(row, actor)
        record(action="explainer_retraction_asked", note=content["note"], **_about(row, actor))
    return row


def take_back_explainer(*, explainer_id: int, expected_version: int, actor: User) -> Explainer:
    """Go on writing what waits for a second person, or take the request to retract back."""
    refuse(may_write(actor))
    with transaction.atomic():
        row = _locked(explainer_id, expected_version)
        _ask_submitted(row)
        row.state = _state_of_words(row)
        keep(row, actor)
        record(action="explainer_taken_back", **_about(row, actor))
    return row


def send_back_explainer(*, explainer_id: int, note: str, expected_version: int, actor: User) -> Explainer:
    """Ask for changes, or decline to retract, with a note that says why."""
    with transaction.atomic():
        row = _locked(explainer_id, expected_version)
        _ask_submitted(row)
        refuse(may_judge(_newest(row), actor))
        note = note_to_colleagues(note)
        row.state, row.sent_back = _state_of_words(row), note
        keep(row, actor)
        record(action="explainer_sent_back", note=note, **_about(row, actor))
    return row


def approve_explainer(*, explainer_id: int, seen_hash: str, expected_version: int, actor: User) -> ExplainerRevision:
    """Show exactly these words to readers from now on, or the notice in their place, as the second person."""
    with transaction.atomic():
        row = _locked(explainer_id, expected_version)
        _ask_submitted(row)
        revision = _newest(row)
        refuse(may_judge(revision, actor))
        ask_same_words(revision, seen_hash)
        changed = revision.checks.filter(is_current=False).order_by("claim").first()
        if changed:
            raise Blocked(
                _("%(number)s was changed since. Send the explainer back to be brought up to date.")
                % {"number": changed.card["number"]}
            )
        _publish(row, revision, actor)
    return revision


def _publish(row: Explainer, revision: ExplainerRevision, actor: User) -> None:
    room, earlier, now = locked_newsroom(), _seen_by_readers(row), timezone.now()
    retracts = revision.kind == PublicationKind.RETRACTION
    appearing = Appearing(now, room, [str(person) for person in revision.authors.order_by("id")], [str(actor)])
    page = page_of_explainer(revision, earlier, appearing)
    revision.published_number = page["publication"]
    revision.save(update_fields=["published_number"])
    card = card_of_explainer(page)
    show_to_readers(revision, earlier=earlier, page=page, card=card, approver=actor, now=now)
    row.slug, row.sent_back = page["slug"], ""
    row.state = ExplainerState.RETRACTED if retracts else ExplainerState.PUBLISHED
    row.kind, row.note = PublicationKind.FIRST, ""
    keep(row, actor)
    row.writers.clear()
    more = -1 if retracts else int(earlier is None)
    Newsroom.objects.filter(pk=room.pk).update(explainers=F("explainers") + more)
    touch()
    record(
        action="explainer_retracted" if retracts else "explainer_approved",
        note=revision.content["note"],
        **_about(row, actor),
    )


def _freeze(row: Explainer, content: Content, actor: User) -> ExplainerRevision:
    return ExplainerRevision.objects.create(
        explainer=row,
        number=row.revisions.count() + 1,
        kind=content["kind"],
        content=content,
        content_hash=content_hash(content),
        submitted_by=actor,
        submitted_at=timezone.now(),
    )


def _wait(row: Explainer, actor: User) -> None:
    row.state, row.sent_back = ExplainerState.SUBMITTED, ""
    keep(row, actor)


def _row(explainer_id: int) -> Explainer:
    rows = Explainer.objects.select_related("updated_by").filter(pk=explainer_id)
    row = rows.select_for_update(of=("self",)).first()
    if row is None:
        raise WrongState(_("This explainer is not here. Reload the page."))
    return row


def _locked(explainer_id: int, expected_version: int) -> Explainer:
    row = _row(explainer_id)
    if row.lock_version != expected_version:
        raise StaleExplainer(row)
    return row


def _newest(row: Explainer) -> ExplainerRevision:
    return row.revisions.order_by("-number")[0]


def _seen_by_readers(row: Explainer) -> ExplainerRevision | None:
    return row.revisions.filter(is_current=True).first()


def _state_of_words(row: Explainer) -> ExplainerState:
    """Where the words stand that nobody has submitted: still being written, or just what readers see."""
    return ExplainerState.DRAFT if row.writers.exists() or not row.slug else ExplainerState.PUBLISHED


def _take(row: Explainer, words: ExplainerWords) -> None:
    row.title, row.introduction, row.closing = words.title, words.introduction, words.closing
    row.parts = [{"claim": part.claim, "sentence": part.sentence, "paragraph": part.paragraph} for part in words.parts]
    row.picture_of_id, row.kind, row.note = words.picture_of, words.kind or PublicationKind.FIRST, words.note


def _about(row: Explainer, actor: User) -> dict[str, Any]:
    """What the record keeps of every act on an explainer."""
    return {"actor": actor, "target": row, "to_state": row.state}


def _ask_not_retracted(row: Explainer) -> None:
    if row.state == ExplainerState.RETRACTED:
        raise WrongState(_("This explainer was retracted and stays so. Begin a new one."))


def _ask_submitted(row: Explainer) -> None:
    if row.state != ExplainerState.SUBMITTED:
        raise WrongState(_("This explainer does not wait for a second person. Reload the page."))
