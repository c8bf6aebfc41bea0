"""How well claims are found across languages, and what it costs."""
