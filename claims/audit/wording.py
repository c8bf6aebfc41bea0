"""How each kind of act is told: the words after the name of whoever acted."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from claims import formats
from claims.audit.models import AuditEvent


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


def person(person_id: object, names: Names) -> Part:
    """A person by name, with a link; whatever is no id is nobody."""
    if not isinstance(person_id, int):
        return Part("nobody")
    return Part(names.get(person_id, f"person {person_id}"), "person", person_id)


def claim(claim_id: object) -> Part:
    """A claim by its number, with a link."""
    return Part(f"FC-{claim_id:04d}", "claim", claim_id) if isinstance(claim_id, int) else Part("a claim")


def day(value: object) -> str:
    """18 March, with the year where it is another one."""
    if not isinstance(value, str) or not value:
        return ""
    at = timezone.localtime(datetime.fromisoformat(value))
    return formats.day_of_year(at) if at.year == timezone.localtime().year else formats.day(at)


def moment(value: object) -> str:
    """18 March, 14:30."""
    return f"{day(value)}, {formats.clock(datetime.fromisoformat(str(value)))}" if value else ""


def due(event: AuditEvent) -> str:
    """The due date that came with an assignment, after a comma."""
    until = day(event.data.get("due_at"))
    return f", due {until}" if until else ""


def code(value: object) -> str:
    """A coded word as it reads: no_capacity is no capacity."""
    return str(value or "").replace("_", " ")


def matched(did: str) -> Tell:
    """Confirmed the likeness with FC-0917, or with an outside fact-check."""

    def told(event: AuditEvent, names: Names) -> Iterable[Piece]:
        number = event.data.get("claim")
        return [f"{did} the likeness with ", claim(number) if number else "a fact-check of another newsroom"]

    return told


def listed(words: Iterable[object]) -> str:
    """One, two and three."""
    items = [_READABLE.get(str(word), code(word)) for word in words]
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""


_READABLE = {
    "summary": "short answer",
    "statement": "wording",
    "said_on": "day it was said",
    "said_where": "place it was said",
    "words_said": "words said",
    "words_heard": "mark for heard words",
    "published_on": "date",
    "url": "address",
    "quote": "quoted passage",
    "display_name": "name",
    "groups": "roles",
    "max_open": "claims at once",
    "is_active": "may sign in",
}


def says(words: str) -> Tell:
    """The same words every time."""
    return lambda event, names: [words]


def picked_up(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Picked it up, due 18 March."""
    return ["picked it up", due(event)]


def assigned(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Assigned Ines Okafor, due 18 March."""
    return ["assigned ", person(event.data.get("reviewer"), names), due(event)]


def reassigned(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Gave it from Ines Okafor to Milo Brandt."""
    before, after = event.data.get("from"), event.data.get("reviewer")
    giver: list[Piece] = [" from ", person(before, names)] if before else []
    return ["gave it", *giver, " to ", person(after, names), due(event)]


def released(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Put it back into the queue, or took it from somebody first."""
    held_by = event.data.get("reviewer")
    if held_by in (None, event.actor_id):
        return ["put it back into the queue"]
    return ["took it from ", person(held_by, names), " and put it back into the queue"]


def parked(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Parked it until 18 March, waiting on the press office."""
    return [f"parked it until {day(event.data.get('until'))}, waiting on {event.data.get('waiting_on')}"]


def woken(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Took it up again, or the clock woke it."""
    return ["took it up again" if event.actor_id else "woke it, as the time to wait was over"]


def closed(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Closed it: no capacity."""
    return [f"closed it: {code(event.data.get('reason'))}"]


def submitted(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Submitted revision 2 for a second review."""
    return [f"submitted revision {event.data.get('revision')} for a second review"]


def approved(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Approved revision 2, and whether that is enough."""
    more = "; one more approval is needed" if event.to_state == event.from_state else ""
    return [f"approved revision {event.data.get('revision')}{more}"]


def scheduled(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Set it to be published on 18 March, 09:00."""
    return [f"set it to be published on {moment(event.data.get('publish_at'))}"]


def published(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Published it, or version 2 of it."""
    number = event.data.get("publication")
    when = "" if event.actor_id else " at the set time"
    return [f"published it{when}" if number == 1 else f"published version {number}{when}"]


def correction_opened(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Opened a clarification."""
    kind = code(event.data.get("class"))
    return [f"opened {'an' if kind[:1] in 'aeiou' else 'a'} {kind}"]


def retracted(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Retracted it, as Milo Brandt had asked."""
    asked_by = event.data.get("asked_by")
    request: list[Piece] = [", as ", person(asked_by, names), " had asked"] if asked_by else []
    return ["retracted it", *request]


def retraction_dropped(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Dropped the request for a retraction."""
    asked_by = event.data.get("asked_by")
    if asked_by in (None, event.actor_id):
        return ["dropped the request for a retraction"]
    return ["dropped the request of ", person(asked_by, names), " for a retraction"]


def due_changed(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Moved the due date from 18 to 20 March."""
    before, after = day(event.data.get("before")), day(event.data.get("after"))
    if not after:
        return [f"took away the due date, {before}"]
    return [f"moved the due date from {before} to {after}" if before else f"set the due date to {after}"]


def topics_changed(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Filed it under Transport and took it out of Health."""
    added, removed = event.data.get("added") or [], event.data.get("removed") or []
    done = [f"filed it under {listed(added)}"] if added else []
    done += [f"took it out of {listed(removed)}"] if removed else []
    return [" and ".join(done)]


def priority_changed(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Changed the priority from Normal to Urgent."""
    return [f"changed the priority from {event.data.get('before')} to {event.data.get('after')}"]


def threshold_changed(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Set the score from which candidates are listed from 0.00 to 0.43."""
    before, after = event.data.get("before"), event.data.get("after")
    return [f"set the score from which candidates are listed from {before} to {after}"]


def commented(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Commented, to Ines Okafor."""
    what = "answered a comment" if event.data.get("reply_to") else "commented"
    mentioned = [person(each, names) for each in event.data.get("mentioned") or []]
    pieces: list[Piece] = [Part(what, "comment", int(event.data.get("comment") or 0))]
    for number, somebody in enumerate(mentioned):
        pieces += [", to " if number == 0 else " and ", somebody]
    return pieces


def fields(verb: str) -> Tell:
    """What was changed of something, field by field where they are known."""

    def tell(event: AuditEvent, names: Names) -> Iterable[Piece]:
        fields = listed(event.data.get("fields") or [])
        return [verb, f" ({fields})" if fields else ""]

    return tell


def draft_saved(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Changed the rating and short answer, in 5 saves."""
    parts, saves = listed(event.data.get("parts") or []), event.data.get("saves")
    return [f"changed the {parts}" if parts else "saved the draft", f", in {saves} saves" if saves else ""]


def source(verb: str, after: str = "") -> Tell:
    """An act on one source, with a link to it."""

    def tell(event: AuditEvent, names: Names) -> Iterable[Piece]:
        name = event.data.get("name")
        words = f"the source “{name}”" if name else "a source"
        return [f"{verb} ", Part(words, "evidence", int(event.data.get("evidence") or 0)), after]

    return tell


def source_changed(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Changed a source (title and date)."""
    fields = listed(event.data.get("fields") or [])
    return [*source("changed")(event, names), f" ({fields})" if fields else ""]


def source_copied(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Kept a copy of a source; the passage is in it."""
    found = {"found": "; the passage is in it", "not_found": "; the passage was not found in it"}
    quote = found.get(str(event.data.get("quote")), "")
    return [*source("kept a copy of")(event, names), quote]


def written_reason(verb: str) -> Tell:
    """An act on the written reason for a rule."""
    return lambda event, names: [f"{verb} the rule “{code(event.data.get('gate'))}”"]


def contact_changed(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Logged the claimant's answer."""
    if event.data.get("answered"):
        return ["logged the claimant's answer"]
    return fields("changed what is logged of asking the claimant")(event, names)


def accepted(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Accepted it as FC-1042."""
    return ["accepted it as ", claim(event.data.get("claim"))]


def declined(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Declined it: not checkable."""
    return [f"declined it: {code(event.data.get('reason'))}"]


def merged(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Merged it into FC-1042."""
    return ["merged it into ", claim(event.data.get("claim"))]


def dismissed(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Dismissed it: opinion."""
    return [f"dismissed it: {code(event.data.get('reason'))}"]


def reworded(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Changed the wording from one to another."""
    before, after = event.data.get("before"), event.data.get("after")
    if before == after:
        return fields("changed the claim")(event, names)
    return [f"changed the wording from “{before}” to “{after}”"]


def undone(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Took back: dismissed."""
    return [f"took back: {code(str(event.data.get('undone')).removeprefix('candidate_'))}"]


def appearance(verb: str, after: str) -> Tell:
    """An act on one appearance of the claim."""

    def tell(event: AuditEvent, names: Names) -> Iterable[Piece]:
        return [f"{verb} ", Part("an appearance", "candidate", int(event.data.get("candidate") or 0)), after]

    return tell


def version(verb: str) -> Tell:
    """An act on a numbered version."""
    return lambda event, names: [f"{verb} version {event.data.get('number')}"]


def token(verb: str) -> Tell:
    """An act on a named token."""
    return lambda event, names: [f"{verb} the token “{event.data.get('name')}”"]


def rating(verb: str) -> Tell:
    """An act on a rating, with the fields that changed."""

    def tell(event: AuditEvent, names: Names) -> Iterable[Piece]:
        fields = listed(event.data.get("fields") or []) if verb == "changed" else ""
        return [f"{verb} the rating “{event.data.get('label')}”", f" ({fields})" if fields else ""]

    return tell


def person_changed(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """Changed the roles from reviewer to editor, or other fields of the account."""
    before, after = event.data.get("roles_before") or [], event.data.get("roles_after") or []
    if before != after:
        return [f"changed the roles from {listed(before) or 'none'} to {listed(after) or 'none'}"]
    return fields("changed the account")(event, names)


def unknown(event: AuditEvent, names: Names) -> Iterable[Piece]:
    """What the admin records of its lists: topic_added, outlet_changed; and whatever has no words of its own."""
    what, _, verb = event.action.rpartition("_")
    if verb in ("added", "changed") and what:
        name = event.data.get("name")
        named = f" “{name}”" if name else ""
        return fields(f"{verb} the {code(what)}{named}")(event, names)
    return [f"did: {code(event.action)}"]
