"""The product's settings for tests: a data folder that goes away, quick passwords, plain static files."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "PLUMBLINE_TESTS_DIR" not in os.environ:
    os.environ["PLUMBLINE_TESTS_DIR"] = tempfile.mkdtemp(prefix="plumbline-tests-")
    atexit.register(shutil.rmtree, os.environ["PLUMBLINE_TESTS_DIR"], ignore_errors=True)
DATA_DIR = Path(os.environ["PLUMBLINE_TESTS_DIR"])
os.environ["PLUMBLINE_DATA_DIR"] = str(DATA_DIR)
os.environ.pop("CELERY_BROKER_URL", None)

from factcheck.settings import *  # noqa: E402, F403
from factcheck.settings import DATABASES, INSTALLED_APPS, STATIC_ROOT, STORAGES  # noqa: E402

INSTALLED_APPS += ["tests.jobs"]  # a kind of job of their own
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {}

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: the live server and racing threads then have connections of their own.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "tests.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA synchronous=OFF; PRAGMA cache_size=-20000;"
else:
    DATABASES["default"]["OPTIONS"].pop("pool", None)
    # Nothing here has to outlive a power cut, so no commit waits for the disk.
    DATABASES["default"]["OPTIONS"]["options"] = "-c jit=off -c synchronous_commit=off"
