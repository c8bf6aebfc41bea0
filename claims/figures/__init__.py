"""Figures worked out from the cells of a table: a small safe language, its units, and what is read of numbers.

Pure Python: plain data in and out, no Django, nothing that runs what somebody wrote.
"""
