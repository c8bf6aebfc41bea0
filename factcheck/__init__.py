"""Settings, addresses, the workers' tasks, and commands: puts the rooms together and holds no rule."""

from factcheck.celery import app as celery_app

__all__ = ["celery_app"]
