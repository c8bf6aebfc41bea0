"""The evidence watch: reading sources of published checks again, and what people decide about those that changed."""
