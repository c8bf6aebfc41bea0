"""A client made by a common generator out of the desk's own schema takes an article to a corrected verdict.

    python -m tests.benchmarks.generated_client

Starts a desk with its worker in a folder of its own, reads its schema, has openapi-python-client make a client of it
(fetched for the occasion by uv, so it is no dependency of the project) and runs tests/benchmarks/client_story.py with
that client. Prints each step; 1 where the generator warns or a step fails.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import httpx

from tests.processes.desk import ROOT, Desk

GENERATOR = "openapi-python-client"
PEOPLE = {"hana": "editor", "ines": "reviewer", "tomasz": "approver", "mael": "approver"}
TOKENS = (
    "import django, json; django.setup();"
    "from django.contrib.auth.models import Group; from claims.accounts.models import User;"
    "from claims.verdicts.models import Rating, RatingScale; from claims.people.tokens import issue;"
    f"roles = {PEOPLE!r};"
    "people = {name: User.objects.get_or_create(username=name, display_name=name.title())[0] if name != 'hana'"
    " else User.objects.get(username=name) for name in roles};"
    "[people[name].groups.add(Group.objects.get(name=role)) for name, role in roles.items()];"
    "scale = RatingScale.objects.create(name='Steps', is_active=True);"
    "Rating.objects.create(scale=scale, slug='false', label='False', definition='Not so.', order=5, tone=5, value=1);"
    "print(json.dumps({name: issue(actor=person, name='client', scopes=['read', 'write', 'publish']).secret"
    " for name, person in people.items()}))"
)


def main() -> None:
    """Start, generate, tell the story."""
    uv = shutil.which("uv") or str(ROOT / ".tools" / "bin" / "uv")
    with tempfile.TemporaryDirectory(prefix="plumbline-client-") as folder:
        desk = Desk(Path(folder))
        desk.furnish()
        environment = {**desk.environment, "DJANGO_SETTINGS_MODULE": "factcheck.settings"}
        tokens = subprocess.run(
            [sys.executable, "-c", TOKENS], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
        )
        try:
            desk.start()
            schema = Path(folder, "schema.json")
            schema.write_bytes(httpx.get(f"{desk.url}/api/v1/schema/").content)
            run = [uv, "run", "--quiet", "--no-project", "--with", GENERATOR, "--with", "ruff"]
            make = [GENERATOR, "generate", "--path", str(schema), "--output-path", "client", "--meta", "none"]
            made = subprocess.run([*run, *make, "--fail-on-warning"], cwd=folder, text=True, capture_output=True)
            print(made.stdout.strip())
            if made.returncode:
                sys.exit(made.stderr)
            story = [*run, "python", str(ROOT / "tests" / "benchmarks" / "client_story.py"), desk.url]
            kept = {
                **os.environ,
                "PYTHONPATH": folder,
                "TOKENS": json.dumps(json.loads(tokens.stdout.splitlines()[-1])),
            }
            told = subprocess.run(story, cwd=folder, env=kept)
        finally:
            desk.end()
    sys.exit(told.returncode)


if __name__ == "__main__":
    main()
