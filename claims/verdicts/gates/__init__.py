"""The rules a verdict must hold to before a second person sees it: one function each, grouped by what they look at."""
