"""Whether the code of the last release can go on beside each migration since: `make migrations`.

While a new version is rolled out, web processes and workers of the old one still write into tables that the new one has
changed. django-migration-linter reads the SQL that PostgreSQL would get, so this runs with a PostgreSQL beside it.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OF_LIBRARIES = ["account", "admin", "auth", "contenttypes", "mfa", "sessions"]


def last_release(root: Path = ROOT) -> str:
    """The tag of the last release; empty where there has been none."""
    asked = ["git", "-C", str(root), "describe", "--tags", "--abbrev=0", "--match", "v*"]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()


def findings(statements: list[str]) -> list[str]:
    """What in these statements the old code cannot go on beside."""
    from django_migration_linter.sql_analyser import PostgresqlAnalyser, analyse_sql_statements

    errors, _ignored, _warnings = analyse_sql_statements(PostgresqlAnalyser, statements)
    return [error.message for error in errors]


def check(since: str) -> bool:
    """Print a line for each migration since a commit; whether the old code can go on beside all of them."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    django.setup()
    from django_migration_linter import MigrationLinter

    linter = MigrationLinter(str(ROOT), exclude_apps=OF_LIBRARIES, no_cache=True)
    linter.lint_all_migrations(git_commit_id=since)
    linter.print_summary()
    return not linter.has_errors


def main() -> int:
    """Check what came since the last release."""
    since = last_release()
    if not since:
        sys.stdout.write(
            "LEFT OUT: migrations beside old code. There has been no release that could run beside them.\n"
        )
        return 0
    return 0 if check(since) else 1


if __name__ == "__main__":
    sys.exit(main())
