"""The tables of the rules that say how long things are kept."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Data about people."""

    name = "claims.privacy"
