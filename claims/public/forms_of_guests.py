"""What an expert from outside signs."""

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.review.opinions.guests import Signed
from claims.verdicts.models import Opinion
from claims.verdicts.models.guests import INTEREST_LIMIT, NAME_LIMIT


class OpinionForm(forms.Form):
    """Opinion, name and interest; what is missing is said by the service."""

    opinion = forms.ChoiceField(label=_("What you sign"), choices=Opinion, widget=forms.RadioSelect(), required=False)
    name = forms.CharField(label=_("Your name, as it may be printed"), max_length=NAME_LIMIT, required=False)
    interest = forms.CharField(
        label=_("Your interest in the matter"),
        max_length=INTEREST_LIMIT,
        required=False,
        help_text=_("Who pays you, whom you advise, what you have published; “none” if there is none."),
    )
    remark = forms.CharField(
        label=_("Remark on the whole (optional)"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    may_be_shown = forms.BooleanField(label=_("Readers may see my name, interest, opinion and remark"), required=False)

    def signed(self) -> Signed:
        """What was sent, also where the form is not in order."""
        given = {name: str(self.data.get(name, "")) for name in ("opinion", "name", "interest", "remark")}
        return Signed(**given, may_be_shown=bool(self.data.get("may_be_shown")))
