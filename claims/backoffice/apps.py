"""The Django admin of the desk."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps

from claims.backoffice.labels import translate_labels


class BackofficeConfig(AppConfig):
    """Holds the admin modules of every room, so that the rooms themselves know no admin."""

    name = "claims.backoffice"
    default = True

    def ready(self) -> None:
        translate_labels()


class DeskAdminConfig(admin_apps.AdminConfig):
    """Django's admin with the desk's own site as the default one."""

    default = False
    default_site = "claims.backoffice.site.DeskAdminSite"
