"""The Celery application."""

import os

from celery import Celery

from factcheck import broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")

broker.register()

app = Celery("factcheck")
app.config_from_object("django.conf:settings", namespace="CELERY")
