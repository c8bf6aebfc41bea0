"""People as the API shows them: by id and name, without addresses."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from claims.accounts.author_models import BACKGROUND_LIMIT, ROLE_LIMIT
from claims.accounts.models import PersonalAccessToken, User
from claims.accounts.roles import Right, Role
from claims.accounts.tokens import Scope
from claims.api.representation import Body, Json, Moment, Shape


class PersonRef(Shape):
    """A person, named wherever somebody did something."""

    id = serializers.IntegerField()
    username = serializers.CharField()
    name = serializers.SerializerMethodField()

    def get_name(self, person: User) -> str:
        """The name colleagues see."""
        return str(person)


class PersonShape(PersonRef):
    """A colleague, with the roles that say what may be assigned to them."""

    roles = serializers.ListField(child=serializers.ChoiceField(choices=[role.value for role in Role]))
    max_open = serializers.IntegerField(help_text="How many open claims this person takes on at once.")


class TokenShape(Shape):
    """The token a request came with."""

    name = serializers.CharField()
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=Scope.choices))
    expires_at = Moment(allow_null=True)


class MeShape(PersonShape):
    """Who I am here, and what I may do."""

    rights = serializers.SerializerMethodField()
    token = serializers.SerializerMethodField()

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(choices=[right.value for right in Right])))
    def get_rights(self, person: User) -> list[str]:
        """What my roles let me do."""
        return [right.value for right in Right if person.may(right)]

    @extend_schema_field(TokenShape(allow_null=True))
    def get_token(self, person: User) -> Json | None:
        """The token this request came with; null in a browser's session."""
        token = self.context["request"].auth
        return TokenShape().to_representation(token) if isinstance(token, PersonalAccessToken) else None


class AuthorPageShape(Shape):
    """What readers may know about me."""

    is_public = serializers.BooleanField()
    role = serializers.CharField()
    background = serializers.CharField()
    slug = serializers.CharField(help_text="The last part of its address; empty before it was first kept.")


class AuthorPageBody(Body):
    """What readers may know about me; what is left out is empty."""

    example = {"is_public": True, "role": "Reviewer, public money", "background": "Ten years at the city desk."}

    is_public = serializers.BooleanField()
    role = serializers.CharField(required=False, allow_blank=True, max_length=ROLE_LIMIT, default="")
    background = serializers.CharField(required=False, allow_blank=True, max_length=BACKGROUND_LIMIT, default="")
