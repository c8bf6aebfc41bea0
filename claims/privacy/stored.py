"""What is stored where and for how long: one table over all of the desk's models, which a test holds complete.

Each row is one kind of data: the models that hold it, whose it is, what is stored, and what ends it. Where a newsroom
decides how long, `rule` names the kinds of `retention_kinds`; else `ends` says it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from claims.words import Words


@dataclass(frozen=True)
class Stored:
    """One kind of data: its name, whose it is, what is stored, in which models, and what ends it."""

    name: Words
    whose: Words
    what: Words
    models: tuple[str, ...]
    ends: Words = ""
    rule: str = ""


COLLEAGUES: Final = _("colleagues")
READERS: Final = _("readers who write")
CLAIMANTS: Final = _("people whose words are checked, and sources")
EXPERTS: Final = _("experts who are asked about a verdict")
INVITED: Final = _("people who are invited")
NOBODY: Final = _("nobody in particular")
UNTIL_REMOVED: Final = _("Until the person is removed from the desk.")
AS_LONG_AS_THE_DESK: Final = _("As long as the desk: verdicts rest on it.")

STORED: Final = (
    Stored(
        _("Accounts"),
        COLLEAGUES,
        _("Name, user name, e-mail, password as a hash, roles, language, time zone, picture, absence, last sign-in."),
        ("accounts.User", "accounts.User_groups", "accounts.User_user_permissions", "account.EmailAddress",
         "account.EmailConfirmation"),
        UNTIL_REMOVED,
    ),
    Stored(
        _("Pages of authors"),
        COLLEAGUES,
        _("Role and background that a person wrote for readers, and whether they may see them."),
        ("accounts.AuthorPage",),
        UNTIL_REMOVED,
    ),
    Stored(
        _("Ways to sign in"),
        COLLEAGUES,
        _("Second steps (encrypted), access tokens as hashes, hooks with their secret (encrypted), and who"
          " somebody is at the sign-in provider."),
        ("mfa.Authenticator", "accounts.PersonalAccessToken", "articles.ArticleHook", "socialaccount.SocialAccount",
         "socialaccount.SocialApp", "socialaccount.SocialToken"),
        UNTIL_REMOVED,
    ),
    Stored(
        _("Open sign-ins"),
        COLLEAGUES,
        _("Browser and network address of each, known by a hash of its cookie."),
        ("accounts.Session", "sessions.Session"),
        _("Until sign-out, and at the latest when SESSION_DAYS are over."),
    ),
    Stored(
        _("Sign-ins and changes of accounts"),
        COLLEAGUES,
        _("What happened to each account, when, and from which network address."),
        ("accounts.SecurityEvent",),
        rule="sign_ins",
    ),
    Stored(
        _("Counts of attempts"),
        _("whoever signs in or asks the API"),
        _("How often, under a hash of name, network address or token."),
        ("accounts.Attempts",),
        _("A few hours."),
    ),
    Stored(
        _("Invitations"),
        INVITED,
        _("E-mail, name, roles, who invited. Of one that was taken up the address goes with the account."),
        ("accounts.Invitation",),
        rule="invitations",
    ),
    Stored(
        _("Letters about accounts"),
        COLLEAGUES,
        _("That a letter is to leave, and to which address; its text is not stored."),
        ("delivery.AccountLetter", "delivery.Email"),
        _("Until it has left, and three days at most."),
    ),
    Stored(
        _("Notifications"),
        COLLEAGUES,
        _("What each person was told about which claim, and when it was read."),
        ("delivery.Notification",),
        rule="notifications",
    ),
    Stored(
        _("Choices"),
        COLLEAGUES,
        _("What goes out by e-mail and when, and saved views of the queue; shared views stay with the desk."),
        ("delivery.NotificationPreference", "delivery.MorningBrief", "claims.SavedView"),
        UNTIL_REMOVED,
    ),
    Stored(
        _("Answers kept for programs"),
        COLLEAGUES,
        _("What the API answered to a request that may be repeated (encrypted)."),
        ("api.IdempotencyKey",),
        rule="answers",
    ),
    Stored(
        _("What readers sent in"),
        READERS,
        _("Claims and error reports with the reader’s words, e-mail where given, the editor’s answer; the network"
                     " address as a hash that is another one each day."),
        ("claims.Tip",),
        rule="tips",
    ),
    Stored(
        _("E-mail alerts of readers"),
        READERS,
        _("An e-mail address (encrypted), which checks it is to hear of, in which language, and since when."),
        ("delivery.Alert", "delivery.AlertLetter", "delivery.AlertLetter_publications"),
        _("Until the reader ends it; after three days where it is not confirmed."),
    ),
    Stored(
        _("Work among colleagues"),
        COLLEAGUES,
        _("Remarks and assignments. A removed person stands there under a number."),
        ("claims.Comment", "claims.Assignment"),
        AS_LONG_AS_THE_DESK,
    ),
    Stored(
        _("Claims"),
        CLAIMANTS,
        _("The claim, who made it, when and where; who of the desk had it, and to whom it is kept."),
        ("claims.Claim", "claims.Claim_topics", "claims.ClaimWords", "claims.Claimant", "claims.Correction",
         "claims.ClaimantGroup", "claims.GroupMembership",
         "verdicts.Facet", "verdicts.Filing", "verdicts.ShelfLife", "restrictions.Restriction",
         "restrictions.Restriction_people", "restrictions.Restriction_articles"),
        AS_LONG_AS_THE_DESK,
    ),
    Stored(
        _("Questions to claimants"),
        CLAIMANTS,
        _("Whom the desk asked, how and when, and what they answered. Of published checks it stays."),
        ("verdicts.ClaimantContact",),
        rule="contacts",
    ),
    Stored(
        _("Sources and pictures"),
        CLAIMANTS,
        _("Addresses, quotes and copies of what verdicts rest on, and tables in them; pictures for readers."),
        ("verdicts.Evidence", "verdicts.EvidenceCopy", "verdicts.EvidenceTable", "verdicts.Picture",
         "verdicts.PictureFile", "verdicts.WatchedSource", "verdicts.WatchedPassage", "verdicts.WatchCopy"),
        AS_LONG_AS_THE_DESK,
    ),
    Stored(
        _("Drafts"),
        CLAIMANTS,
        _("Drafts of verdicts. Those of open and published claims stay."),
        ("verdicts.Verdict",),
        rule="drafts",
    ),
    Stored(
        _("Verdicts and publications"),
        CLAIMANTS,
        _("What was submitted, approved and published, by whom, and reasons for exceptions; never changed."),
        ("verdicts.Revision", "verdicts.Revision_authors", "verdicts.Approval", "verdicts.Publication",
         "verdicts.TimeStamp", "verdicts.TimeStampRequest",
         "verdicts.OldCheck", "verdicts.Contribution", "verdicts.Waiver", "verdicts.RelatedList",
         "verdicts.RelatedCheck",
         "verdicts.Translation", "verdicts.Translation_writers", "verdicts.TranslationRevision",
         "verdicts.TranslationRevision_authors",
         "verdicts.Explainer", "verdicts.Explainer_writers", "verdicts.ExplainerRevision",
         "verdicts.ExplainerRevision_authors", "verdicts.ExplainerRevision_checks",
         "verdicts.SecondVerdict", "verdicts.SecondVerdictDraw", "verdicts.PrecedentReason"),
        AS_LONG_AS_THE_DESK,
    ),
    Stored(
        _("Experts from outside"),
        EXPERTS,
        _("Name, e-mail and interest, what they were asked, remarked and signed; links as hashes."),
        ("verdicts.GuestExpert", "verdicts.GuestRemark"),
        AS_LONG_AS_THE_DESK,
    ),
    Stored(
        _("The record"),
        COLLEAGUES,
        _("Who did what and when, by number, with the notes people wrote; never changed."),
        ("audit.AuditEvent", "audit.AuditSeal", "admin.LogEntry", "accounts.RoleRequest"),
        AS_LONG_AS_THE_DESK,
    ),
    Stored(
        _("Articles"),
        CLAIMANTS,
        _("Texts that were read for claims, with title and author."),
        ("articles.Article", "articles.ArticleWords", "articles.ArticleVersion", "articles.FeedEntry"),
        AS_LONG_AS_THE_DESK,
    ),
    Stored(
        _("Candidates"),
        CLAIMANTS,
        _("Sentences of articles and who said them. Texts of dismissed ones can go; the others stay."),
        ("claims.Candidate", "claims.ExtractionRun", "matching.Match", "matching.MatchSearch",
         "matching.MatchIndexEntry", "matching.RepeatAlert"),
        rule="candidates",
    ),
    Stored(
        _("Checks by other newsrooms"),
        CLAIMANTS,
        _("Claim, who made it, rating and address stay; the raw report can go."),
        ("matching.OutsideCheck", "followed.TakenCheck", "followed.RefusedCheck"),
        rule="outside_raw",
    ),
    Stored(
        _("Messages of hooks"),
        CLAIMANTS,
        _("What came in and what was made of it; a hundred for each hook at most."),
        ("articles.HookMessage",),
        rule="hook_messages",
    ),
    Stored(
        _("Imported files"),
        CLAIMANTS,
        _("What became of each row. The file itself goes when the import ends."),
        ("claims.ImportBatch", "claims.ImportFile", "claims.ImportRow", "claims.ImportedClaim"),
        rule="import_rows",
    ),
    Stored(
        _("What other systems are told"),
        NOBODY,
        _("Addresses of webhooks with their secret (encrypted), what was published to them, and where seals go."),
        ("delivery.WebhookEndpoint", "delivery.Delivery", "delivery.DeliveryAttempt", "delivery.SealReceiver"),
        AS_LONG_AS_THE_DESK,
    ),
    Stored(
        _("Sites that fetch checks"),
        NOBODY,
        _("The name of each site, which number of which check it fetched last, in which form and when; nothing of who"
          " sat before it."),
        ("verdicts.SiteFetch",),
        rule="site_fetches",
    ),
    Stored(
        _("Settings of the newsroom"),
        NOBODY,
        _("Name and address of the newsroom, texts for readers, scales, topics, outlets, feeds, keys, rules; who"
          " changed them last."),
        ("verdicts.Newsroom", "verdicts.SiteText", "verdicts.RatingScale", "verdicts.Rating", "verdicts.ShelfLifeRule",
         "verdicts.SecondVerdictRule", "verdicts.NewsroomKey",
         "claims.Topic", "claims.TriageSettings", "articles.Outlet", "articles.Feed",
         "articles.FeedPoll", "followed.FollowedNewsroom", "privacy.RetentionRule", "privacy.ErasingRun"),
        _("As long as the desk."),
    ),
    Stored(
        _("Workings of the software"),
        NOBODY,
        _("When each routine ran, which sites may be asked again, and Django’s own tables of rights."),
        ("delivery.AlertRound", "jobs.Routine", "verdicts.WatchedHost", "verdicts.WatchDay", "auth.Group",
         "auth.Group_permissions", "auth.Permission", "contenttypes.ContentType"),
        _("As long as the desk."),
    ),
)  # fmt: skip
"""Beside these, backups hold all of it for as long as they are kept, and the log holds no names, addresses or texts."""


def how_long(stored: Stored, rules: Mapping[str, int | None]) -> str:
    """For how long, by the rules as they are now."""
    if not stored.rule:
        return str(stored.ends)
    days = rules[stored.rule]
    if days is None:
        return str(_("As long as the desk, as no rule is set."))
    return ngettext("After %(days)d day.", "After %(days)d days.", days) % {"days": days}
