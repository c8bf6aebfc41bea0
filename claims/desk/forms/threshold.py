"""The form that keeps a threshold."""

from typing import Any

from django import forms

from claims.desk.threshold import read_threshold

ME, NEWSROOM, NOBODY = "me", "newsroom", "nobody"


class ThresholdForm(forms.Form):
    """A score, and whom it is kept for; for nobody: what one kept for oneself is given up."""

    whose = forms.ChoiceField(choices=[(ME, "For me"), (NEWSROOM, "For the newsroom"), (NOBODY, "For nobody")])
    threshold = forms.CharField(required=False, max_length=20)
    expected_version = forms.IntegerField(required=False, min_value=1)

    def clean(self) -> dict[str, Any]:
        """The score as a number; the newsroom's is set over the version the person saw."""
        cleaned = super().clean() or self.cleaned_data
        whose, score = cleaned.get("whose"), read_threshold(cleaned.get("threshold"))
        cleaned["threshold"] = score
        if whose in (ME, NEWSROOM) and score is None:
            self.add_error("threshold", "Give a score from 0.00 to 1.00.")
        if whose == NEWSROOM and cleaned.get("expected_version") is None:
            self.add_error("expected_version", "This form came without the version you saw. Reload the page.")
        return cleaned
