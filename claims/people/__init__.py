"""What people may do with sign-ins: accounts, invitations, passwords, second steps, personal tokens."""
