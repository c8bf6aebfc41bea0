"""Newsrooms that the desk follows, and the checks taken over from them."""

from django.apps import AppConfig


class FollowedConfig(AppConfig):
    """The app label is `followed`."""

    name = "claims.followed"
    label = "followed"
    verbose_name = "followed newsrooms"
