"""Extraction runs, candidates, claims, assignments and comments, and their lists."""
