"""Evidence, verdicts and their frozen revisions, gates before submitting, and publications."""
