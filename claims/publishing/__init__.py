"""What goes out, and how verdicts are rated."""
