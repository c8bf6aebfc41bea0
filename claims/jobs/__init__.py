"""Background work: one kind of row, its lease, sending, sweeping and running.

The row is the truth, the message a hint.
"""
