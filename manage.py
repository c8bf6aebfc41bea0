#!/usr/bin/env python
"""Plumbline's command line."""

import os
import sys

from django.core.management import execute_from_command_line

from factcheck.environment import ConfigurationError


def main() -> None:
    """Run a management command; a wrong setting ends it with one sentence instead of a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    if sys.argv[1:2] == ["up"] and "--demo" in sys.argv:
        # The settings follow from the environment alone, here and in every process that `up` starts.
        os.environ["PLUMBLINE_DEMO"] = "1"
    try:
        execute_from_command_line(sys.argv)
    except ConfigurationError as error:
        sys.exit(f"Plumbline cannot start. {error}")


if __name__ == "__main__":
    main()
