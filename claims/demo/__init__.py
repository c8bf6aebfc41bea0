"""The demo newsroom: invented people, articles and claims, loaded through the same services that people use."""
