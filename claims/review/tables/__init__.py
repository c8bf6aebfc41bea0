"""Tables of sources with named cells: taking one from a kept copy, naming its cells, comparing it with a newer copy."""
