"""The four groups of the back office, what stands in each, and what a newsroom calls it.

A kind of record that is not named here stands last among the records, under the name that its model has in the code.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from claims.words import Words


@dataclass(frozen=True)
class Kind:
    """One kind of record: its model, what one and several are called, and where needed what that is."""

    label: str
    one: Words
    several: Words
    about: Words = ""


@dataclass(frozen=True)
class Group:
    """A part of the index; `key` is its place in the page's address."""

    key: str
    name: Words
    about: Words
    kinds: tuple[Kind, ...]


WORK: Final = Group(
    "work",
    _("Work"),
    _("What is being checked, by whom, and where it came from."),
    (
        Kind("claims.Claim", _("claim"), _("claims"), _("Everything the desk checks, and the moves you have on it.")),
        Kind("claims.Candidate", _("candidate"), _("candidates"), _("Sentences that may hold a claim, to decide on.")),
        Kind("articles.Article", _("article"), _("articles")),
        Kind("claims.Tip", _("tip from a reader"), _("tips from readers")),
        Kind("claims.Assignment", _("assignment"), _("assignments"), _("Who was to check what by when.")),
        Kind("claims.Comment", _("remark"), _("remarks"), _("What colleagues say on claims; readers never see it.")),
        Kind("matching.Match", _("match"), _("matches"), _("What resembles an earlier check.")),
        Kind("articles.ArticleVersion", _("version of an article"), _("versions of articles")),
        Kind("articles.Feed", _("feed"), _("feeds")),
        Kind("claims.ImportBatch", _("import"), _("imports")),
        Kind("claims.ExtractionRun", _("reading"), _("readings"), _("Each time software read an article.")),
    ),
)
CONTENT: Final = Group(
    "content",
    pgettext_lazy("a group of the back office", "Content"),
    _("What verdicts are made of, and what readers see."),
    (
        Kind("verdicts.Publication", _("publication"), _("publications"), _("What readers see; never changed.")),
        Kind("verdicts.Verdict", _("draft of a verdict"), _("drafts of verdicts")),
        Kind("verdicts.Revision", _("submitted verdict"), _("submitted verdicts"), _("Frozen for a second person.")),
        Kind("verdicts.Approval", _("approval"), _("approvals")),
        Kind("claims.Correction", _("correction"), _("corrections")),
        Kind("verdicts.Evidence", _("source"), _("sources"), _("The evidence on claims.")),
        Kind("verdicts.EvidenceCopy", _("copy of a source"), _("copies of sources")),
        Kind("verdicts.ClaimantContact", _("question to a claimant"), _("questions to claimants")),
        Kind(
            "verdicts.SecondVerdict", _("second verdict"), _("second verdicts"), _("Given without knowing the first.")
        ),
        Kind("verdicts.SecondVerdictDraw", _("draw for a second verdict"), _("draws for second verdicts")),
        Kind("verdicts.GuestExpert", _("expert asked"), _("experts asked"), _("From outside, about one revision.")),
        Kind("verdicts.GuestRemark", _("remark of an expert"), _("remarks of experts")),
        Kind("verdicts.ShelfLife", _("review date"), _("review dates"), _("When a published verdict comes back.")),
        Kind("verdicts.WatchedSource", _("watched source"), _("watched sources"), _("Read again after publication.")),
        Kind("verdicts.WatchedPassage", _("watched passage"), _("watched passages")),
        Kind("matching.OutsideCheck", _("check by another newsroom"), _("checks by other newsrooms")),
        Kind(
            "followed.TakenCheck", _("check taken over"), _("checks taken over"), _("From a newsroom that is followed.")
        ),
        Kind("followed.RefusedCheck", _("check refused"), _("checks refused"), _("With the reason.")),
        Kind("followed.FollowedNewsroom", _("followed newsroom"), _("followed newsrooms")),
    ),
)
SETTINGS: Final = Group(
    "settings",
    _("Settings"),
    _("What your newsroom decides once and changes rarely."),
    (
        Kind("accounts.User", _("person"), _("people"), _("Roles, passwords, and removing somebody.")),
        Kind("verdicts.Newsroom", _("newsroom"), _("newsroom"), _("Name, address and languages, as readers see them.")),
        Kind("verdicts.SiteText", _("text for readers"), _("texts for readers"), _("How you check, who owns you.")),
        Kind("verdicts.RatingScale", _("rating scale"), _("rating scales"), _("The words of your verdicts, in order.")),
        Kind("verdicts.Rating", _("rating"), _("ratings")),
        Kind("claims.Topic", _("topic"), _("topics")),
        Kind("claims.Claimant", _("claimant"), _("claimants"), _("People and organisations whose words you check.")),
        Kind("articles.Outlet", _("outlet"), _("outlets"), _("Papers, stations, press offices.")),
        Kind("verdicts.SecondVerdictRule", _("rule for second verdicts"), _("rules for second verdicts")),
        Kind("verdicts.ShelfLifeRule", _("rule for review dates"), _("rules for review dates")),
        Kind("claims.SavedView", _("saved view"), _("saved views"), _("Filters of the queue under a name.")),
        Kind(
            "delivery.WebhookEndpoint",
            _("listening system"),
            _("listening systems"),
            _("Other systems that are told what you publish."),
        ),
    ),
)
RECORDS: Final = Group(
    "records",
    _("Records"),
    _("What the software wrote down, and its work in the background."),
    (
        Kind("audit.AuditEvent", _("act"), _("acts"), _("Who did what to what, and when; nobody can change it.")),
        Kind("audit.AuditSeal", _("seal"), _("seals"), _("Prove that no act was rewritten.")),
        Kind("verdicts.TimeStampRequest", _("publication to be time-stamped"), _("publications to be time-stamped")),
        Kind("delivery.SealReceiver", _("place for seals"), _("places for seals")),
        Kind("delivery.Notification", _("notification"), _("notifications")),
        Kind("delivery.Email", _("e-mail"), _("e-mails")),
        Kind("delivery.AlertLetter", _("letter of an e-mail alert"), _("letters of e-mail alerts")),
        Kind("delivery.AlertRound", _("publication to tell readers of"), _("publications to tell readers of")),
        Kind("delivery.AccountLetter", _("letter about an account"), _("letters about accounts")),
        Kind("delivery.MorningBrief", _("morning brief"), _("morning briefs")),
        Kind("delivery.Delivery", _("message to a system"), _("messages to systems")),
        Kind("delivery.DeliveryAttempt", _("try of a message"), _("tries of messages")),
        Kind("matching.MatchSearch", _("comparison"), _("comparisons"), _("Articles compared with earlier checks.")),
        Kind("jobs.Routine", _("routine"), _("routines"), _("What is done again and again.")),
    ),
)
GROUPS: Final = (WORK, CONTENT, SETTINGS, RECORDS)

KINDS: Final[Mapping[str, Kind]] = {kind.label: kind for group in GROUPS for kind in group.kinds}


def group_of(label: str) -> Group:
    """The group that a model stands in, by its label such as `claims.Claim`."""
    return next((group for group in GROUPS if any(kind.label == label for kind in group.kinds)), RECORDS)
