"""One full-text engine for both databases: SQLite's FTS5, or PostgreSQL's tsvector with a GIN index.

To declare an index: a `SearchIndex` in the app's `search.py` and its table in the app's migration (`create_table`). To
ask it: an unmanaged model of its two columns, `rowid` and `words`, ties it to the rows it covers, and they are filtered
through it, `Claim.objects.filter(search__words__begin="trams late")`; a statement written by hand takes its condition
from `holding`.
"""
