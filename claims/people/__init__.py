"""What people may do with sign-ins: personal tokens, and removing somebody without losing the work."""
