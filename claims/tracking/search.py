"""What claims are found by: their wording, where it was said, and who said it; or their number."""

import re

from claims.searching.index import SearchIndex, Trigger

CLAIMS = SearchIndex(
    table="claims_claim_search",
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

_NUMBER = re.compile(r"\s*fc-?0*(\d{1,15})\s*", re.IGNORECASE)


def number_in(text: str) -> int | None:
    """The id behind a claim's number such as FC-1042, where the text is nothing else."""
    number = _NUMBER.fullmatch(text)
    return int(number[1]) if number else None
