"""Settings of what proves the desk's record and publications to others: where seals go, and who stamps."""

from pathlib import Path
from urllib.parse import urlsplit

from factcheck.reading_settings import ConfigurationError


def places_for_seals(values: list[str]) -> tuple[str, ...]:
    """Where seals of the record go."""
    for value in values:
        if not value.startswith(("file:/", "mailto:", "https://", "http://")):
            raise ConfigurationError(
                "AUDIT_SEALS_TO holds what is no place for seals; write file:/a/full/path,"
                " mailto:somebody@elsewhere.example or an https:// address."
            )
    return tuple(values)


def timestamp_server(value: str) -> str:
    """The address of a time stamp server (RFC 3161); empty for none."""
    try:
        parts = urlsplit(value)
        fits = not value or (parts.scheme in ("https", "http") and bool(parts.hostname) and "@" not in parts.netloc)
    except ValueError:
        fits = False
    if not fits:
        raise ConfigurationError(
            "TIMESTAMP_SERVER is no address of a time stamp server; write one such as https://stamps.example.org/tsr."
        )
    return value


def timestamp_certificates(value: str) -> Path | None:
    """The file with the certificates that time stamps are compared with; None where none is named."""
    if not value:
        return None
    path = Path(value).expanduser()
    try:
        text = path.read_bytes()
    except OSError as error:
        raise ConfigurationError(f"TIMESTAMP_CERTIFICATES is {path}, and that file cannot be read.") from error
    if b"-----BEGIN CERTIFICATE-----" not in text:
        raise ConfigurationError(f"TIMESTAMP_CERTIFICATES is {path}, and that file holds no certificate in PEM form.")
    return path
