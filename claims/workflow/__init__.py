"""The claim's state machine: the table of moves, who may do what when, and what follows."""
