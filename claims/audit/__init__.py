"""The append-only record: each act in a chain of hashes, sealed from time to time."""
