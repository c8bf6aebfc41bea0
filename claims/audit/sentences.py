"""Every recorded act as a plain sentence, in parts that a page can turn into links.

A sentence leaves out what it happened to, because a history stands on that thing's own page; `subject` names it for
lists over many things. People come from the caller by id, so that a removed person's name leaves the sentences too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from claims.audit import wording as tell
from claims.audit.models import AuditEvent
from claims.audit.wording import Names, Part, Tell

SOFTWARE = "Plumbline"

PERSON_KEYS = ("reviewer", "from", "asked_by", "person")
PEOPLE_KEYS = ("mentioned",)
"""The keys under which an event's data names people by id."""


@dataclass(frozen=True)
class Sentence:
    """What happened, without a full stop at its end; `note` is what the person wrote with it."""

    parts: tuple[Part, ...]
    subject: Part
    note: str = ""

    def __str__(self) -> str:
        return "".join(part.text for part in self.parts)

    @property
    def actor(self) -> str:
        """Whoever acted, by name."""
        return self.parts[0].text


def people_in(events: Iterable[AuditEvent]) -> set[int]:
    """The ids of everybody whom the sentences of these events name."""
    found: set[int] = set()
    for event in events:
        found.add(event.actor_id or 0)
        found.update(value for key in PERSON_KEYS if isinstance(value := event.data.get(key), int))
        for key in PEOPLE_KEYS:
            found.update(value for value in event.data.get(key) or [] if isinstance(value, int))
    return found - {0}


def sentence(event: AuditEvent, names: Names) -> Sentence:
    """The act in words: “Hana Whitlock assigned Ines Okafor, due 18 March”."""
    rest = SENTENCES.get(event.action, tell.unknown)
    pieces = [_actor(event, names), " ", *rest(event, names)]
    parts = tuple(piece if isinstance(piece, Part) else Part(piece) for piece in pieces if piece)
    return Sentence(parts, subject(event), event.note)


def subject(event: AuditEvent) -> Part:
    """What it happened to: a claim by its number, anything else by its kind and id."""
    if event.object_type == "claim":
        return tell.claim(event.object_id)
    return Part(f"{event.object_type} {event.object_id}", event.object_type, event.object_id)


def _actor(event: AuditEvent, names: Names) -> Part:
    if event.actor_id is None:
        return Part(SOFTWARE)
    return tell.person(event.actor_id, names)


SENTENCES: Mapping[str, Tell] = MappingProxyType(
    {
        # moves
        "pick_up": tell.picked_up,
        "assign": tell.assigned,
        "reassign": tell.reassigned,
        "start": tell.says("started the review"),
        "release": tell.released,
        "wait": tell.parked,
        "wake": tell.woken,
        "close": tell.closed,
        "reopen": tell.says("reopened it"),
        "submit": tell.submitted,
        "withdraw": tell.says("took the submitted verdict back"),
        "request_changes": tell.says("asked for changes"),
        "resume": tell.says("began to revise it"),
        "approve": tell.approved,
        "edit_approved": tell.says("opened the approved verdict for editing, which voided its approval"),
        "schedule": tell.scheduled,
        "unschedule": tell.says("cancelled the set time of publication"),
        "publish": tell.published,
        "open_correction": tell.correction_opened,
        "abandon_correction": tell.says("abandoned the correction"),
        "ask_retraction": tell.says("asked for a retraction"),
        "drop_retraction": tell.retraction_dropped,
        "retract": tell.retracted,
        # the claim and what surrounds it
        "claim_created": tell.says("put the claim into the queue"),
        "claim_taken_back": tell.says("took the claim back"),
        "claim_reworded": tell.reworded,
        "appearance_added": tell.appearance("added", ""),
        "appearance_removed": tell.appearance("removed", ""),
        "due_changed": tell.due_changed,
        "topics_changed": tell.topics_changed,
        "priority_changed": tell.priority_changed,
        "comment_added": tell.commented,
        "comment_resolved": tell.says("settled a comment"),
        "comment_reopened": tell.says("opened a comment again"),
        # what readers will see
        "draft_saved": tell.draft_saved,
        "evidence_added": tell.source("added"),
        "evidence_changed": tell.source_changed,
        "evidence_removed": tell.source("removed"),
        "evidence_reordered": tell.says("reordered the sources"),
        "copy_uploaded": tell.source("uploaded the copy of"),
        "evidence_copied": tell.source_copied,
        "copy_requested": tell.source("asked for a new copy of"),
        "copy_impossible": tell.source("marked", " as impossible to archive"),
        "claimant_asked": tell.says("logged that the claimant was asked"),
        "contact_changed": tell.contact_changed,
        "contact_removed": tell.says("removed an entry about asking the claimant"),
        "reason_written": tell.written_reason("wrote a reason for"),
        "reason_removed": tell.written_reason("took back the reason for"),
        # candidates
        "candidate_marked": tell.says("marked the words"),
        "candidate_accepted": tell.accepted,
        "candidate_merged": tell.merged,
        "candidate_dismissed": tell.dismissed,
        "candidate_reworded": tell.reworded,
        "candidate_split": tell.says("split it into two"),
        "candidate_removed": tell.says("took the candidate away again"),
        "candidate_undone": tell.undone,
        # what was checked before
        "match_confirmed": tell.matched("confirmed"),
        "match_rejected": tell.matched("rejected"),
        "match_reopened": tell.matched("opened again"),
        "outside_check_added": tell.says("imported the fact-check"),
        "outside_check_changed": tell.says("imported a newer state of the fact-check"),
        # articles
        "article_added": tell.says("added the article"),
        "article_changed": tell.version("read"),
        "article_language_set": tell.says("set the language of"),
        "reading_requested": tell.says("asked for another reading"),
        "reading_stopped": tell.says("stopped the reading"),
        "feed_added": tell.says("added the feed"),
        "feed_found": tell.says("found the feed that a page names"),
        "feed_followed": tell.says("began to follow the feed"),
        "feed_left_alone": tell.says("stopped following the feed"),
        "hook_made": tell.says("made an address that takes articles"),
        "hook_ended": tell.says("closed the address that takes articles"),
        "import_received": tell.says("handed in a file to import"),
        "import_columns_matched": tell.says("said what the file’s columns are"),
        "import_begun": tell.says("had the file imported"),
        "import_stopped": tell.says("stopped the import"),
        "import_ended": tell.says("came to the end of the file"),
        # what readers send in, and what other systems are told
        "tip_accepted": tell.accepted,
        "tip_declined": tell.declined,
        "delivery_replayed": tell.says("sent the message again"),
        "job_tried_again": tell.says("had it tried again after it was given up"),
        # people and settings
        "account_made": tell.says("made an account"),
        "admin_by_server": tell.says("made the server’s superuser the admin, as there was none"),
        "person_invited": tell.says("invited somebody"),
        "invitation_renewed": tell.says("made a new link for the invitation"),
        "invitation_changed": tell.says("changed the roles of the invitation"),
        "invitation_revoked": tell.says("revoked the invitation"),
        "person_added": tell.says("added the person"),
        "person_changed": tell.person_changed,
        "person_switched_off": tell.says("switched the person’s sign-in off"),
        "person_switched_on": tell.says("switched the person’s sign-in on again"),
        "person_removed": tell.says("removed the person's data"),
        "password_set": tell.says("set a new password for the person"),
        "token_made": tell.token("made"),
        "token_revoked": tell.token("revoked"),
        "rating_added": tell.rating("added"),
        "rating_changed": tell.rating("changed"),
        "scale_added": tell.says("made the rating scale"),
        "topic_added": tell.says("added the topic"),
        "outlet_added": tell.says("added the outlet"),
        "scale_in_use": tell.says("put the rating scale into use"),
        "threshold_changed": tell.threshold_changed,
        "signing_key_used": lambda event, names: [f"began to sign with the key {event.data.get('fingerprint')}"],
        "newsroom_changed": tell.fields("changed what readers are told about the newsroom"),
        "site_text_written": tell.says("wrote a text for readers"),
    }
)
"""The words for every action; a test holds that none is missing."""
