"""The statement that a newsroom signs about each publication: how it is written, and read again. No Django."""

import re
from typing import Final

STATED: Final = re.compile(
    r"plumbline publication\ncheck: (?P<check>[^\n]{1,60})\nnumber: (?P<number>[0-9]{1,9})\nkind: (?P<kind>\w{1,30})\n"
    r"published: (?P<at>[^\n]{1,40})\ncontent-sha256: (?P<content>[0-9a-f]{64})\npage-sha256: (?P<page>[0-9a-f]{64})\n"
)


def written(*, check: str, number: int, kind: str, at: str, content: str, page: str) -> bytes:
    """The statement: a check's number, how often it was published, what kind this one is, when, and both SHA-256."""
    lines = (
        "plumbline publication",
        f"check: {check}",
        f"number: {number}",
        f"kind: {kind}",
        f"published: {at}",
        f"content-sha256: {content}",
        f"page-sha256: {page}",
    )
    return "".join(f"{line}\n" for line in lines).encode()
