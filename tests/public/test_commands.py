"""The export of the site and the checker of ClaimReviews, by the commands people run."""

import io
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urljoin

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.verdicts.site_settings import keep_newsroom
from tests.public.newsroom import corrected, published, retracted


def said(name: str, *arguments: object) -> str:
    out = io.StringIO()
    call_command(name, *map(str, arguments), stdout=out)
    return out.getvalue()


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_exported_site_is_what_is_served_and_its_links_work(reader, people, tmp_path):
    first = published(people)
    second = published(people, statement="Every school has a nurse", rating="true", topics=["Health"])
    corrected(first, people)
    retracted(published(people, statement="The ferry is empty", topics=["Ferries"], claimant="Dana Wexcombe"), people)
    folder = tmp_path / "site"
    said("export_site", folder)
    files = files_in(folder)

    for name, content in files.items():
        if name.startswith(("static/", "checks/search/", "checks/send-a-claim/", "index.html", "404.html")):
            continue
        path = "/" + name.removesuffix("index.html")
        response = reader.get(path)
        served = response.getvalue() if response.streaming else response.content
        # The one link that differs: no file takes a report of an error.
        served = re.sub(rb'FC-[-a-z0-9]+/report-an-error/">Report an error<', b'contact/">Report an error<', served)
        assert served == content, path
    assert f"checks/{first.slug}/index.html" in files
    assert f"checks/{first.slug}/1/index.html" in files
    assert f"checks/{second.slug}/share.png" in files
    dead = set()
    for name, content in files.items():
        if name.endswith(".html"):
            for link in re.findall(r'(?:href|src)="([^"#?]+)', content.decode()):
                if not link.startswith(("http", "mailto:")):
                    target = urljoin(f"/{name.removesuffix('index.html')}", link).lstrip("/")
                    target = f"{target}index.html" if target.endswith("/") or not target else target
                    if target not in files:
                        dead.add(target)
    assert dead == set()


def test_a_second_export_writes_only_what_changed_and_removes_what_is_gone(people, tmp_path):
    first = published(people)
    said("export_site", tmp_path / "site")
    assert said("export_site", tmp_path / "site").startswith("0 files written")
    before = files_in(tmp_path / "site")
    retracted(first, people)
    report = said("export_site", tmp_path / "site")
    after = files_in(tmp_path / "site")

    assert not report.startswith("0 files written")
    assert "retracted this check" in after[f"checks/{first.slug}/index.html"].decode()
    assert f"checks/{first.slug}/claimreview.json" in before
    assert f"checks/{first.slug}/claimreview.json" not in after


def test_what_needs_the_server_says_so_in_an_export_and_leads_there(people, tmp_path):
    keep_newsroom(actor=None, email="desk@courier.example", offers_alerts=True)
    published(people)
    said("export_site", tmp_path / "site")
    names = ("checks/search/index.html", "checks/send-a-claim/index.html", "checks/alerts/index.html")
    alone = {name: files_in(tmp_path / "site")[name].decode() for name in names}
    said("export_site", tmp_path / "site", "--live", "https://desk.example/")
    with_server = {name: files_in(tmp_path / "site")[name].decode() for name in names}

    assert "files cannot search" in alone[names[0]]
    assert "mailto:desk@courier.example" in alone[names[1]]
    assert "files cannot send e-mail" in alone[names[2]]
    for name in names:
        assert "<form" not in alone[name]
        assert f'href="https://desk.example/{name.removesuffix("index.html")}"' in with_server[name]


def test_an_export_follows_every_list_to_its_end_and_no_address_in_a_text(people, tmp_path, monkeypatch):
    for module in ("lists.PAGE", "data.IN_A_PAGE", "machine.IN_A_DATA_PAGE"):
        monkeypatch.setattr(f"claims.public.views.{module}", 2)
    trap = '[older](https://elsewhere.example/older/5/) "next":"https://elsewhere.example/checks/1.json"'
    for number in range(5):
        published(people, statement=f"Claim of the week {number}", explanation=trap, summary=trap[:200])
    said("export_site", tmp_path / "site")
    names = set(files_in(tmp_path / "site"))

    for wanted in (
        "checks/older/4/index.html",
        "checks/older/2/index.html",
        "checks/topics/local-government/older/2/index.html",
        "checks/checks/older/4.json",
        "checks/checks/older/2.json",
        "checks/claimreviews/older/2.json",
    ):
        assert wanted in names
    assert not [name for name in names if "elsewhere" in name]


def test_an_export_that_was_broken_off_is_finished_by_the_next(people, tmp_path, monkeypatch):
    published(people)
    gone = published(people, statement="Every school has a nurse")
    with monkeypatch.context() as patched:
        patched.setattr("claims.public.views.checks.share.image", lambda page: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            said("export_site", tmp_path / "site")
    retracted(gone, people)
    said("export_site", tmp_path / "site")

    assert said("export_site", tmp_path / "site").startswith("0 files written")
    assert f"checks/{gone.slug}/claimreview.json" not in files_in(tmp_path / "site")


def test_an_export_leaves_other_folders_alone(people, tmp_path):
    (tmp_path / "letters.txt").write_text("mine")
    with pytest.raises(CommandError, match="no export wrote"):
        said("export_site", tmp_path)
    assert (tmp_path / "letters.txt").read_text() == "mine"


def test_check_claimreview_judges_every_publication(people):
    published(people)
    retracted(published(people, statement="Every school has a nurse"), people)
    out = io.StringIO()
    with pytest.raises(CommandError, match="One page must be mended"):
        call_command("check_claimreview", "--all", stdout=out)

    assert "C7   MEND" in out.getvalue()
    assert "2 pages judged." in out.getvalue()
    assert out.getvalue().count("MEND") == 1


def test_check_claimreview_wants_one_thing(db):
    with pytest.raises(CommandError, match="--all"):
        call_command("check_claimreview")
    with pytest.raises(CommandError, match="private|not read|network|public"):
        call_command("check_claimreview", "http://127.0.0.1:9/")


def test_an_export_has_a_way_in_and_a_page_for_mistyped_addresses(people, tmp_path, settings):
    published(people)
    said("export_site", tmp_path / "site")
    files = files_in(tmp_path / "site")

    assert '<meta http-equiv="refresh" content="0; url=checks/">' in files["index.html"].decode()
    missing = files["404.html"].decode()
    assert "This page is not here" in missing
    assert re.findall(r'(?:href|src)="(?!http|#)([^"]+)"', missing) == []
    assert f'href="{settings.PUBLIC_URL}/checks/"' in missing
    assert [name for name in files if "plumbline-export" in name] == []


def test_an_export_for_files_can_be_read_without_a_server(people, tmp_path):
    first = published(people)
    corrected(first, people)
    said("export_site", tmp_path / "site")
    said("export_site", tmp_path / "site", "--for-files")
    files, dead, links = files_in(tmp_path / "site"), set(), 0
    for name, content in files.items():
        if not name.endswith(".html"):
            continue
        for link in re.findall(r'(?:href|src)="([^"#?]+)', content.decode()):
            if not link.startswith(("http", "mailto:")):
                links += 1
                target = urljoin(f"/{name}", link).lstrip("/")
                dead |= {target} - set(files)
    assert (dead, links > 100) == (set(), True)


def test_a_second_export_asks_for_no_page_again(people, tmp_path):
    published(people)
    said("export_site", tmp_path / "site")
    with CaptureQueriesContext(connection) as queries:
        assert said("export_site", tmp_path / "site").startswith("0 files written")
    assert len(queries) <= 8
    (tmp_path / "site" / "robots.txt").unlink()
    assert said("export_site", tmp_path / "site").startswith("1 files written")


@pytest.mark.parametrize(
    ("command", "arguments"),
    [("export_site", ["site"]), ("check_claimreview", ["--all"]), ("export_pack", ["FC-0001", "pack.zip"])],
)
def test_a_command_on_a_fresh_folder_says_what_to_run_first(tmp_path, command, arguments):
    environment = {**os.environ, "PLUMBLINE_DATA_DIR": str(tmp_path / "data"), "DJANGO_SETTINGS_MODULE": ""}
    environment.pop("DJANGO_SETTINGS_MODULE")
    environment.pop("DATABASE_URL", None)
    manage = Path(__file__).parents[2] / "manage.py"
    asked = subprocess.run(
        [sys.executable, manage, command, *arguments],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (asked.returncode, asked.stderr) == (
        1,
        "CommandError: The desk's database is not prepared for this version. Run `manage.py up` once, or `manage.py "
        "migrate`.\n",
    )
