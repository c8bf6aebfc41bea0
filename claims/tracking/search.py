"""Full-text search over claims: their wording, where it was said, and who said it."""

import re

from django.db import connection
from django.db.models.expressions import RawSQL

from claims.articles.search import IdList, Past, SearchIndex, Trigger, matching_ids, newest_matches

CLAIMS = SearchIndex(
    table="claims_claim_search",
    owner="claims_claim",
    source=(
        "SELECT c.id AS id, c.statement || ' ' || c.said_where || ' ' || COALESCE(p.name, '') AS words"
        " FROM claims_claim c LEFT JOIN claims_claimant p ON p.id = c.claimant_id"
    ),
    triggers=(
        Trigger("claim_search_insert", "INSERT ON claims_claim", "new.id"),
        Trigger("claim_search_update", "UPDATE OF statement, said_where, claimant_id ON claims_claim", "new.id"),
        Trigger("claim_search_delete", "DELETE ON claims_claim", "old.id", gone=True),
        Trigger(
            "claim_search_claimant",
            "UPDATE OF name ON claims_claimant",
            "SELECT id FROM claims_claim WHERE claimant_id = new.id",
        ),
    ),
    prefixes="2 3 4 5 6 7 8",
)

LISTED = {"sqlite": 5000, "postgresql": 50}
"""So many matches are listed at once, which is also how far they are counted: SQLite's cost is in finding the words at
all, PostgreSQL's in each claim it tries. A page of fifty tells there what is few."""

_NUMBER = re.compile(r"\s*fc-?0*(\d{1,15})\s*", re.IGNORECASE)


def number_in(text: str) -> int | None:
    """The id behind a claim's number such as FC-1042, where the text is nothing else."""
    number = _NUMBER.fullmatch(text)
    return int(number[1]) if number else None


def search_claims(text: str, *, past: Past | None = None) -> RawSQL:
    """The ids of claims that hold every word of the text, each at a word's beginning; for `pk__in=`."""
    return matching_ids(CLAIMS, text, past=past)


def newest_claims_with(text: str) -> IdList:
    """The ids of the newest claims that `search_claims` finds, no more than are cheap to list: one query."""
    return newest_matches(CLAIMS, text, limit=LISTED[connection.vendor])
