"""Outlets, articles and their immutable versions, and reading documents into text."""
