"""Claims kept to named people: who they are, and how everybody else's reads leave those claims out."""
