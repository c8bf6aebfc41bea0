"""What is held back from whoever is looking: for each kind of row, by which of its columns.

This table is the one place where that is said. A model that stands in it has `objects = Visible()`, so that each of its
reads leaves out what the viewer (`claims.viewing`) may not see; a test finds models that lead to a claim or an article
and stand neither here nor among those that have a reason not to. Columns that join from elsewhere, as in a count over
`topic.claims`, are not covered by a manager: these say `not_kept("claims__id")`.
"""

from collections.abc import Mapping
from typing import Any, Final

from django.db import models
from django.db.models.expressions import Func
from django.db.models.sql.compiler import SQLCompiler

from claims.prepared import is_compiling, later
from claims.viewing import THE_SOFTWARE, viewer

_KEPT: Final = (
    "SELECT r.claim_id FROM restrictions_restriction r WHERE %s <> 0 AND NOT EXISTS (SELECT 1"
    " FROM restrictions_restriction_people p WHERE p.restriction_id = r.claim_id AND p.user_id = %s)"
)
"""The claims that are kept from the viewer. There are few of them, so this is asked first and held beside the rest."""


def _ids(table: str, columns: Mapping[str, str], key: str = "id") -> str:
    """The rows of a table of which one of these columns leads to something that is kept."""
    leads = " OR ".join(f"{table}.{column} IN ({ids})" for column, ids in columns.items())
    return " ".join(["SELECT", f"{table}.{key}", "FROM", table, "WHERE", leads])


_ARTICLES: Final = _ids("restrictions_restriction_articles", {"restriction_id": _KEPT}, key="article_id")
_VERSIONS: Final = _ids("articles_articleversion", {"article_id": _ARTICLES})
_CANDIDATES: Final = _ids("claims_candidate", {"claim_id": _KEPT, "version_id": _VERSIONS})
_EVIDENCE: Final = _ids("verdicts_evidence", {"claim_id": _KEPT})
_REVISIONS: Final = _ids("verdicts_revision", {"claim_id": _KEPT})
_PICTURES: Final = _ids("verdicts_picture", {"claim_id": _KEPT})
_RELATED: Final = _ids("verdicts_relatedlist", {"claim_id": _KEPT})
_GUESTS: Final = _ids("verdicts_guestexpert", {"claim_id": _KEPT})
_TIPS: Final = _ids("claims_tip", {"claim_id": _KEPT, "about_id": _KEPT})
_COMMENTS: Final = _ids("claims_comment", {"claim_id": _KEPT})
_MATCHES: Final = _ids("matching_match", {"claim_id": _KEPT, "later_id": _KEPT, "candidate_id": _CANDIDATES})
_CLAIMANTS: Final = " ".join(
    [
        _ids("claims_claim", {"id": _KEPT}, key="claimant_id"),
        "AND claims_claim.claimant_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM claims_claim other",
        "WHERE other.claimant_id = claims_claim.claimant_id AND other.id NOT IN (" + _KEPT + "))",
    ]
)
"""Those who have said nothing else that the viewer may see."""

KINDS: Final[Mapping[str, str]] = {
    "claim": _KEPT,
    "article": _ARTICLES,
    "candidate": _CANDIDATES,
    "tip": _TIPS,
    "match": _MATCHES,
    "claimant": _CLAIMANTS,
    "evidence": _EVIDENCE,
    "comment": _COMMENTS,
    "picture": _PICTURES,
}
"""What the record of acts calls them, and which of them are held back."""

COLUMNS: Final[Mapping[str, Mapping[str, str]]] = {
    "claims.Claim": {"id": _KEPT},
    "claims.Claimant": {"id": _CLAIMANTS},
    "claims.GroupMembership": {"claimant_id": _CLAIMANTS},
    "claims.Assignment": {"claim_id": _KEPT},
    "claims.Comment": {"claim_id": _KEPT},
    "claims.Correction": {"claim_id": _KEPT},
    "claims.Candidate": {"claim_id": _KEPT, "version_id": _VERSIONS},
    "claims.ExtractionRun": {"version_id": _VERSIONS},
    "claims.Tip": {"claim_id": _KEPT, "about_id": _KEPT},
    "claims.ImportRow": {"claim_id": _KEPT, "article_id": _ARTICLES},
    "articles.Article": {"id": _ARTICLES},
    "articles.ArticleVersion": {"article_id": _ARTICLES},
    "articles.FeedEntry": {"article_id": _ARTICLES},
    "articles.HookMessage": {"article_id": _ARTICLES},
    "verdicts.Evidence": {"claim_id": _KEPT},
    "verdicts.EvidenceCopy": {"evidence_id": _EVIDENCE},
    "verdicts.ClaimantContact": {"claim_id": _KEPT},
    "verdicts.Picture": {"claim_id": _KEPT},
    "verdicts.PictureFile": {"picture_id": _PICTURES},
    "verdicts.EvidenceTable": {"claim_id": _KEPT},
    "verdicts.Verdict": {"claim_id": _KEPT},
    "verdicts.Waiver": {"claim_id": _KEPT},
    "verdicts.Contribution": {"claim_id": _KEPT},
    "verdicts.Revision": {"claim_id": _KEPT},
    "verdicts.Approval": {"revision_id": _REVISIONS},
    "verdicts.RelatedList": {"claim_id": _KEPT},
    "verdicts.RelatedCheck": {"list_id": _RELATED},
    "verdicts.SecondVerdictDraw": {"claim_id": _KEPT},
    "verdicts.SecondVerdict": {"claim_id": _KEPT},
    "verdicts.PrecedentReason": {"claim_id": _KEPT},
    "verdicts.GuestExpert": {"claim_id": _KEPT},
    "verdicts.GuestRemark": {"guest_id": _GUESTS},
    "matching.Match": {"claim_id": _KEPT, "later_id": _KEPT, "candidate_id": _CANDIDATES},
    "matching.MatchIndexEntry": {"claim_id": _KEPT},
    "matching.MatchSearch": {"version_id": _VERSIONS},
    "matching.RepeatAlert": {"claim_id": _KEPT, "article_id": _ARTICLES},
    "delivery.Notification": {"claim_id": _KEPT, "article_id": _ARTICLES},
    "restrictions.Restriction": {"claim_id": _KEPT},
}


class NotHeldBack(Func):
    """Whether none of a row's columns leads to something that is kept from the viewer."""

    output_field = models.BooleanField()
    conditional = True

    def __init__(self, *columns: Any, hidden: tuple[str, ...] = ()) -> None:
        super().__init__(*columns)
        self.hidden = hidden

    def as_sql(self, compiler: SQLCompiler, connection: Any, **more: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        """A condition for each column; none where the software itself reads."""
        if viewer() == THE_SOFTWARE and not is_compiling():
            return "1 = 1", []
        parts, values = [], []
        for column, ids in zip(self.get_source_expressions(), self.hidden, strict=True):
            name, params = compiler.compile(column)
            parts.append(
                f"({name} IS NULL OR {name} NOT IN ({ids}))" if column.target.null else f"{name} NOT IN ({ids})"
            )
            values += [*params, *[later(viewer)] * ids.count("%s")]
        return f"({' AND '.join(parts)})", values


def not_kept(claim: str) -> NotHeldBack:
    """For a count that joins claims from elsewhere, as over `topic.claims`: the claims the viewer may see."""
    return NotHeldBack(claim, hidden=(_KEPT,))


class NotAboutHidden(Func):
    """Whether an act of the record happened to nothing that is kept from the viewer."""

    output_field = models.BooleanField()
    conditional = True

    def __init__(self, object_type: Any = "object_type", object_id: Any = "object_id") -> None:
        super().__init__(object_type, object_id)

    def as_sql(self, compiler: SQLCompiler, connection: Any, **more: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        """A condition for each kind of object; none where the software itself reads."""
        if viewer() == THE_SOFTWARE and not is_compiling():
            return "1 = 1", []
        (kind, _), (key, _) = (compiler.compile(column) for column in self.get_source_expressions())
        parts = [f"({kind} <> '{name}' OR {key} NOT IN ({ids}))" for name, ids in KINDS.items()]
        sql = f"({' AND '.join(parts)})"
        return sql, [later(viewer)] * sql.count("%s")


class Visible[Row: models.Model](models.Manager[Row]):
    """The manager of a model of the table above: rows that whoever is looking may see."""

    def get_queryset(self) -> models.QuerySet[Row]:
        """All of them, but for what is held back."""
        columns = COLUMNS[self.model._meta.label]
        return super().get_queryset().filter(NotHeldBack(*columns, hidden=tuple(columns.values())))


class VisibleActs[Row: models.Model](models.Manager[Row]):
    """The manager of the record: acts on what whoever is looking may see."""

    def get_queryset(self) -> models.QuerySet[Row]:
        """All of them, but for those on what is held back."""
        return super().get_queryset().filter(NotAboutHidden())

    def about(self, kind: str) -> models.QuerySet[Row]:
        """Acts on objects of one kind, such as "claim".

        Asked by that kind's condition alone: a database that weighs all of them takes the acts that match for very
        few, and reads the record in an order that is right for few.
        """
        acts = super().get_queryset().filter(object_type=kind)
        return acts.filter(NotHeldBack("object_id", hidden=(KINDS[kind],))) if kind in KINDS else acts
