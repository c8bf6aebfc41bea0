"""How the shipped check-worthiness weights are made. Not used at run time; see train.py."""
