"""Every recorded act as a plain sentence, in parts that a page can turn into links.

A sentence leaves out what it happened to, because a history stands on that thing's own page; `subject` names it for
lists over many things. People come from the caller by id, so that a removed person's name leaves the sentences too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.translation import gettext as _

from claims.audit import access_wording, group_wording, people_wording, proof_wording, second_wording, watch_wording
from claims.audit import wording as tell
from claims.audit.models import AuditEvent
from claims.audit.translation_wording import translated
from claims.audit.wording import Names, Part, Tell
from claims.sentences import mark

SOFTWARE = "Plumbline"

PERSON_KEYS = ("reviewer", "from", "asked_by", "person")
PEOPLE_KEYS = ("mentioned", "people")
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
    pieces = tell.pieces(_("%(who)s %(did)s"), who=_actor(event, names), did=rest(event, names))
    parts = tuple(piece if isinstance(piece, Part) else Part(piece) for piece in pieces if piece)
    return Sentence(parts, subject(event), event.note)


def subject(event: AuditEvent) -> Part:
    """What it happened to: a claim or an explainer by its number, anything else by its kind and id."""
    if event.object_type == "claim":
        return tell.claim(event.object_id)
    if event.object_type == "explainer":
        return Part(f"EX-{event.object_id:04d}", "explainer", event.object_id)
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
        "start": tell.says(mark("started the review")),
        "release": tell.released,
        "wait": tell.parked,
        "wake": tell.woken,
        "close": tell.closed,
        "reopen": tell.says(mark("reopened it")),
        "submit": tell.submitted,
        "withdraw": tell.says(mark("took the submitted verdict back")),
        "request_changes": tell.says(mark("asked for changes")),
        "resume": tell.says(mark("began to revise it")),
        "approve": tell.approved,
        "edit_approved": tell.says(mark("opened the approved verdict for editing, which voided its approval")),
        "schedule": tell.scheduled,
        "unschedule": tell.says(mark("cancelled the set time of publication")),
        "publish": tell.published,
        "publish_imported": tell.says(mark("published it as it stood on the old site")),
        "open_correction": tell.correction_opened,
        "abandon_correction": tell.says(mark("abandoned the correction")),
        "ask_retraction": tell.says(mark("asked for a retraction")),
        "drop_retraction": tell.retraction_dropped,
        "retract": tell.retracted,
        "look_again": watch_wording.looked_at_again,
        "still_holds": watch_wording.still_holds,
        "set_review_by": watch_wording.review_date_set,
        # the claim and what surrounds it
        "claim_created": tell.says(mark("put the claim into the queue")),
        "claim_taken_back": tell.says(mark("took the claim back")),
        "claim_reworded": tell.reworded,
        "appearance_added": tell.appearance(mark("added %(appearance)s")),
        "appearance_removed": tell.appearance(mark("removed %(appearance)s")),
        "due_changed": tell.due_changed,
        "topics_changed": tell.topics_changed,
        "priority_changed": tell.priority_changed,
        "claim_restricted": access_wording.restricted,
        "claim_opened": tell.says(mark("opened the claim to the whole desk")),
        "comment_added": tell.commented,
        "comment_resolved": tell.says(mark("settled a comment")),
        "comment_reopened": tell.says(mark("opened a comment again")),
        # what readers will see
        "draft_saved": tell.draft_saved,
        "evidence_added": tell.source(mark("added %(source)s")),
        "evidence_changed": tell.source_changed,
        "evidence_removed": tell.source(mark("removed %(source)s")),
        "evidence_reordered": tell.says(mark("reordered the sources")),
        "copy_uploaded": tell.source(mark("uploaded the copy of %(source)s")),
        "evidence_copied": tell.source_copied,
        "copy_requested": tell.source(mark("asked for a new copy of %(source)s")),
        "copy_impossible": tell.source(mark("marked %(source)s as impossible to archive")),
        "picture_added": tell.says(mark("added a picture for readers")),
        "picture_changed": tell.fields(mark("changed what is said of a picture for readers")),
        "picture_removed": tell.says(mark("removed a picture for readers")),
        "table_taken": tell.table(mark("took the table “%(table)s” from a source")),
        "table_removed": tell.table(mark("removed the table “%(table)s”")),
        "table_taken_anew": tell.table(mark("took the table “%(table)s” anew from the newest copy")),
        "cell_named": tell.table(mark("named the cell “%(cell)s” of the table “%(table)s”")),
        "cell_unnamed": tell.table(mark("took the name “%(cell)s” from the table “%(table)s”")),
        "related_checks_chosen": tell.says(mark("chose the checks that stand beside it for readers")),
        "claimant_asked": tell.says(mark("logged that the claimant was asked")),
        "contact_changed": tell.contact_changed,
        "contact_removed": tell.says(mark("removed an entry about asking the claimant")),
        "reason_written": tell.written_reason(mark("wrote a reason for the rule “%(rule)s”")),
        "reason_removed": tell.written_reason(mark("took back the reason for the rule “%(rule)s”")),
        "translation_saved": translated(mark("changed the translation into %(language)s")),
        "translation_submitted": translated(mark("submitted the translation into %(language)s")),
        "translation_taken_back": translated(mark("took back the translation into %(language)s")),
        "translation_sent_back": translated(mark("sent back the translation into %(language)s")),
        "translation_approved": translated(mark("approved the translation into %(language)s for readers")),
        # explainers
        "explainer_saved": tell.says(mark("changed the explainer")),
        "explainer_submitted": tell.says(mark("submitted the explainer for a second person")),
        "explainer_taken_back": tell.says(mark("took the explainer back")),
        "explainer_sent_back": tell.says(mark("sent the explainer back")),
        "explainer_approved": tell.says(mark("approved the explainer for readers")),
        "explainer_retraction_asked": tell.says(mark("asked for the explainer to be retracted")),
        "explainer_retracted": tell.says(mark("retracted the explainer")),
        # candidates
        "candidate_marked": tell.says(mark("marked the words")),
        "candidate_accepted": tell.accepted,
        "candidate_merged": tell.merged,
        "candidate_dismissed": tell.dismissed,
        "candidate_reworded": tell.reworded,
        "candidate_split": tell.says(mark("split it into two")),
        "candidate_removed": tell.says(mark("took the candidate away again")),
        "candidate_undone": tell.undone,
        # what was checked before
        "match_confirmed": tell.matched(mark("confirmed the likeness with %(what)s")),
        "match_rejected": tell.matched(mark("rejected the likeness with %(what)s")),
        "match_reopened": tell.matched(mark("opened again the likeness with %(what)s")),
        "outside_check_added": tell.says(mark("imported the fact-check")),
        "outside_check_changed": tell.says(mark("imported a newer state of the fact-check")),
        "outside_check_withdrawn": tell.says(mark("found withdrawn by its newsroom the fact-check")),
        "newsroom_followed": tell.says(mark("began to follow the newsroom")),
        "newsroom_left_alone": tell.says(mark("stopped following the newsroom")),
        "followed_newsroom_changed": tell.says(mark("changed what may be shown of the newsroom")),
        "followed_keys_read": tell.says(mark("read new keys of the newsroom")),
        "followed_keys_trusted": tell.says(mark("trusted the new keys of the newsroom")),
        # articles
        "article_added": tell.says(mark("added the article")),
        "article_changed": tell.version(mark("read version %(number)s")),
        "article_language_set": tell.says(mark("set the language of")),
        "article_taken": tell.says(mark("took the article as it was read")),
        "article_dropped": tell.says(mark("dropped the article")),
        "reading_requested": tell.says(mark("asked for another reading")),
        "reading_stopped": tell.says(mark("stopped the reading")),
        "feed_added": tell.says(mark("added the feed")),
        "feed_found": tell.says(mark("found the feed that a page names")),
        "feed_followed": tell.says(mark("began to follow the feed")),
        "feed_left_alone": tell.says(mark("stopped following the feed")),
        "hook_made": tell.says(mark("made an address that takes articles")),
        "hook_ended": tell.says(mark("closed the address that takes articles")),
        "import_received": tell.says(mark("handed in a file to import")),
        "import_columns_matched": tell.says(mark("said what the file’s columns are")),
        "import_ratings_matched": tell.says(mark("said which rating of ours each old one is")),
        "import_begun": tell.says(mark("had the file imported")),
        "import_stopped": tell.says(mark("stopped the import")),
        "import_ended": tell.says(mark("came to the end of the file")),
        # what readers send in, and what other systems are told
        "tip_accepted": tell.accepted,
        "tip_declined": tell.declined,
        "error_report_corrected": tell.reported(mark("answered the error report about %(claim)s: corrected")),
        "error_report_without_error": tell.reported(mark("answered the error report about %(claim)s: no error")),
        "delivery_replayed": tell.says(mark("sent the message again")),
        "job_tried_again": tell.says(mark("had it tried again after it was given up")),
        # people and settings
        "account_made": tell.says(mark("made an account")),
        "admin_by_server": tell.says(mark("made the server’s superuser the admin, as there was none")),
        "person_invited": tell.says(mark("invited somebody")),
        "invitation_renewed": tell.says(mark("made a new link for the invitation")),
        "invitation_changed": tell.says(mark("changed the roles of the invitation")),
        "invitation_revoked": tell.says(mark("revoked the invitation")),
        "person_added": tell.says(mark("added the person")),
        "person_changed": people_wording.person_changed,
        "role_change_asked": tell.roles_asked(mark("asked for these roles, which a second admin confirms: %(roles)s")),
        "role_change_confirmed": tell.roles_asked(mark("confirmed these roles, asked for by another admin: %(roles)s")),
        "role_change_declined": tell.roles_asked(mark("declined the change to these roles: %(roles)s")),
        "group_roles_asked": tell.roles_asked(
            mark("had these roles wait for a second admin, as groups at the sign-in provider give them: %(roles)s")
        ),
        "group_roles_confirmed": tell.roles_asked(
            mark("confirmed these roles, given by groups at the sign-in provider: %(roles)s")
        ),
        "group_roles_withdrawn": tell.roles_asked(
            mark("ended the wait for a second admin of these roles, given by groups until then: %(roles)s")
        ),
        "roles_followed": people_wording.person_changed,
        "person_switched_off": tell.says(mark("switched the person’s sign-in off")),
        "person_switched_on": tell.says(mark("switched the person’s sign-in on again")),
        "second_step_reset": tell.says(mark("took the second step of signing in away from the person")),
        "sign_ins_ended": tell.says(mark("ended all sign-ins of the person")),
        "data_exported": tell.says(mark("took out everything that is kept about the person")),
        "sender_erased": tell.says(mark("erased what a reader had sent in")),
        "retention_changed": tell.says(mark("changed how long something is kept")),
        "author_page_changed": people_wording.author_page_changed,
        "person_removed": tell.says(mark("removed the person's data")),
        "password_set": tell.says(mark("set a new password for the person")),
        "token_made": tell.token(mark("made the token “%(name)s”")),
        "token_revoked": tell.token(mark("revoked the token “%(name)s”")),
        "rating_added": tell.rating(mark("added the rating “%(label)s”")),
        "rating_changed": tell.rating(mark("changed the rating “%(label)s”")),
        "scale_added": tell.says(mark("made the rating scale")),
        "group_added": tell.says(mark("made the group")),
        "membership_set": group_wording.membership_set,
        "membership_removed": group_wording.membership_removed,
        "topic_added": tell.says(mark("added the topic")),
        "outlet_added": tell.says(mark("added the outlet")),
        "scale_in_use": tell.says(mark("put the rating scale into use")),
        "threshold_changed": tell.threshold_changed,
        "source_lost": watch_wording.source_lost,
        "source_holds": watch_wording.watched(mark("found that what it cites still holds at %(address)s")),
        "source_unwatched": watch_wording.watched(mark("marked as impossible to watch: %(address)s")),
        "source_watched_again": watch_wording.watched(mark("had watched again: %(address)s")),
        "shelf_life_rule_set": watch_wording.shelf_life_rule_set,
        "shelf_life_rule_removed": watch_wording.shelf_life_rule_removed,
        "second_verdict_drawn": second_wording.drawn,
        "second_verdict_given": second_wording.given,
        "second_verdict_seal_opened": tell.says(mark("opened the sealed verdict without a second one")),
        "second_verdict_third_asked": second_wording.third_asked,
        "second_verdict_settled": second_wording.named(mark("settled on “%(rating)s”")),
        "second_verdict_rule_set": second_wording.named(
            mark("set how many claims are judged twice: %(which)s, %(share)s of 100")
        ),
        "second_verdict_rule_removed": second_wording.named(mark("removed the rule on second verdicts “%(which)s”")),
        "precedent_reason_written": tell.says(mark("wrote why the rating is another than in a near precedent")),
        "guest_asked": second_wording.named(mark("asked an expert from outside about revision %(revision)s")),
        "guest_revoked": tell.says(mark("ended the link of an expert from outside")),
        "guest_confirmed": tell.says(mark("let an expert from outside read, whose address is confirmed")),
        "guest_remarked": tell.says(mark("took the remarks of an expert from outside")),
        "guest_signed": second_wording.guest_signed,
        "guest_shown": tell.says(mark("lets readers see what an expert from outside signed")),
        "guest_hidden": tell.says(mark("no longer lets readers see what an expert from outside signed")),
        "signing_key_used": tell.signing,
        "time_stamped": proof_wording.time_stamped,
        "not_time_stamped": proof_wording.not_time_stamped,
        "newsroom_changed": tell.fields(mark("changed what readers are told about the newsroom")),
        "alerts_erased": tell.says(mark("erased a reader’s address from the e-mail alerts")),
        "site_text_written": tell.says(mark("wrote a text for readers")),
    }
)
"""The words for every action; a test holds that none is missing."""
