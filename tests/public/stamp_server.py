"""A time stamp authority on this machine, made of `openssl ts -reply`, that misbehaves on request."""

import hashlib
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from claims.public.evidence_pack import sums_of
from claims.verdicts.ssh_signatures import SigningKey
from tests.fetching.local_site import Site

CONFIGURATION = """\
[stamps]
serial = {folder}/serial
signer_cert = {folder}/stamps.pem
signer_key = {folder}/stamps.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = {digests}
"""


@dataclass(frozen=True)
class Authority:
    """Who stamps, and the folder with its root certificate `root.pem` and its keys."""

    folder: Path

    @property
    def root(self) -> Path:
        return self.folder / "root.pem"

    def answer(self, question: bytes, *, refuses: bool = False) -> bytes:
        """The answer to a question in DER; a refusal where it takes another digest than the one asked for."""
        asked, configuration, given = (self.folder / name for name in ("asked.tsq", "stamps.cnf", "given.tsr"))
        asked.write_bytes(question)
        configuration.write_text(CONFIGURATION.format(folder=self.folder, digests="sha512" if refuses else "sha256"))
        openssl("ts", "-reply", "-config", configuration, "-section", "stamps", "-queryfile", asked, "-out", given)
        return given.read_bytes()

    def stamp(self, message: bytes) -> bytes:
        """A stamp over any message, with a number of its own."""
        (self.folder / "message").write_bytes(message)
        openssl("ts", "-query", "-data", self.folder / "message", "-sha256", "-cert", "-out", self.folder / "own.tsq")
        return self.answer((self.folder / "own.tsq").read_bytes())


def authority(folder: Path, name: str) -> Authority:
    """A new authority with a root of its own."""
    folder.mkdir()
    root, key = folder / "root.pem", folder / "root.key"
    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    openssl("req", "-x509", *curve, "-keyout", key, "-out", root, "-subj", f"/CN={name} Root", "-days", "3650")
    openssl("req", *curve, "-keyout", folder / "stamps.key", "-out", folder / "stamps.csr", "-subj", f"/CN={name}")
    (folder / "use").write_text("extendedKeyUsage = critical, timeStamping\n")
    signed = ("-CA", root, "-CAkey", key, "-CAcreateserial", "-extfile", folder / "use", "-days", "3650")
    openssl("x509", "-req", "-in", folder / "stamps.csr", *signed, "-out", folder / "stamps.pem")
    return Authority(folder)


def openssl(*arguments: object) -> str:
    """Run the stock program; what it said."""
    done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def serve(site: Site, path: str, answer: Callable[[bytes], bytes], *, status: int = 200) -> str:
    """Answer questions sent to a path of the site; its address."""

    def page(request: BaseHTTPRequestHandler) -> None:
        body = answer(site.seen[-1][3])
        request.send_response(status)
        request.send_header("Content-Type", "application/timestamp-reply")
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    site.pages[path] = page
    return site.url(path)


def signed_anew(source: Path, change: Callable[[dict[str, bytes]], object], key: SigningKey) -> Path:
    """The pack with members changed, its sums made to agree, and signed by the newsroom's own stolen key."""
    with zipfile.ZipFile(source) as opened:
        held = {name: opened.read(name) for name in opened.namelist()}
    change(held)
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in held.items()}
    held["SHA256SUMS"] = sums_of({name: digest for name, digest in digests.items() if name[:10] != "SHA256SUMS"})
    held["SHA256SUMS.sig"] = key.sign(held["SHA256SUMS"]).encode()
    target = source.with_name("forged.zip")
    with zipfile.ZipFile(target, "w") as opened:
        for name, content in held.items():
            opened.writestr(name, content)
    return target
