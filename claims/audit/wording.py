"""How each kind of act is told: the words after the name of whoever acted."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from claims import formats
from claims.audit.coded_words import code, listed
from claims.audit.models import AuditEvent
from claims.sentences import mark


@dataclass(frozen=True)
class Part:
    """Some words of a sentence; `kind` and `id` say what they could link to, if to anything."""

    text: str
    kind: str = ""
    id: int = 0


type Names = Mapping[int, str]
type Piece = Part | str
type Tell = Callable[[AuditEvent, Names], Iterable[Piece]]
"""The rest of a sentence after the name of whoever acted."""


def pieces(sentence: str, **parts: Piece | Iterable[Piece]) -> list[Piece]:
    """A sentence cut at its placeholders, with the parts in their places, in whatever order the language has them."""
    found: list[Piece] = []
    for number, text in enumerate(_PLACEHOLDER.split(sentence)):
        part = parts[text] if number % 2 else text
        found += [part] if isinstance(part, Part | str) else list(part)
    return [piece for piece in found if piece]


_PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def person(person_id: object, names: Names) -> Part:
    """A person by name, with a link; whatever is no id is nobody."""
    if not isinstance(person_id, int):
        return Part(_("nobody"))
    return Part(names.get(person_id, _("person %(id)s") % {"id": person_id}), "person", person_id)


def claim(claim_id: object) -> Part:
    """A claim by its number, with a link."""
    return Part(f"FC-{claim_id:04d}", "claim", claim_id) if isinstance(claim_id, int) else Part(_("a claim"))


def day(value: object) -> str:
    """18 March, with the year where it is another one."""
    if not isinstance(value, str) or not value:
        return ""
    at = timezone.localtime(datetime.fromisoformat(value))
    return formats.day_of_year(at) if at.year == timezone.localtime().year else formats.day(at)


def moment(value: object) -> str:
    """18 March, 14:30."""
    if not value:
        return ""
    return _("%(day)s, %(time)s") % {"day": day(value), "time": formats.clock(datetime.fromisoformat(str(value)))}


def due(event: AuditEvent, did: Iterable[Piece]) -> Iterable[Piece]:
    """What was done, with the due date that came with it: after a comma."""
    until = day(event.data.get("due_at"))
    return pieces(_("%(did)s, due %(day)s"), did=did, day=until) if until else did


def matched(sentence: str) -> Tell:
    """Confirmed the likeness with FC-0917, or with an outside fact-check."""

    def told(event: AuditEvent, names: Names) -> Iterable[Piece]:
        number = event.data.get("claim")
        return pieces(_(sentence), what=claim(number) if number else _("a fact-check of another newsroom"))

    return told


def with_fields(did: Iterable[Piece], event: AuditEvent) -> Iterable[Piece]:
    """What was done, and in brackets which fields it changed, where they are known."""
    changed = listed(event.data.get("fields") or [])
    return pieces(_("%(did)s (%(fields)s)"), did=did, fields=changed) if changed else did


def signing(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Began to sign with a key."""
    return [_("began to sign with the key %(key)s") % {"key": event.data.get("fingerprint")}]


def says(words: str) -> Tell:
    """The same words every time."""
    return lambda event, names: [_(words)]


def picked_up(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Picked it up, due 18 March."""
    return due(event, [_("picked it up")])


def assigned(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Assigned Ines Okafor, due 18 March."""
    return due(event, pieces(_("assigned %(person)s"), person=person(event.data.get("reviewer"), names)))


def reassigned(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Gave it from Ines Okafor to Milo Brandt."""
    before, after = event.data.get("from"), event.data.get("reviewer")
    receiver = person(after, names)
    given = (
        pieces(_("gave it from %(giver)s to %(receiver)s"), giver=person(before, names), receiver=receiver)
        if before
        else pieces(_("gave it to %(receiver)s"), receiver=receiver)
    )
    return due(event, given)


def released(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Put it back into the queue, or took it from somebody first."""
    held_by = event.data.get("reviewer")
    if held_by in (None, event.actor_id):
        return [_("put it back into the queue")]
    return pieces(_("took it from %(person)s and put it back into the queue"), person=person(held_by, names))


def parked(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Lets it wait until 18 March, for the press office."""
    words = _("lets it wait until %(day)s, for %(whom)s")
    return [words % {"day": day(event.data.get("until")), "whom": event.data.get("waiting_on")}]


def woken(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Took it up again, or the clock woke it."""
    return [_("took it up again") if event.actor_id else _("woke it, as the time to wait was over")]


def closed(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Closed it: no capacity."""
    return [_("closed it: %(reason)s") % {"reason": code(event.data.get("reason"))}]


def submitted(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Submitted revision 2 for a second review."""
    return [_("submitted revision %(number)s for a second review") % {"number": event.data.get("revision")}]


def approved(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Approved revision 2, and whether that is enough."""
    words = (
        _("approved revision %(number)s; one more approval is needed")
        if event.to_state == event.from_state
        else _("approved revision %(number)s")
    )
    return [words % {"number": event.data.get("revision")}]


def scheduled(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Set it to be published on 18 March, 09:00."""
    return [_("set it to be published on %(moment)s") % {"moment": moment(event.data.get("publish_at"))}]


def published(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Published it, or version 2 of it."""
    number = event.data.get("publication")
    if number == 1:
        return [_("published it") if event.actor_id else _("published it at the set time")]
    words = _("published version %(number)s") if event.actor_id else _("published version %(number)s at the set time")
    return [words % {"number": number}]


def correction_opened(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Opened a clarification."""
    words = {
        "clarification": _("opened a clarification"),
        "correction": _("opened a correction"),
        "update": _("opened an update"),
    }
    return [words.get(str(event.data.get("class")), _("opened a correction"))]


def retracted(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Retracted it, as Milo Brandt had asked."""
    asked_by = event.data.get("asked_by")
    if not asked_by:
        return [_("retracted it")]
    return pieces(_("retracted it, as %(person)s had asked"), person=person(asked_by, names))


def retraction_dropped(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Dropped the request for a retraction."""
    asked_by = event.data.get("asked_by")
    if asked_by in (None, event.actor_id):
        return [_("dropped the request for a retraction")]
    return pieces(_("dropped the request of %(person)s for a retraction"), person=person(asked_by, names))


def due_changed(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Moved the due date from 18 to 20 March."""
    before, after = day(event.data.get("before")), day(event.data.get("after"))
    if not after:
        return [_("took away the due date, %(day)s") % {"day": before}]
    if not before:
        return [_("set the due date to %(day)s") % {"day": after}]
    return [_("moved the due date from %(before)s to %(after)s") % {"before": before, "after": after}]


def topics_changed(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Filed it under Transport and took it out of Health."""
    added, removed = event.data.get("added") or [], event.data.get("removed") or []
    facts = {"added": listed(added), "removed": listed(removed)}
    if added and removed:
        return [_("filed it under %(added)s and took it out of %(removed)s") % facts]
    return [(_("filed it under %(added)s") if added else _("took it out of %(removed)s")) % facts]


def priority_changed(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Changed the priority from Normal to Urgent."""
    words = _("changed the priority from %(before)s to %(after)s")
    return [words % {"before": code(event.data.get("before")), "after": code(event.data.get("after"))}]


def threshold_changed(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Set the score from which candidates are listed from 0.00 to 0.43."""
    before, after = event.data.get("before"), event.data.get("after")
    words = _("set the score from which candidates are listed from %(before)s to %(after)s")
    return [words % {"before": before, "after": after}]


def commented(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Commented, to Ines Okafor."""
    what = _("answered a comment") if event.data.get("reply_to") else _("commented")
    mentioned = [person(each, names) for each in event.data.get("mentioned") or []]
    told: Iterable[Piece] = [Part(what, "comment", int(event.data.get("comment") or 0))]
    for number, somebody in enumerate(mentioned):
        words = _("%(did)s, to %(person)s") if number == 0 else _("%(did)s and %(person)s")
        told = pieces(words, did=told, person=somebody)
    return told


def fields(sentence: str) -> Tell:
    """What was changed of something, field by field where they are known."""

    def tell(event: AuditEvent, names: Names) -> Iterable[Piece]:
        return with_fields([_(sentence)], event)

    return tell


def draft_saved(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Changed the rating and short answer, in 5 saves."""
    parts, saves = listed(event.data.get("parts") or []), event.data.get("saves")
    done = _("changed the %(parts)s") % {"parts": parts} if parts else _("saved the draft")
    return [_("%(did)s, in %(count)s saves") % {"did": done, "count": saves} if saves else done]


def source(sentence: str) -> Tell:
    """An act on one source, with a link to it."""

    def tell(event: AuditEvent, names: Names) -> Iterable[Piece]:
        name = event.data.get("name")
        words = _("the source “%(name)s”") % {"name": name} if name else _("a source")
        return pieces(_(sentence), source=Part(words, "evidence", int(event.data.get("evidence") or 0)))

    return tell


def source_changed(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Changed a source (title and date)."""
    return with_fields(source(mark("changed %(source)s"))(event, names), event)


def source_copied(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Kept a copy of a source; the passage is in it."""
    sentences = {
        "found": mark("kept a copy of %(source)s; the passage is in it"),
        "not_found": mark("kept a copy of %(source)s; the passage was not found in it"),
    }
    sentence = sentences.get(str(event.data.get("quote")), mark("kept a copy of %(source)s"))
    return source(sentence)(event, names)


def table(sentence: str) -> Tell:
    """An act on a table of a source, or on one of its named cells."""
    return lambda event, names: [
        _(sentence) % {"table": event.data.get("name", ""), "cell": event.data.get("cell", "")}
    ]


def written_reason(sentence: str) -> Tell:
    """An act on the written reason for a rule."""
    return lambda event, names: [_(sentence) % {"rule": code(event.data.get("gate"))}]


def contact_changed(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Logged the claimant's answer."""
    if event.data.get("answered"):
        return [_("logged the claimant's answer")]
    return fields(mark("changed what is logged of asking the claimant"))(event, names)


def accepted(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Accepted it as FC-1042."""
    return pieces(_("accepted it as %(claim)s"), claim=claim(event.data.get("claim")))


def declined(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Declined it: not checkable."""
    return [_("declined it: %(reason)s") % {"reason": code(event.data.get("reason"))}]


def reported(words: str) -> Tell:
    """Answered the error report about FC-1042: corrected."""
    return lambda event, names: pieces(_(words), claim=claim(event.data.get("claim")))


def merged(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Merged it into FC-1042."""
    return pieces(_("merged it into %(claim)s"), claim=claim(event.data.get("claim")))


def dismissed(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Dismissed it: opinion."""
    return [_("dismissed it: %(reason)s") % {"reason": code(event.data.get("reason"))}]


def reworded(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Changed the wording from one to another."""
    before, after = event.data.get("before"), event.data.get("after")
    if before == after:
        return fields(mark("changed the claim"))(event, names)
    return [_("changed the wording from “%(before)s” to “%(after)s”") % {"before": before, "after": after}]


def undone(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Took back: dismissed."""
    return [_("took back: %(what)s") % {"what": code(str(event.data.get("undone")).removeprefix("candidate_"))}]


def appearance(sentence: str) -> Tell:
    """An act on one appearance of the claim."""

    def tell(event: AuditEvent, names: Names) -> Iterable[Piece]:
        found = Part(_("an appearance"), "candidate", int(event.data.get("candidate") or 0))
        return pieces(_(sentence), appearance=found)

    return tell


def version(sentence: str) -> Tell:
    """An act on a numbered version."""
    return lambda event, names: [_(sentence) % {"number": event.data.get("number")}]


def token(sentence: str) -> Tell:
    """An act on a named token."""
    return lambda event, names: [_(sentence) % {"name": event.data.get("name")}]


def roles_asked(sentence: str) -> Tell:
    """An act on the roles that one admin asks another to confirm."""
    return lambda event, names: [_(sentence) % {"roles": listed(event.data.get("roles") or [])}]


def rating(sentence: str) -> Tell:
    """An act on a rating, with the fields that changed."""

    def tell(event: AuditEvent, names: Names) -> Iterable[Piece]:
        told = [_(sentence) % {"label": event.data.get("label")}]
        return with_fields(told, event) if event.action == "rating_changed" else told

    return tell


def unknown(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """What the admin records of its lists: topic_added, outlet_changed; and whatever has no words of its own."""
    what, _line, verb = event.action.rpartition("_")
    if verb in ("added", "changed") and what:
        facts = {"what": code(what), "name": event.data.get("name")}
        if facts["name"]:
            told = _("added the %(what)s “%(name)s”") if verb == "added" else _("changed the %(what)s “%(name)s”")
        else:
            told = _("added the %(what)s") if verb == "added" else _("changed the %(what)s")
        return with_fields([told % facts], event)
    return [_("did: %(what)s") % {"what": code(event.action)}]
