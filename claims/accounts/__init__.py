"""People, their roles and rights, and how they sign in."""
