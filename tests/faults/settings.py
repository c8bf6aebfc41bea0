"""The product's own settings, with an app that brings on trouble where the environment asks for it."""

from factcheck.settings import *  # noqa: F403
from factcheck.settings import INSTALLED_APPS

INSTALLED_APPS += ["tests.faults"]
