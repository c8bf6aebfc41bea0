"""The licence of each package that uv.lock installs on a server, a line each: `python -m tests.repository.licences`."""

import json
import re
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BILL = ROOT / "build" / "plumbline.cdx.json"
CLASSIFIER = "License :: OSI Approved :: "


def installed(bill: Path = BILL) -> list[tuple[str, str]]:
    """Name and version of each component of a bill of materials, without the project itself."""
    components = json.loads(bill.read_text(encoding="utf-8"))["components"]
    return sorted((each["name"], each.get("version", "")) for each in components)


def licence_of(package: str) -> str:
    """What the package says of its licence: its expression, else its classifiers, else the first line of its text."""
    try:
        said = metadata(package)
    except PackageNotFoundError:
        return "not installed on this machine"
    if said.get("License-Expression"):
        return str(said["License-Expression"])
    named = [each.removeprefix(CLASSIFIER) for each in said.get_all("Classifier") or [] if each.startswith(CLASSIFIER)]
    first = re.split(r"[\n;]", str(said.get("License") or "").strip())[0][:80]
    return ", ".join(named) or first or "not stated"


def main() -> int:
    """Print the list; ends with 1 where a licence is one that binds whoever runs a server."""
    bound = 0
    for name, version in installed():
        licence = licence_of(name)
        bound |= "AGPL" in licence or "Affero" in licence
        sys.stdout.write(f"{name}\t{version}\t{licence}\n")
    return int(bound)


if __name__ == "__main__":
    sys.exit(main())
