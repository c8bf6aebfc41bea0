"""The type of sentences that people read."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

type Words = str | _StrPromise
"""A sentence, or one that is put into the language of the reader when it is shown."""
