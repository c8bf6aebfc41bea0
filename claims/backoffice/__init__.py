"""The back office: Django's admin for people, settings, scales, and what seldom changes."""
