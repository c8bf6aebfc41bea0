"""Forms about newsrooms that are followed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.followed.following import LICENCE_LIMIT


class TermsForm(forms.Form):
    """What may be done with a newsroom's words."""

    use_required_attribute = False

    licence = forms.CharField(
        label=_("Terms of use"),
        max_length=LICENCE_LIMIT,
        required=False,
        help_text=_("As the newsroom states them, such as: CC BY 4.0. Readers see them beside its name."),
    )
    shown_to_readers = forms.BooleanField(
        label=_("Readers may see that it checked a claim too"),
        required=False,
        help_text=_("“Also checked by”, with its rating and a link, where somebody here confirmed the likeness."),
    )


class NewsroomForm(TermsForm):
    """A newsroom to follow."""

    field_order = ["url", "licence", "shown_to_readers"]

    url = forms.CharField(
        label=_("Address of its checks"),
        max_length=2000,
        help_text=_(
            "The page that lists its checks, or its feed of ClaimReviews. Of another Plumbline, every signature is"
            " compared."
        ),
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "off"}),
        error_messages={"required": _("Give the address of its checks, such as https://desk.example/checks/.")},
    )
