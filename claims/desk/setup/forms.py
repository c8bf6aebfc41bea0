"""The forms of the set-up: the newsroom, its texts, its lists, and the ratings of a scale."""

from typing import Any, Final

from django import forms
from django.conf.locale import LANG_INFO
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from claims.publishing.ready_scales import LEANS
from claims.verdicts.models import Newsroom, Rating
from claims.verdicts.models.site import ADDRESS_LIMIT, BODY_LIMIT, STATEMENT_LIMIT
from claims.verdicts.newsroom_gaps import is_named

LANGUAGES: Final = sorted(
    ((code, info["name_local"].capitalize()) for code, info in LANG_INFO.items() if "name_local" in info),
    key=lambda pair: pair[1].casefold(),
)
PICTURES: Final = (
    (1, _("Hangs plumb: it is so")),
    (2, _("Leans a little")),
    (3, _("Leans half way")),
    (4, _("Leans far")),
    (5, _("Lies flat: it is not so")),
    (0, _("Question mark: beside the scale")),
)
NEW_ROWS: Final = 2
WORDS_OF_A_NEWSROOM: Final = ("name", "address", "email", "language", "homepage", "logo_says_name")


class NewsroomForm(forms.Form):
    """Who publishes, where, and how readers write to it."""

    use_required_attribute = False

    name = forms.CharField(
        label=_("Name of the newsroom"),
        max_length=120,
        help_text=_("Stands on every page and in what search engines are told, such as Port Ellery Courier."),
        error_messages={"required": _("Write the name that readers know you by.")},
    )
    address = forms.CharField(
        label=_("Address"),
        max_length=ADDRESS_LIMIT,
        help_text=_("Where letters reach you. Readers find it on the pages About us and Contact."),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
        error_messages={"required": _("Write an address by which you can be reached.")},
    )
    email = forms.EmailField(
        label=_("E-mail for readers"),
        help_text=_("Where they report an error."),
        error_messages={"required": _("Write an e-mail address that somebody reads.")},
    )
    language = forms.ChoiceField(label=_("Language of your checks"), choices=LANGUAGES)
    homepage = forms.URLField(
        label=_("Your own site"),
        required=False,
        assume_scheme="https",
        help_text=_("Leave it empty if your checks are published here alone."),
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )

    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("PNG, JPEG, GIF or WebP. Stands at the head of every page, for readers and on the desk."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/gif,image/webp"}),
    )
    logo_says_name = forms.BooleanField(
        label=_("The logo says our name"), required=False, help_text=_("Then the name is not written beside it.")
    )
    drop_logo = forms.BooleanField(label=_("Take the logo away"), required=False)

    @classmethod
    def of(cls, kept: Newsroom, data: Any = None, files: Any = None) -> "NewsroomForm":
        """The form with what is kept; the software's name is nobody's."""
        known = {name: getattr(kept, name) for name in WORDS_OF_A_NEWSROOM}
        form = cls(data, files, initial=known | {"name": kept.name if is_named(kept) else ""})
        if not kept.logo:
            del form.fields["drop_logo"]
        return form

    @property
    def words(self) -> dict[str, Any]:
        """What is kept of it as it stands."""
        return {name: self.cleaned_data[name] for name in WORDS_OF_A_NEWSROOM}


class TextsForm(forms.Form):
    """What readers are told about owners, money and method."""

    use_required_attribute = False

    ownership = forms.CharField(
        label=_("Who owns you"),
        max_length=STATEMENT_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "The owner and their other businesses; who is answerable for what you publish;"
            " the parties and organisations that your people belong to."
        ),
    )
    funding = forms.CharField(
        label=_("Who pays for your work"),
        max_length=STATEMENT_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Everybody who gave more than a twentieth of last year's money, and what they may not decide;"
            " how readers can see the accounts."
        ),
    )
    method = forms.CharField(
        label=_("How you check"),
        max_length=BODY_LIMIT,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_(
            "This text comes with the software and says what the desk makes sure of. Read it, and change what you do"
            " differently: how you choose claims, how many sources you ask for, what you do about errors."
        ),
        error_messages={"required": _("Say how you check: readers judge a verdict by it.")},
    )
    shows_ledger = forms.BooleanField(
        label=_("Show readers whom you check"),
        required=False,
        help_text=_(
            "A page of how many claims of whom you checked, closed and retracted, with which verdicts. Look at it on"
            " the desk first, under Reports."
        ),
    )


class ListsForm(forms.Form):
    """Topics and outlets to add, one on each line."""

    use_required_attribute = False

    topics = forms.CharField(
        label=_("Topics to add"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "placeholder": _("Health\nHousing\nPublic money")}),
        help_text=_("One on each line. Readers filter your checks by them."),
    )
    outlets = forms.CharField(
        label=_("Outlets to add"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "placeholder": _("Marsh Weekly https://marshweekly.example/")}),
        help_text=_("Papers, stations, press offices: one on each line, with its site if it has one."),
    )


class AlertsForm(forms.Form):
    """Whether readers are offered e-mail alerts."""

    offers_alerts = forms.BooleanField(
        label=_("Offer e-mail alerts"),
        required=False,
        help_text=_("Readers leave an address at any list of checks. Say so where you tell them of their data."),
    )


class AddressForm(forms.Form):
    """A reader's address that is to be erased."""

    use_required_attribute = False

    email = forms.EmailField(
        label=_("Address to erase"),
        max_length=254,
        help_text=_("With all its alerts, confirmed or not. What is written to it from now on needs a new yes."),
        error_messages={"required": _("Write the address that is to be erased.")},
    )


class ScaleNameForm(forms.Form):
    """A scale of one's own."""

    use_required_attribute = False

    name = forms.CharField(
        label=_("Name of the scale"),
        max_length=80,
        help_text=_("Only the desk sees it."),
        error_messages={"required": _("Give the scale a name.")},
    )


class RatingForm(forms.Form):
    """One rating in words a newsroom uses; a row without a word is left alone."""

    use_required_attribute = False

    pk = forms.IntegerField(required=False, widget=forms.HiddenInput())
    label = forms.CharField(label=_("Word"), max_length=40, required=False)
    definition = forms.CharField(
        label=_("What it means"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    tone = forms.TypedChoiceField(
        label=_("Picture"), choices=PICTURES, coerce=int, initial=0, widget=forms.RadioSelect()
    )
    order = forms.IntegerField(label=_("Place"), min_value=0, max_value=99, required=False)
    value = forms.IntegerField(label=_("Number"), min_value=1, max_value=99, required=False)
    is_active = forms.BooleanField(label=_("Can be chosen"), required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        """A word and its meaning go together."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("label") and not given.get("definition"):
            self.add_error("definition", _("Say in a sentence what this rating means; readers see it."))
        if given.get("pk") and not given.get("label"):
            self.add_error("label", _("Write the word. To offer it no longer, take the tick away."))
        return given

    def rating(self, stored: Rating | None, *, scale_id: int, place: int) -> Rating:
        """The rating as the form has it; a picture that was not changed keeps its lean."""
        given = self.cleaned_data
        rating = stored or Rating(scale_id=scale_id, slug=slugify(given["label"])[:40] or f"rating-{place}")
        if stored is None or stored.tone != given["tone"]:
            rating.tone, rating.lean = given["tone"], LEANS[given["tone"]]
        rating.label, rating.definition = given["label"], given["definition"]
        rating.order = place if given["order"] is None else given["order"]
        rating.value, rating.is_active = given["value"], given["is_active"]
        return rating


RatingForms = forms.formset_factory(RatingForm, extra=NEW_ROWS, max_num=30, absolute_max=40)


def rating_forms(ratings: list[Rating], data: Any = None) -> Any:  # a formset of RatingForm
    """The rows of a scale, and empty ones to add to it."""
    names = ("pk", "label", "definition", "tone", "order", "value", "is_active")
    return RatingForms(data, initial=[{name: getattr(rating, name) for name in names} for rating in ratings])
