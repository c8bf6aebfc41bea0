"""What comes in: articles by hand, from feeds, hooks, e-mail and files; each is read and its claims are found."""
