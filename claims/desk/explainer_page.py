"""What the page of one explainer shows: its checks as they stand now, and what this person may do with it."""

from collections.abc import Sequence
from functools import cached_property

from claims.accounts.models import User
from claims.audit.queries import History, history_of
from claims.publishing.explainers import may_judge, may_write
from claims.verdicts.diffing import PartChange
from claims.verdicts.enums import PublicationKind
from claims.verdicts.explainer_pages import what_changed
from claims.verdicts.explainers import CheckNow, ExplainerStanding, checks_now
from claims.verdicts.markdown import render
from claims.verdicts.models import ExplainerState


class ExplainerPage:
    """One explainer on the desk."""

    def __init__(self, standing: ExplainerStanding, viewer: User) -> None:
        self.standing, self.viewer = standing, viewer
        self.explainer = standing.explainer

    @property
    def waits(self) -> bool:
        """Whether it waits for a second person."""
        return self.explainer.state == ExplainerState.SUBMITTED

    @property
    def retracts(self) -> bool:
        """Whether what waits is a request to retract it."""
        waiting = self.standing.waiting
        return waiting is not None and waiting.kind == PublicationKind.RETRACTION

    @property
    def is_retracted(self) -> bool:
        """Whether it says nothing any more."""
        return self.explainer.state == ExplainerState.RETRACTED

    @property
    def may_write(self) -> bool:
        """Whether this person may change the words now."""
        return not self.waits and not self.is_retracted and not may_write(self.viewer)

    @property
    def may_take_back(self) -> bool:
        """Whether this person may go on with what was submitted."""
        return self.waits and not may_write(self.viewer)

    @property
    def may_retract(self) -> bool:
        """Whether this person may ask for what readers see to be retracted."""
        return self.standing.seen_by_readers is not None and self.may_write

    @cached_property
    def why_not_judge(self) -> str:
        """Why this person does not decide on what waits; empty where she may."""
        waiting = self.standing.waiting
        return may_judge(waiting, self.viewer) if waiting else ""

    @cached_property
    def checks(self) -> list[CheckNow]:
        """The checks of the words being written, each as it stands now, beside the number that readers' words knew."""
        seen = self.standing.seen_by_readers
        known = {part["claim"]: part["publication"] for part in (seen.content.get("parts", []) if seen else [])}
        parts = [
            {**part, **({"publication": known[part["claim"]]} if part["claim"] in known else {})}
            for part in self.explainer.parts
        ]
        return checks_now(parts)

    @cached_property
    def waiting_checks(self) -> list[CheckNow]:
        """The checks of what waits for a second person, with their paragraphs as readers will see them."""
        parts = self.standing.waiting.content.get("parts", []) if self.standing.waiting else []
        return checks_now([{**part, "paragraph": render(part["paragraph"], top=3)} for part in parts])

    @cached_property
    def changed_checks(self) -> list[CheckNow]:
        """The checks that were changed or withdrawn after what readers see was written."""
        return [check for check in self.checks if check.changed_since]

    @cached_property
    def changes(self) -> Sequence[PartChange]:
        """What is another in what waits than in what readers see; nothing before they see anything."""
        waiting, seen = self.standing.waiting, self.standing.seen_by_readers
        if waiting is None or seen is None or self.retracts:
            return []
        return what_changed(seen.content, waiting.content)

    @cached_property
    def introduction(self) -> str:
        """The introduction that waits, as readers will see it."""
        return render(self.standing.waiting.content["introduction"], top=3) if self.standing.waiting else ""

    @cached_property
    def closing(self) -> str:
        """The closing words that wait, as readers will see them."""
        return render(self.standing.waiting.content["closing"], top=3) if self.standing.waiting else ""

    @cached_property
    def history(self) -> History:
        """What happened to it, the newest first."""
        return history_of(object_type="explainer", object_id=self.explainer.pk, size=20)
