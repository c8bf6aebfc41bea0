"""The public site: pages, feeds and data for readers, drawn from publications alone."""
