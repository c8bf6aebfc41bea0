"""The files that a server is set up from: no role without the evidence, none as root, and units that systemd reads."""

import re
import shutil
import subprocess
from pathlib import Path

import kubernetes_validate
import pytest
import yaml

from factcheck.environment import Environment
from tests.factcheck.settings_of import run

ROOT = Path(__file__).resolve().parents[2]
ROLES = {"migrate", "web", "schedule", "worker-now", "worker-web", "worker-heavy"}


@pytest.fixture(scope="module")
def services():
    """What compose.yaml starts."""
    return yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]


def test_every_role_sees_the_kept_files_and_may_change_nothing_else(services):
    ours = {name: service for name, service in services.items() if service.get("image") == "plumbline"}

    assert set(ours) == ROLES
    for service in ours.values():
        assert service["volumes"] == ["desk:/data", "./certificates:/certificates:ro"]
        assert service["read_only"] is True
        assert service["user"] == "1000"
        assert service["cap_drop"] == ["ALL"]
        assert service["environment"]["TRUSTED_PROXIES"] == "1"


def test_every_role_may_be_told_where_the_certificates_of_time_stamps_are(services):
    for name in ROLES:
        assert services[name]["environment"]["TIMESTAMP_CERTIFICATES"] == "${TIMESTAMP_CERTIFICATES:-}"


def test_only_the_proxy_can_be_reached_from_outside(services):
    assert [name for name, service in services.items() if service.get("ports")] == ["proxy"]


def test_every_queue_has_its_worker(services):
    commands = [" ".join(service.get("command", [])) for service in services.values()]

    for queue in ("now", "web", "heavy"):
        assert f"python manage.py worker {queue}" in commands
    assert "python manage.py schedule" in commands


def test_no_role_starts_before_the_database_is_that_of_its_version(services):
    for name in ROLES - {"migrate"}:
        assert services[name]["depends_on"] == {"migrate": {"condition": "service_completed_successfully"}}


def test_the_image_does_not_run_as_root():
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if line.startswith("USER")] == ["USER plumbline"]


def test_operations_names_every_setting():
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    files = [ROOT / "factcheck" / name for name in ("environment.py", "openid_settings.py")]
    source = "".join(path.read_text("utf-8") for path in files)
    read = set(re.findall(r'(?:env\.\w+\(|_\w+\(env, )"([A-Z_]+)"', source))

    assert len(read) >= len(Environment.__dataclass_fields__) - 3
    assert [name for name in sorted(read) if f"`{name}`" not in page] == []


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not on this machine")
def test_systemd_reads_the_units(tmp_path):
    for unit in (ROOT / "docs" / "deploy" / "systemd").iterdir():
        text = unit.read_text(encoding="utf-8").replace("/opt/plumbline/.venv/bin/python", "/bin/true")
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    units = [str(path) for path in sorted(tmp_path.iterdir())]

    checked = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True, check=False
    )

    ours = [line for line in checked.stderr.splitlines() if line.startswith(("plumbline", str(tmp_path)))]
    assert ours == []


@pytest.fixture(scope="module")
def cluster():
    """What the manifests ask a Kubernetes cluster for, by kind and name."""
    found = {}
    for path in sorted((ROOT / "docs" / "deploy" / "kubernetes").glob("*.yaml")):
        for document in yaml.safe_load_all(path.read_text(encoding="utf-8")):
            found[document["kind"], document.get("metadata", {}).get("name", "")] = document
    return found


def pods(cluster):
    return {
        name: document["spec"]["template"]["spec"]
        for (kind, name), document in cluster.items()
        if kind in ("Deployment", "Job")
    }


@pytest.mark.parametrize("version", ["1.32", "1.36"])
def test_kubernetes_takes_the_manifests(cluster, version):
    ours = [document for (kind, _name), document in cluster.items() if kind != "Kustomization"]

    assert len(ours) == 15
    for document in ours:
        kubernetes_validate.validate(document, version, strict=True)


def test_every_pod_runs_without_rights_and_without_a_disk_of_its_own(cluster):
    assert set(pods(cluster)) == ROLES
    for name, pod in pods(cluster).items():
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["automountServiceAccountToken"] is False
        assert [list(volume)[1] for volume in pod["volumes"]] == ["emptyDir", "emptyDir", "secret"]
        for container in pod["containers"] + pod.get("initContainers", []):
            assert container["securityContext"] == {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            }
            assert container["resources"]["limits"]["memory"]
        waits = [container["command"] for container in pod.get("initContainers", [])]
        assert waits == ([] if name == "migrate" else [["python", "manage.py", "migrate", "--check"]])


def test_the_pods_do_what_the_roles_do(cluster):
    done = {name: " ".join(pod["containers"][0]["command"][2:]) for name, pod in pods(cluster).items()}

    assert done == {
        "migrate": "migrate --no-input",
        "web": "web",
        "schedule": "schedule",
        "worker-now": "worker now",
        "worker-web": "worker web",
        "worker-heavy": "worker heavy",
    }


def test_a_production_server_starts_with_the_settings_of_the_manifests(cluster, tmp_path):
    given = {**cluster["ConfigMap", "plumbline"]["data"], **cluster["Secret", "plumbline"]["stringData"]}

    # The check asks the database, which is elsewhere.
    given["DATABASE_URL"] = ""
    checked = run("check", "--deploy", "--fail-level", "WARNING", folder=tmp_path, **given)

    assert checked.returncode == 0, checked.stderr
