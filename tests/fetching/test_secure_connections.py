"""Reading over TLS: the connection goes to the checked address, and the certificate must be the name's."""

import socket
import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from claims.fetching import (
    Limits,
    TooSlow,
    Unreachable,
)
from tests.fetching.local_site import STORY, Site, read


class TestSecureConnections:
    """TLS goes to the checked address, and the certificate must be the name's."""

    @pytest.fixture
    def secure(self, site: Site, tmp_path: Path) -> ssl.SSLContext:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "news.example")])
        now = datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(hours=1))
            .not_valid_after(now + timedelta(hours=1))
            .add_extension(
                x509.SubjectAlternativeName([x509.DNSName("news.example"), x509.IPAddress(IPv4Address("127.0.0.9"))]),
                critical=False,
            )
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(key, hashes.SHA256())
        )
        pem = tmp_path / "site.pem"
        pem.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.load_cert_chain(pem)
        self.asked_for: list[str | None] = []
        server.sni_callback = lambda _socket, name, _context: self.asked_for.append(name)
        site.server.socket = server.wrap_socket(site.server.socket, server_side=True)
        return ssl.create_default_context(cadata=certificate.public_bytes(serialization.Encoding.PEM).decode())

    def test_certificate_is_checked_against_the_name(self, site: Site, secure: ssl.SSLContext) -> None:
        site.page("/", STORY, Content_Type="text/html")
        url = f"https://news.example:{site.port}/"
        assert read(url, resolver=lambda host, port: ["127.0.0.1"], ssl_context=secure).content == STORY
        assert self.asked_for == ["news.example"]
        assert site.seen[0][2]["host"] == f"news.example:{site.port}"

    def test_certificate_of_another_name_is_refused(self, site: Site, secure: ssl.SSLContext) -> None:
        url = f"https://other.example:{site.port}/"
        with pytest.raises(Unreachable, match="certificate"):
            read(url, resolver=lambda host, port: ["127.0.0.1"], ssl_context=secure)
        assert site.seen == []

    def test_certificate_nobody_vouches_for_is_refused(self, site: Site, secure: ssl.SSLContext) -> None:
        with pytest.raises(Unreachable, match="certificate"):
            read(f"https://news.example:{site.port}/", resolver=lambda host, port: ["127.0.0.1"])


def test_silent_handshake_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(TooSlow):
        read(f"https://127.0.0.1:{silent.getsockname()[1]}/", limits=Limits(total_seconds=0.3))
