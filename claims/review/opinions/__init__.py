"""What others came to: a second person unseen, experts from outside, earlier checks that a verdict departs from."""
