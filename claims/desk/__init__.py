"""The desk: the pages that a newsroom works in all day."""
