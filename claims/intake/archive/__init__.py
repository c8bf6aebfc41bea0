"""A newsroom's own old checks: read, matched, put in order, and published as imported."""
