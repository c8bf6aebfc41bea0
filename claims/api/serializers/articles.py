"""Articles, their versions and the readings of them."""

from django.utils.translation import gettext as _
from rest_framework import serializers

from claims.api.representation import Body, Moment, Shape, UploadField
from claims.api.serializers.people import PersonRef
from claims.api.serializers.reference import OutletRef
from claims.articles.enums import Origin, Standing
from claims.articles.reading.limits import MAX_TEXT_CHARACTERS
from claims.articles.services import Outcome
from claims.tracking.enums import RunState


class VersionRef(Shape):
    """The story as it stood when it was read, without its text."""

    id = serializers.IntegerField()
    number = serializers.IntegerField()
    title = serializers.CharField()
    byline = serializers.CharField()
    words = serializers.IntegerField()
    language = serializers.CharField()
    published_at = Moment(allow_null=True)
    published_is_day = serializers.BooleanField()
    read_at = Moment()
    text_sha256 = serializers.CharField()
    standing = serializers.ChoiceField(
        choices=Standing.choices, help_text="A doubtful one is read for claims once an editor takes it (`read-again`)."
    )


class VersionShape(VersionRef):
    """A version with its text; offsets of candidates are code points of `text`."""

    article = serializers.IntegerField(source="article_id")
    deck = serializers.CharField()
    author_note = serializers.CharField()
    source_format = serializers.CharField()
    source_url = serializers.CharField()
    report = serializers.JSONField(help_text="What reading left out, and what is doubtful of it.")
    text = serializers.CharField()


class ArticleShape(Shape):
    """One piece at one address, or pasted once."""

    optional = ("text",)

    id = serializers.IntegerField()
    url = serializers.CharField()
    origin = serializers.ChoiceField(choices=Origin.choices)
    outlet = OutletRef(allow_null=True)
    current = VersionRef(allow_null=True)
    added_by = serializers.IntegerField(source="added_by_id", allow_null=True)
    added_at = Moment()
    text = serializers.CharField(source="current.text", required=False, help_text="With expand=text.")


class LanguageBody(Body):
    """The language of an article."""

    example = {"language": "es"}

    language = serializers.CharField(max_length=8, allow_blank=True, help_text="ISO 639-1; empty: told from the text.")


class PasteBody(Body):
    """The text of an article that could not be read at its address."""

    example = {
        "text": "The council has cut its spending by 22 per cent since 2021, Mayor Rufus Haldane said on Monday."
    }

    text = serializers.CharField(max_length=MAX_TEXT_CHARACTERS, trim_whitespace=False)


class ArticleAdded(Shape):
    """What became of an article that was handed in."""

    outcome = serializers.ChoiceField(choices=[outcome.value for outcome in Outcome])
    message = serializers.CharField()
    article = ArticleShape()


class ArticleBody(Body):
    """An article as text, or as the address it stands at; at least one of the two."""

    example = {
        "title": "Haldane defends bus plan",
        "text": "The council has cut its spending by 22 per cent since 2021, Mayor Rufus Haldane said on Monday.",
        "url": "https://paper.example/bus-plan",
        "outlet": "Port Ellery Courier",
    }

    text = serializers.CharField(required=False, max_length=MAX_TEXT_CHARACTERS, trim_whitespace=False)
    title = serializers.CharField(required=False, max_length=500)
    url = serializers.CharField(required=False, max_length=2000)
    outlet = serializers.CharField(required=False, max_length=160, help_text="By name; made when it is new.")

    def validate(self, attrs: dict[str, object]) -> dict[str, object]:
        """Text or an address; a text may say at which address it stands."""
        if not attrs.get("text") and not attrs.get("url"):
            raise serializers.ValidationError(_("Send the article's text, or the url it stands at."))
        if attrs.get("title") and not attrs.get("text"):
            raise serializers.ValidationError({"title": [_("The title is read from the page. Send text to give one.")]})
        return attrs


class UploadBody(Body):
    """An article as a file: a text, a page, .pdf, .docx, .odt, .rtf, .epub, or a transcript (.srt, .vtt, .json)."""

    file = UploadField()
    outlet = serializers.CharField(required=False, max_length=160)


class RunShape(Shape):
    """One reading of a version by the extractor."""

    id = serializers.IntegerField()
    version = serializers.IntegerField(source="version_id")
    state = serializers.ChoiceField(choices=RunState.choices)
    extractor = serializers.CharField(
        help_text="Name, version and language, and what its scores mean: claims-es 1.1 (ranked, not calibrated, in es)."
    )
    requested_by = PersonRef(allow_null=True)
    queued_at = Moment()
    started_at = Moment(allow_null=True)
    finished_at = Moment(allow_null=True)
    sentences_done = serializers.IntegerField()
    sentences_total = serializers.IntegerField()
    candidates_found = serializers.IntegerField()
    error = serializers.CharField()
