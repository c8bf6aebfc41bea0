"""The REST API at /api/v1/: for programs that act with a person's token."""
