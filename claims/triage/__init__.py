"""From candidates to claims: what editors decide on candidates, matches and readers' tips."""
