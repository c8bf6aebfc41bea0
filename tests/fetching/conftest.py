"""A site to fetch from."""

from tests.site_fixture import site

__all__ = ["site"]
