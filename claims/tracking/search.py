"""Full-text search over claims: their wording, where it was said, and who said it."""

import re

from django.db.models import Q

from claims.articles.search import SearchIndex, Trigger, matches_row, matching_ids

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
)

_NUMBER = re.compile(r"\s*fc-?0*(\d{1,15})\s*", re.IGNORECASE)


def search_claims(text: str) -> Q:
    """Claims that hold every word of the text, each at a word's beginning, or the one whose number it is."""
    number = _NUMBER.fullmatch(text)
    return Q(pk=int(number[1])) if number else Q(pk__in=matching_ids(CLAIMS, text))


def claim_matches(text: str) -> Q:
    """The same as `search_claims`, asked row by row: quicker where very many claims match."""
    number = _NUMBER.fullmatch(text)
    return Q(pk=int(number[1])) if number else Q(matches_row(CLAIMS, text))
