"""Who may see a claim."""

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.accounts.models import User
from claims.desk.forms.fields import VersionField
from claims.review import restricting
from claims.tracking.models import Claim
from claims.workflow.perform import NOTE_LIMIT

ALL, NAMED = "all", "named"


class AccessForm(forms.Form):
    """The whole desk or named people, and which articles are kept to these with the claim."""

    who = forms.ChoiceField(
        label=_("Who may see it"),
        choices=[(ALL, _("The whole desk")), (NAMED, _("Only the people named below"))],
        widget=forms.RadioSelect(),
    )
    people = forms.TypedMultipleChoiceField(
        label=_("People"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple(),
        help_text=_("You are always among them, and so has to be whoever has the claim in hand."),
        error_messages={"invalid_choice": _("Choose from the people listed; one of yours is no longer here.")},
    )
    articles = forms.TypedMultipleChoiceField(
        label=_("Articles kept to them as well"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple(),
        help_text=_("Nobody else finds such an article then, nor any claim in it that waits for a decision."),
    )
    note = forms.CharField(
        label=_("Note (optional)"), required=False, max_length=NOTE_LIMIT, widget=forms.Textarea({"rows": 2})
    )
    expected_version = VersionField()

    def __init__(self, *args: object, claim: Claim, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._offer("people", [(person.pk, str(person)) for person in restricting.who_could()])
        articles = [(article.pk, str(article)) for article in restricting.articles_of(claim)]
        if articles:
            self._offer("articles", articles)
        else:
            del self.fields["articles"]

    def _offer(self, name: str, choices: list[tuple[int, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.TypedMultipleChoiceField):
            field.choices = choices

    @staticmethod
    def start(claim: Claim, person: User) -> dict[str, object]:
        """What the form starts with: as it is, or those who would be named in any case."""
        named = restricting.people_named(claim)
        return {
            "who": NAMED if named else ALL,
            "people": named or [key for key in (person.pk, claim.reviewer_id) if key],
            "articles": restricting.articles_kept(claim),
            "expected_version": claim.lock_version,
        }
