"""People and roles."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from claims.accounts.roles import sync_groups


class AccountsConfig(AppConfig):
    """Keeps the five role groups in step with `roles.py` after each migration."""

    name = "claims.accounts"

    def ready(self) -> None:
        post_migrate.connect(sync_groups, sender=self, dispatch_uid="accounts.sync_groups")
