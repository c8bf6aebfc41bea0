"""A year's evidence for an assessor of a fact-checkers' code."""
