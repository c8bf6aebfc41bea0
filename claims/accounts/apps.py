"""People and roles."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from claims.accounts.roles import sync_groups
from claims.kept_sentences import Translator
from claims.sentences import speak_with


class AccountsConfig(AppConfig):
    """Keeps the five role groups in step with `roles.py` after each migration, and says who translates sentences."""

    name = "claims.accounts"

    def ready(self) -> None:
        speak_with(Translator())
        post_migrate.connect(sync_groups, sender=self, dispatch_uid="accounts.sync_groups")
