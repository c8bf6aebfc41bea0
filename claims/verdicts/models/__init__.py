"""Evidence, rating scales, verdicts with their frozen revisions, and publications."""

from claims.verdicts.models.archive import OldCheck
from claims.verdicts.models.catalogue import Facet, Filing
from claims.verdicts.models.evidence import ClaimantContact, Evidence, EvidenceCopy
from claims.verdicts.models.explainers import Explainer, ExplainerRevision, ExplainerState
from claims.verdicts.models.guests import GuestExpert, GuestRemark, Opinion
from claims.verdicts.models.pictures import Picture, PictureFile
from claims.verdicts.models.precedents import PrecedentReason
from claims.verdicts.models.ratings import Rating, RatingScale
from claims.verdicts.models.related import RelatedCheck, RelatedList
from claims.verdicts.models.second_verdicts import SecondVerdict, SecondVerdictDraw, SecondVerdictRule
from claims.verdicts.models.shelf_life import ShelfLife, ShelfLifeRule
from claims.verdicts.models.signing import NewsroomKey
from claims.verdicts.models.site import Newsroom, SiteText
from claims.verdicts.models.site_fetches import SiteFetch
from claims.verdicts.models.tables import EvidenceTable
from claims.verdicts.models.time_stamps import TimeStamp, TimeStampRequest
from claims.verdicts.models.translations import Translation, TranslationRevision, TranslationState
from claims.verdicts.models.verdict import Approval, Contribution, Publication, Revision, Verdict, Waiver
from claims.verdicts.models.watching import WatchCopy, WatchDay, WatchedHost, WatchedPassage, WatchedSource

__all__ = [
    "Approval",
    "ClaimantContact",
    "Contribution",
    "Evidence",
    "EvidenceCopy",
    "EvidenceTable",
    "Explainer",
    "ExplainerRevision",
    "ExplainerState",
    "Facet",
    "Filing",
    "GuestExpert",
    "GuestRemark",
    "Newsroom",
    "NewsroomKey",
    "OldCheck",
    "Opinion",
    "Picture",
    "PictureFile",
    "PrecedentReason",
    "Publication",
    "Rating",
    "RatingScale",
    "RelatedCheck",
    "RelatedList",
    "Revision",
    "SecondVerdict",
    "SecondVerdictDraw",
    "SecondVerdictRule",
    "ShelfLife",
    "ShelfLifeRule",
    "SiteFetch",
    "SiteText",
    "TimeStamp",
    "TimeStampRequest",
    "Translation",
    "TranslationRevision",
    "TranslationState",
    "Verdict",
    "Waiver",
    "WatchCopy",
    "WatchDay",
    "WatchedHost",
    "WatchedPassage",
    "WatchedSource",
]
