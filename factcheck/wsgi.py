"""The WSGI entry point for any application server."""

import os

from django.core.wsgi import get_wsgi_application

from factcheck.database import WEB, be_patient

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")

application = get_wsgi_application()
be_patient(WEB)
