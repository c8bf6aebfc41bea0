"""The set-up of a desk: the first account, what readers are told, scales, lists, and people."""
