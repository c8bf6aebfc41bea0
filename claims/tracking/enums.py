"""Closed sets of words for extraction runs, candidates, claims and assignments."""

from django.db import models


class RunState(models.TextChoices):
    """Where an extraction run stands."""

    QUEUED = "queued", "Waiting to be read"
    RUNNING = "running", "Being read"
    DONE = "done", "Read"
    FAILED = "failed", "Could not be read"
    STOPPED = "stopped", "Stopped"


class CandidateState(models.TextChoices):
    """What became of a candidate."""

    PENDING = "pending", "Candidate"
    ACCEPTED = "accepted", "Accepted"
    DISMISSED = "dismissed", "Dismissed"
    MERGED = "merged", "Merged"


class CandidateOrigin(models.TextChoices):
    """Who found the candidate."""

    MACHINE = "machine", "Found by software"
    PERSON = "person", "Marked by a person"
    TIP = "tip", "Sent in by a reader"


class DismissReason(models.TextChoices):
    """Why a candidate is no claim to check; the order is the order of the keys 1 to 8."""

    OPINION = "opinion", "Opinion or value judgement"
    PREDICTION = "prediction", "Promise or forecast"
    NOT_CHECKABLE = "not_checkable", "Cannot be checked with public evidence"
    TRIVIAL = "trivial", "Too small to matter"
    ALREADY_CHECKED = "already_checked", "Already checked"
    DUPLICATE = "duplicate", "Same as another claim"
    NOT_A_CLAIM = "not_a_claim", "Not a claim, extracted wrongly"
    OUT_OF_SCOPE = "out_of_scope", "Outside what this desk checks"


class AnchorOutcome(models.TextChoices):
    """How an anchor came into this version of the text."""

    EXACT = "exact", "In the same place"
    MOVED = "moved", "Same words, moved"
    FUZZY = "fuzzy", "Words changed a little"
    LOST = "lost", "No longer in the text"


class AttributionKind(models.TextChoices):
    """How the words are attributed."""

    NONE = "", "Nobody named"
    DIRECT = "direct", "Quoted"
    INDIRECT = "indirect", "Reported"
    MIXED = "mixed", "Partly quoted"


class ClaimState(models.TextChoices):
    """Where a claim stands in the review; only `claims.workflow` changes it."""

    QUEUED = "queued", "Queued"
    ASSIGNED = "assigned", "Assigned"
    IN_REVIEW = "in_review", "In review"
    WAITING = "waiting", "Waiting"
    SUBMITTED = "submitted", "Second review"
    CHANGES_REQUESTED = "changes_requested", "Changes asked"
    APPROVED = "approved", "Approved"
    PUBLISHED = "published", "Published"
    CORRECTING = "correcting", "Being corrected"
    RETRACTED = "retracted", "Retracted"
    CLOSED = "closed", "Closed"


class Priority(models.IntegerChoices):
    """How much a claim matters today."""

    LOW = 0, "Low"
    NORMAL = 1, "Normal"
    HIGH = 2, "High"
    URGENT = 3, "Urgent"


class CloseReason(models.TextChoices):
    """Why a claim was put away without a published verdict."""

    NOT_CHECKABLE = "not_checkable", "Cannot be checked with public evidence"
    OVERTAKEN = "overtaken", "Overtaken by events"
    DUPLICATE = "duplicate", "Same as another claim"
    NO_CAPACITY = "no_capacity", "No time for it"
    OUT_OF_SCOPE = "out_of_scope", "Outside what this desk checks"


class AssignmentState(models.TextChoices):
    """What became of an assignment."""

    OPEN = "open", "Open"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    RELEASED = "released", "Released"
    REASSIGNED = "reassigned", "Given to somebody else"
    DONE = "done", "Done"


class ClaimantKind(models.TextChoices):
    """What kind of claimant said it, as schema.org types them."""

    PERSON = "Person", "Person"
    ORGANIZATION = "Organization", "Organisation"


class CorrectionClass(models.TextChoices):
    """How published words change."""

    CLARIFICATION = "clarification", "Clarification"
    CORRECTION = "correction", "Correction"
    UPDATE = "update", "Update"


class TipState(models.TextChoices):
    """Where a claim that a reader sent in stands."""

    NEW = "new", "Not looked at yet"
    ACCEPTED = "accepted", "Taken up"
    DECLINED = "declined", "Declined"


class ImportKind(models.TextChoices):
    """What the rows of an imported file become."""

    ARTICLES = "articles", "Articles"
    CLAIMS = "claims", "Claims"
    CHECKS = "checks", "Other newsrooms’ fact-checks"


class ImportState(models.TextChoices):
    """How far an import is."""

    CHECKING = "checking", "Being checked"
    CHECKED = "checked", "Checked, waits for you"
    IMPORTING = "importing", "Being imported"
    DONE = "done", "Imported"
    STOPPED = "stopped", "Stopped"
    FAILED = "failed", "Failed"


class RowOutcome(models.TextChoices):
    """What became of a row of an imported file, or would."""

    CREATED = "created", "New"
    CHANGED = "changed", "New version"
    HERE = "here", "Here already"
    FAILED = "failed", "Not imported"
