"""What was checked before: the index of claims and outside fact-checks, and what is alike."""
