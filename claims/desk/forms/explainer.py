"""The words of an explainer, with fields for each of its checks, and what a second person says to them."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.desk.forms.fields import VersionField
from claims.publishing.explainer_words import KINDS, ExplainerWords, Passage
from claims.verdicts.approved_words import NOTE_LIMIT
from claims.verdicts.explainers import CheckNow

ROWS: Final = {"introduction": 6, "closing": 4, "note": 2}


class ExplainerForm(forms.Form):
    """An explainer as it is written; what is missing or too long is judged by the services.

    `checks` are those that stand in it, in their order: each has a sentence and a paragraph of its own.
    """

    title = forms.CharField(label=gettext_lazy("Title"), required=False)
    introduction = forms.CharField(
        label=gettext_lazy("Introduction"), required=False, strip=False, help_text=gettext_lazy("Markdown.")
    )
    closing = forms.CharField(
        label=gettext_lazy("Closing words (optional)"),
        required=False,
        strip=False,
        help_text=gettext_lazy("Markdown. They stand after the last check."),
    )
    picture_of = forms.TypedChoiceField(
        label=gettext_lazy("Picture at the head"), required=False, coerce=int, empty_value=None
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What the change is"),
        required=False,
        choices=[(kind.value, kind.label) for kind in KINDS],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("What changed and why"), required=False, help_text=gettext_lazy("For readers.")
    )
    expected_version = VersionField()

    def __init__(
        self, data: Any, words: ExplainerWords, checks: Sequence[CheckNow], *, version: int, is_published: bool
    ) -> None:
        super().__init__(data, initial=_start(words, version))
        self.checks = checks
        for name, rows in ROWS.items():
            self.fields[name].widget = forms.Textarea(attrs={"rows": rows})
        if not is_published:
            del self.fields["kind"], self.fields["note"]
        pictured = [check for check in checks if check.publication.card.get("picture") and not check.withdrawn]
        choices = [("", _("None")), *((check.publication.claim_id, _title(check)) for check in pictured)]
        self.fields["picture_of"].choices = choices  # type: ignore[attr-defined]  # a field of choices
        if not pictured:
            del self.fields["picture_of"]
        for check in checks:
            self._add_fields_of(check)

    def part_fields(self, check: CheckNow) -> list[forms.BoundField]:
        """The fields of one check."""
        return [self[f"{name}_{check.publication.claim_id}"] for name in ("paragraph", "sentence")]

    def words(self, claims: Sequence[int]) -> ExplainerWords:
        """The words as the services take them, with the checks of these claims in this order."""
        given = self.cleaned_data
        return ExplainerWords(
            title=given["title"],
            introduction=given["introduction"],
            parts=tuple(
                Passage(claim, given.get(f"sentence_{claim}", ""), given.get(f"paragraph_{claim}", ""))
                for claim in claims
            ),
            closing=given["closing"],
            picture_of=given.get("picture_of") if given.get("picture_of") in claims else None,
            kind=given.get("kind", ""),
            note=given.get("note", ""),
        )

    def _add_fields_of(self, check: CheckNow) -> None:
        claim, number = check.publication.claim_id, check.publication.card["number"]
        self.fields[f"paragraph_{claim}"] = forms.CharField(
            label=_("Paragraph before %(number)s (optional)") % {"number": number},
            required=False,
            strip=False,
            initial=check.part.get("paragraph", ""),
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("Markdown."),
        )
        self.fields[f"sentence_{claim}"] = forms.CharField(
            label=_("Sentence on %(number)s") % {"number": number},
            required=False,
            initial=check.part.get("sentence", ""),
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text=_("What it adds to the subject. Leave its rating out: the page shows the one of now."),
        )


class ExplainerJudgementForm(forms.Form):
    """What a second person decided on the words she read."""

    decision = forms.ChoiceField(choices=[("approve", ""), ("send_back", "")])
    note = forms.CharField(
        label=gettext_lazy("What should change"),
        required=False,
        max_length=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Needed to send it back; whoever wrote the explainer reads it."),
    )
    content_hash = forms.CharField(widget=forms.HiddenInput())
    expected_version = VersionField()


class RetractionForm(forms.Form):
    """Why an explainer is to be retracted, for readers; it stands beside the form of the words."""

    note = forms.CharField(
        label=gettext_lazy("Why it is retracted"),
        required=False,
        max_length=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("For readers; the notice stands at the address for good."),
    )
    expected_version = VersionField()

    def __init__(self, data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial, auto_id="retract_%s")


def _start(words: ExplainerWords, version: int) -> dict[str, object]:
    kept = ("title", "introduction", "closing", "picture_of", "kind", "note")
    return {**{name: getattr(words, name) for name in kept}, "expected_version": version}


def _title(check: CheckNow) -> str:
    card = check.publication.card
    return f"{card['number']} {card['statement'][:60]}"
