"""The WSGI application of a web worker that `manage.py up` started: it ends with the server that made it."""

from factcheck.parent_death import maker, tie_to_parent
from factcheck.wsgi import application

__all__ = ["application"]

tie_to_parent(maker())
