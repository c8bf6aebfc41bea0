"""The REST API."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Keeps one table: the answers to requests that carried an Idempotency-Key."""

    name = "claims.api"
