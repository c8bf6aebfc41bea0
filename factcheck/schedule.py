"""The Celery application of the beat: it sends tasks by their names and loads none of them, so it stays small."""

from celery import Celery

app = Celery("factcheck.schedule")
app.config_from_object("django.conf:settings", namespace="CELERY")
