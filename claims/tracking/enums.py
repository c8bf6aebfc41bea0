"""Closed sets of words for extraction runs, candidates, claims and assignments."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RunState(models.TextChoices):
    """Where an extraction run stands."""

    QUEUED = "queued", _("Waiting to be read")
    RUNNING = "running", _("Being read")
    DONE = "done", _("Read")
    FAILED = "failed", _("Could not be read")
    STOPPED = "stopped", _("Stopped")


class CandidateState(models.TextChoices):
    """What became of a candidate."""

    PENDING = "pending", _("Candidate")
    ACCEPTED = "accepted", _("Accepted")
    DISMISSED = "dismissed", _("Dismissed")
    MERGED = "merged", _("Merged")


class CandidateOrigin(models.TextChoices):
    """Who found the candidate."""

    MACHINE = "machine", _("Found by software")
    PERSON = "person", _("Marked by a person")
    TIP = "tip", _("Sent in by a reader")


class DismissReason(models.TextChoices):
    """Why a candidate is no claim to check; the order is the order of the keys 1 to 8."""

    OPINION = "opinion", _("Opinion or value judgement")
    PREDICTION = "prediction", _("Promise or forecast")
    NOT_CHECKABLE = "not_checkable", _("Cannot be checked with public evidence")
    TRIVIAL = "trivial", _("Too small to matter")
    ALREADY_CHECKED = "already_checked", _("Already checked")
    DUPLICATE = "duplicate", _("Same as another claim")
    NOT_A_CLAIM = "not_a_claim", _("Not a claim, extracted wrongly")
    OUT_OF_SCOPE = "out_of_scope", _("Outside what this desk checks")


class AnchorOutcome(models.TextChoices):
    """How an anchor came into this version of the text."""

    EXACT = "exact", _("In the same place")
    MOVED = "moved", _("Same words, moved")
    FUZZY = "fuzzy", _("Words changed a little")
    LOST = "lost", _("No longer in the text")


class AttributionKind(models.TextChoices):
    """How the words are attributed."""

    NONE = "", _("Nobody named")
    DIRECT = "direct", _("Quoted")
    INDIRECT = "indirect", _("Reported")
    MIXED = "mixed", _("Partly quoted")


class ClaimState(models.TextChoices):
    """Where a claim stands in the review; only `claims.workflow` changes it."""

    QUEUED = "queued", _("Queued")
    ASSIGNED = "assigned", _("Assigned")
    IN_REVIEW = "in_review", _("In review")
    WAITING = "waiting", _("Waiting")
    SUBMITTED = "submitted", _("Second review")
    CHANGES_REQUESTED = "changes_requested", _("Changes asked")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")
    CORRECTING = "correcting", _("Being corrected")
    REVISITING = "revisiting", _("Looked at again")
    RETRACTED = "retracted", _("Retracted")
    CLOSED = "closed", _("Closed")


class Priority(models.IntegerChoices):
    """How much a claim matters today."""

    LOW = 0, _("Low")
    NORMAL = 1, _("Normal")
    HIGH = 2, _("High")
    URGENT = 3, _("Urgent")


class CloseReason(models.TextChoices):
    """Why a claim was put away without a published verdict."""

    NOT_CHECKABLE = "not_checkable", _("Cannot be checked with public evidence")
    OVERTAKEN = "overtaken", _("Overtaken by events")
    DUPLICATE = "duplicate", _("Same as another claim")
    NO_CAPACITY = "no_capacity", _("No time for it")
    OUT_OF_SCOPE = "out_of_scope", _("Outside what this desk checks")


class AssignmentState(models.TextChoices):
    """What became of an assignment."""

    OPEN = "open", _("Open")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    RELEASED = "released", _("Released")
    REASSIGNED = "reassigned", _("Given to somebody else")
    DONE = "done", _("Done")


class GroupKind(models.TextChoices):
    """What claimants belong to for a time."""

    PARTY = "party", _("Party")
    OFFICE = "office", _("Office")
    OTHER = "other", _("Other group")


class ClaimantKind(models.TextChoices):
    """What kind of claimant said it, as schema.org types them."""

    PERSON = "Person", _("Person")
    ORGANIZATION = "Organization", _("Organisation")


class CorrectionClass(models.TextChoices):
    """How published words change."""

    CLARIFICATION = "clarification", _("Clarification")
    CORRECTION = "correction", _("Correction")
    UPDATE = "update", _("Update")


class TipState(models.TextChoices):
    """Where a claim that a reader sent in stands, or an error report; the latter ends as corrected or no error."""

    NEW = "new", _("Not looked at yet")
    ACCEPTED = "accepted", _("Taken up")
    DECLINED = "declined", _("Declined")
    CORRECTED = "corrected", _("Corrected")
    NO_ERROR = "no_error", _("No error")


class ImportKind(models.TextChoices):
    """What the rows of an imported file become."""

    ARTICLES = "articles", _("Articles")
    CLAIMS = "claims", _("Claims")
    CHECKS = "checks", _("Other newsrooms’ fact-checks")
    ARCHIVE = "archive", _("Our own old checks")


class DateOrder(models.TextChoices):
    """Which number comes first in a day such as 03/04/2026."""

    DAY = "day", _("The day")
    MONTH = "month", _("The month")


class SheetColumn(models.TextChoices):
    """What a column of a newsroom's own list is."""

    STATEMENT = "statement", _("Claim")
    CLAIMANT = "claimant", _("Who said it")
    SAID_ON = "said_on", _("When it was said")
    SAID_WHERE = "said_where", _("Where it was said")
    LINK = "link", _("Link")
    TOPICS = "topics", _("Topics")
    PRIORITY = "priority", _("Priority")
    DUE_AT = "due_at", _("Due")
    KEY = "key", _("The list’s own number")
    STATUS = "status", _("Status")
    CHECKER = "checker", _("Checked by")
    VERDICT = "verdict", _("Verdict")
    OUR_ARTICLE = "our_article", _("Our article")
    NOTES = "notes", _("Notes")
    REMARK = "remark", _("Keep in a remark")
    LEFT_OUT = "left_out", _("Leave out")


class ArchiveColumn(models.TextChoices):
    """What a column of a newsroom's own old checks is."""

    STATEMENT = "statement", _("Claim")
    ADDRESS = "address", _("Old address")
    RATING = "rating", _("Rating")
    PUBLISHED = "published", _("Published on")
    CORRECTED = "corrected", _("Last corrected on")
    CHECKED_BY = "checked_by", _("Checked by")
    CLAIMANT = "claimant", _("Who said it")
    SAID_ON = "said_on", _("When it was said")
    SAID_WHERE = "said_where", _("Where it was said")
    SUMMARY = "summary", _("Short answer")
    EXPLANATION = "explanation", _("Explanation")
    TOPICS = "topics", _("Topics")
    REMARK = "remark", _("Keep in a remark")
    LEFT_OUT = "left_out", _("Leave out")


class ImportState(models.TextChoices):
    """How far an import is."""

    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked, waits for you")
    IMPORTING = "importing", _("Being imported")
    DONE = "done", _("Imported")
    STOPPED = "stopped", _("Stopped")
    FAILED = "failed", _("Failed")


class RowOutcome(models.TextChoices):
    """What became of a row of an imported file, or would."""

    CREATED = "created", _("New")
    CHANGED = "changed", _("New version")
    HERE = "here", _("Here already")
    FAILED = "failed", _("Not imported")
