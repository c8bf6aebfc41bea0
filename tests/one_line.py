"""A page's HTML without its lines: how far a template is indented is no part of what a page says."""

import re


def one_line(page: str) -> str:
    """The page with each tag on one line and no line break beside a tag.

    Where a line break was the space between two words, it is gone as well.
    """
    flat = re.sub(r"<[^<>]*>", lambda tag: re.sub(r"\s+", " ", tag[0]).replace(" >", ">"), page)
    return re.sub(r"\s*\n\s*(?=<)|(?<=>)\s*\n\s*", "", flat)
