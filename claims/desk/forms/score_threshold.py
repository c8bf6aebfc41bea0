"""The form that keeps a threshold."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.desk.score_threshold import read_threshold

ME, NEWSROOM, NOBODY = "me", "newsroom", "nobody"


class ThresholdForm(forms.Form):
    """A score, and whom it is kept for; for nobody: what one kept for oneself is given up."""

    whose = forms.ChoiceField(choices=[(ME, _("For me")), (NEWSROOM, _("For the newsroom")), (NOBODY, _("For nobody"))])
    threshold = forms.CharField(required=False, max_length=20)
    expected_version = forms.IntegerField(required=False, min_value=1)

    def clean(self) -> dict[str, Any]:
        """The score as a number; the newsroom's is set over the version the person saw."""
        cleaned = super().clean() or self.cleaned_data
        whose, score = cleaned.get("whose"), read_threshold(cleaned.get("threshold"))
        cleaned["threshold"] = score
        if whose in (ME, NEWSROOM) and score is None:
            self.add_error("threshold", _("Give a score from 0.00 to 1.00."))
        if whose == NEWSROOM and cleaned.get("expected_version") is None:
            self.add_error("expected_version", _("This form came without the version you saw. Reload the page."))
        return cleaned
