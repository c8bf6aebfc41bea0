"""What the page of one translation shows: the original beside it, and what this person may do with it."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString

from claims.accounts.models import User
from claims.review.translations import may_judge, may_take_back, may_write
from claims.verdicts.corrections import comparison
from claims.verdicts.diffing import PartChange
from claims.verdicts.markdown import render
from claims.verdicts.models import TranslationState
from claims.verdicts.translations import Standing

TRANSLATED = frozenset({"statement", "rating", "summary", "key_points", "explanation", "why_checked"})


class TranslationPage:
    """One check in one further language."""

    def __init__(self, standing: Standing, viewer: User) -> None:
        self.standing, self.viewer = standing, viewer

    @property
    def original(self) -> Mapping[str, Any]:
        """What readers see of the check in the language it was written in."""
        content: Mapping[str, Any] = self.standing.original.content
        return content

    @property
    def waits(self) -> bool:
        """Whether the words wait for a second person."""
        return self.standing.state == TranslationState.SUBMITTED

    @property
    def may_write(self) -> bool:
        """Whether this person may change the words now."""
        return not self.waits and not may_write(self.viewer)

    @property
    def may_take_back(self) -> bool:
        """Whether this person may go on writing what was submitted."""
        row = self.standing.translation
        return self.waits and row is not None and not may_take_back(row, self.viewer)

    @cached_property
    def why_not_judge(self) -> str:
        """Why this person does not decide on what waits; empty where she may."""
        row = self.standing.translation
        return may_judge(row, self.viewer) if row else ""

    @property
    def may_submit(self) -> bool:
        """Whether kept words stand there that nobody was asked to judge yet."""
        return self.may_write and self.standing.state == TranslationState.DRAFT

    @cached_property
    def changed_since(self) -> list[PartChange]:
        """What is another in the original than in the number that the words say, of what is translated."""
        row = self.standing.translation
        if row is None or not self.standing.draft_is_behind:
            return []
        parts = comparison(row.translates.content, self.original)
        return [part for part in parts if part.part in TRANSLATED]

    @cached_property
    def waiting_explanation(self) -> SafeString:
        """The explanation that waits, as readers will see it."""
        return render(self.standing.waiting.content["explanation"]) if self.standing.waiting else SafeString("")
