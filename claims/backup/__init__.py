"""Everything the desk keeps as one portable file, and back."""
