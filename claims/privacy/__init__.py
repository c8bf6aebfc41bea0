"""Data about people: what is stored for how long, what somebody is given of it, and what is erased."""
