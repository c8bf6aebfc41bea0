"""Reads the process environment into one typed, checked object; a wrong value is one sentence."""

import ipaddress
import os
import secrets
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import available_timezones

import dj_database_url
import dj_email_url
from environs import Env, EnvError

from factcheck.openid_settings import OpenID, read_openid
from factcheck.proof_settings import places_for_seals, timestamp_certificates, timestamp_server
from factcheck.reading_settings import ConfigurationError, secret

BASE_DIR = Path(__file__).resolve().parent.parent
FILE_SCHEMES = {"s3": "https", "s3+http": "http"}
ROLES = ("viewer", "reviewer", "editor", "approver", "admin")
BROKER_SCHEMES = ("filesystem", "redis", "rediss", "amqp", "amqps", "memory")


@dataclass(frozen=True)
class Environment:
    """Every setting Plumbline reads from the environment, already checked."""

    production: bool
    demo: bool
    host: str
    port: int
    data_dir: Path
    secret_key: str
    secret_key_fallbacks: tuple[str, ...]
    encryption_keys: tuple[str, ...]
    signing_key_file: Path
    timestamp_server: str
    timestamp_certificates: Path | None
    database: dict[str, object]
    broker_url: str
    allowed_hosts: list[str]
    public_url: str
    mailer: dict[str, object]
    email_from: str
    time_zone: str
    approvals_needed: int
    watch_daily_budget: int
    fetch_allow_networks: tuple[str, ...]
    api_requests_per_minute: int
    extraction_scorer: str
    api_cors_origins: tuple[str, ...]
    trusted_proxies: int
    hsts_days: int
    hsts_subdomains: bool
    session_days: int
    session_idle_hours: int
    log_format: str
    metrics_token: str
    static_dir: Path | None
    files: dict[str, str] | None
    audit_seals_to: tuple[str, ...]
    second_admin_for_roles: bool
    audit_seals_public: bool
    second_step_for: tuple[str, ...]
    openid: OpenID | None
    password_sign_in: bool

    @property
    def listens_beyond_loopback(self) -> bool:
        """Whether other machines can reach the web server."""
        if self.host == "localhost":
            return False
        try:
            return not ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return True


def read_environment() -> Environment:
    """Read and check all settings, or raise ConfigurationError with a sentence for the person who starts the server."""
    env = Env()
    try:
        return _read(env)
    except EnvError as error:
        raise ConfigurationError(f"A setting is wrong: {error}.") from error


def _read(env: Env) -> Environment:
    production = env.bool("PLUMBLINE_PRODUCTION", False)
    data_dir = _data_dir(env.str("PLUMBLINE_DATA_DIR", str(BASE_DIR / "data")))
    host = env.str("HOST", "127.0.0.1")
    port = env.int("PORT", 8000)
    if not 1 <= port <= 65535:
        raise ConfigurationError(f"PORT is {port}, and a port is a number from 1 to 65535.")
    return Environment(
        production=production,
        demo=env.bool("PLUMBLINE_DEMO", False),
        host=host,
        port=port,
        data_dir=data_dir,
        secret_key=(secret_key := _secret_key(secret(env, "SECRET_KEY"), data_dir)),
        secret_key_fallbacks=(earlier := _keys(env, "SECRET_KEY_FALLBACKS")),
        encryption_keys=_keys(env, "ENCRYPTION_KEYS") or (secret_key, *earlier),
        signing_key_file=Path(env.str("SIGNING_KEY_FILE", "") or data_dir / "signing_key").expanduser(),
        timestamp_server=timestamp_server(env.str("TIMESTAMP_SERVER", "")),
        timestamp_certificates=timestamp_certificates(env.str("TIMESTAMP_CERTIFICATES", "")),
        database=_database(secret(env, "DATABASE_URL"), data_dir),
        broker_url=_broker(secret(env, "CELERY_BROKER_URL") or "filesystem://"),
        allowed_hosts=_allowed_hosts(env.list("ALLOWED_HOSTS", []), host, production),
        public_url=_public_url(env.str("PUBLIC_URL", ""), host, port, production),
        mailer=_mailer(secret(env, "EMAIL_URL"), data_dir, production),
        email_from=env.str("EMAIL_FROM", "Plumbline <desk@localhost>"),
        time_zone=_time_zone(env.str("TIME_ZONE", "UTC")),
        approvals_needed=_approvals(env.int("APPROVALS_NEEDED", 1)),
        watch_daily_budget=_at_least("WATCH_DAILY_BUDGET", env.int("WATCH_DAILY_BUDGET", 5000), 0),
        fetch_allow_networks=_networks(env.list("FETCH_ALLOW_NETWORKS", [])),
        api_requests_per_minute=_requests(env.int("API_REQUESTS_PER_MINUTE", 6000)),
        extraction_scorer=_scorer(env.str("EXTRACTION_SCORER", "claims.extraction.trained.ModelScorer")),
        api_cors_origins=_origins(env.list("API_CORS_ORIGINS", [])),
        trusted_proxies=_proxies(env.int("TRUSTED_PROXIES", -1), production),
        hsts_days=_at_least("HSTS_DAYS", env.int("HSTS_DAYS", 365), 0),
        hsts_subdomains=env.bool("HSTS_SUBDOMAINS", False),
        session_days=_at_least("SESSION_DAYS", env.int("SESSION_DAYS", 7), 1),
        log_format=_one_of("LOG_FORMAT", env.str("LOG_FORMAT", "lines"), ("lines", "json")),
        audit_seals_to=places_for_seals(env.list("AUDIT_SEALS_TO", [])),
        second_admin_for_roles=env.bool("SECOND_ADMIN_FOR_ROLES", False),
        audit_seals_public=env.bool("AUDIT_SEALS_PUBLIC", False),
        second_step_for=_roles(env.list("SECOND_STEP_FOR", ["approver", "admin"] if production else [])),
        static_dir=Path(given) if (given := env.str("PLUMBLINE_STATIC_DIR", "")) else None,
        files=_files(secret(env, "FILES_URL")),
        openid=(openid := read_openid(env)),
        password_sign_in=_password_sign_in(env.bool("PASSWORD_SIGN_IN", True), openid),
        metrics_token=secret(env, "METRICS_TOKEN"),
        session_idle_hours=_at_least("SESSION_IDLE_HOURS", env.int("SESSION_IDLE_HOURS", 24), 1),
    )


def _keys(env: Env, name: str) -> tuple[str, ...]:
    """Long random texts, one a line or with commas between them, the newest first."""
    keys = tuple(secret(env, name).replace(",", " ").split())
    if any(len(key) < 32 for key in keys):
        raise ConfigurationError(f"{name} holds a key shorter than 32 characters; use long random strings.")
    return keys


def _password_sign_in(on: bool, openid: OpenID | None) -> bool:
    if not on and openid is None:
        raise ConfigurationError("PASSWORD_SIGN_IN is off and OIDC_ISSUER is not set, so nobody could sign in.")
    return on


def _scorer(value: str) -> str:
    if not all(part.isidentifier() for part in value.split(".")) or value.count(".") < 1:
        raise ConfigurationError(
            f"EXTRACTION_SCORER is {value}; name a class by its module, such as claims.extraction.trained.ModelScorer."
        )
    return value


def _data_dir(value: str) -> Path:
    """The folder, made for nobody but the account that runs the desk."""
    path = Path(value).expanduser().resolve()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(
            f"PLUMBLINE_DATA_DIR is {path}, and that folder cannot be made: {error.strerror}."
        ) from error
    if not os.access(path, os.W_OK):
        raise ConfigurationError(f"PLUMBLINE_DATA_DIR is {path}, and that folder cannot be written to.")
    return path


def _secret_key(given: str, data_dir: Path) -> str:
    """The key from the environment, or the data folder's own, made on the first start."""
    if given:
        if len(given) < 32:
            raise ConfigurationError("SECRET_KEY is shorter than 32 characters; use a long random string.")
        return given
    key_file = data_dir / "secret_key"
    try:
        handle = os.open(key_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _stored_key(key_file)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(50))
    return _stored_key(key_file)


def _stored_key(key_file: Path) -> str:
    key = key_file.read_text().strip()
    if len(key) < 32:
        raise ConfigurationError(
            f"The secret key in {key_file} is damaged; delete that file and start again (everybody signs in anew)."
        )
    return key


def _database(url: str, data_dir: Path) -> dict[str, object]:
    if not url:
        url = f"sqlite:///{data_dir / 'plumbline.sqlite3'}"
    try:
        config: dict[str, object] = dict(dj_database_url.parse(url))
    except Exception as error:
        raise ConfigurationError(
            "DATABASE_URL is not a database address; write postgres://USER:PASSWORD@HOST:5432/NAME or sqlite:///PATH."
        ) from error
    engine = str(config.get("ENGINE", ""))
    if engine.endswith("sqlite3"):
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000;",
        }
    elif engine.endswith("postgresql"):
        options = config.get("OPTIONS")  # such as sslmode, from the address's query
        given = options if isinstance(options, dict) else {}
        config["OPTIONS"] = {
            "prepare_threshold": 3,  # for `claims.prepared` alone: other statements carry their values in their text
            **given,
            # Compiling a statement costs PostgreSQL up to seconds, and none of the desk's runs long enough to win them.
            "options": f"-c jit=off {given.get('options', '')}".strip(),
            "pool": {"min_size": 1, "max_size": 8, "timeout": 10},
        }
    else:
        raise ConfigurationError("DATABASE_URL must begin with postgres:// or sqlite:///.")
    return config


def _mailer(url: str, data_dir: Path, production: bool) -> dict[str, object]:
    """Django's MAILERS entry; `outbox://`, the default of a desk for trying out, keeps letters in the data folder."""
    if not url and production:
        raise ConfigurationError(
            "EMAIL_URL is missing, so nobody would get a letter; write smtp://USER:PASSWORD@HOST:587/?tls=True, or"
            " outbox:// to keep letters as files in the data folder."
        )
    if url in ("", "outbox://"):
        return {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(data_dir / "outbox")},
        }
    try:
        parsed = dj_email_url.parse(url)
        backend = parsed["EMAIL_BACKEND"]
    except (KeyError, ValueError) as error:
        raise ConfigurationError(
            "EMAIL_URL is not a mail address; write smtp://USER:PASSWORD@HOST:587/?tls=True or console://."
        ) from error
    if not backend.endswith("smtp.EmailBackend"):
        return {"BACKEND": backend}
    return {
        "BACKEND": backend,
        "OPTIONS": {
            "host": parsed["EMAIL_HOST"],
            "port": parsed["EMAIL_PORT"] or 25,
            "username": parsed["EMAIL_HOST_USER"] or "",
            "password": parsed["EMAIL_HOST_PASSWORD"] or "",
            "use_tls": parsed["EMAIL_USE_TLS"],
            "use_ssl": parsed["EMAIL_USE_SSL"],
            "timeout": 20,
        },
    }


def _broker(url: str) -> str:
    if url.partition("://")[0] not in BROKER_SCHEMES or "://" not in url:
        raise ConfigurationError(
            "CELERY_BROKER_URL must begin with redis://, rediss://, amqp://, amqps:// or be filesystem://."
        )
    return url


def _files(url: str) -> dict[str, str] | None:
    """The options of the object storage that keeps files, or None where they lie in the data folder."""
    if not url:
        return None
    # From the right: a secret key may hold a slash or an @, and nobody thinks of escaping these.
    scheme, _separator, rest = url.partition("://")
    keys, _separator, place = rest.rpartition("@")
    key, _separator, secret = keys.partition(":")
    host, _separator, bucket_and_region = place.partition("/")
    bucket, _separator, query = bucket_and_region.partition("?")
    region = dict(parse_qsl(query)).get("region", "us-east-1")
    if scheme not in FILE_SCHEMES or not (key and secret and host and bucket) or "/" in bucket:
        raise ConfigurationError(
            "FILES_URL is not the address of a bucket; write s3://KEY:SECRET@HOST/BUCKET?region=REGION, or begin with"
            " s3+http:// for a storage without TLS."
        )
    if find_spec("storages") is None or find_spec("boto3") is None:
        raise ConfigurationError(
            "FILES_URL needs django-storages with boto3. Install Plumbline with its extra: uv sync --extra objects."
        )
    return {
        "access_key": unquote(key),
        "secret_key": unquote(secret),
        "endpoint_url": f"{FILE_SCHEMES[scheme]}://{host}",
        "bucket_name": bucket,
        "region_name": region,
    }


def _allowed_hosts(given: list[str], host: str, production: bool) -> list[str]:
    if given:
        return given
    if production:
        raise ConfigurationError(
            "ALLOWED_HOSTS is missing; a production server needs the names it answers to, such as desk.example.org."
        )
    return ["*"] if host in ("0.0.0.0", "::") else ["localhost", "127.0.0.1", "[::1]", host]  # noqa: S104


def _public_url(given: str, host: str, port: int, production: bool) -> str:
    if not given:
        if production:
            raise ConfigurationError(
                "PUBLIC_URL is missing; published pages carry it, so write the address readers use, https://..."
            )
        return f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}"  # noqa: S104
    if not given.startswith(("https://", "http://")):
        raise ConfigurationError(f"PUBLIC_URL is {given!r}, and it must begin with https:// or http://.")
    return given.rstrip("/")


def _time_zone(name: str) -> str:
    if name not in available_timezones():
        raise ConfigurationError(f"TIME_ZONE is {name!r}, and no such zone exists; write one such as Europe/Berlin.")
    return name


def _approvals(count: int) -> int:
    if count not in (1, 2):
        raise ConfigurationError(f"APPROVALS_NEEDED is {count}, and it can be 1 or 2.")
    return count


def _proxies(count: int, production: bool) -> int:
    """How many proxies stand in front, whose X-Forwarded headers are believed; a production server has to say so."""
    if count == -1 and not production:
        return 0
    if count < 0:
        raise ConfigurationError(
            "TRUSTED_PROXIES is missing; write how many proxies stand between readers and this server: usually 1, or 0"
            " where readers reach it directly."
        )
    return count


def _one_of(name: str, value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        raise ConfigurationError(f"{name} is {value!r}, and it can be {' or '.join(known)}.")
    return value


def _at_least(name: str, count: int, least: int) -> int:
    if count < least:
        raise ConfigurationError(f"{name} is {count}, and it must be {least} or more.")
    return count


def _roles(names: list[str]) -> tuple[str, ...]:
    chosen = [name for name in names if name]
    for name in chosen:
        if name not in ROLES:
            raise ConfigurationError(f"SECOND_STEP_FOR holds {name!r}, and the roles are {', '.join(ROLES)}.")
    return tuple(chosen)


def _requests(count: int) -> int:
    if count < 1:
        raise ConfigurationError(f"API_REQUESTS_PER_MINUTE is {count}, and it must be 1 or more.")
    return count


def _origins(values: list[str]) -> tuple[str, ...]:
    for value in values:
        parts = urlsplit(value)
        if parts.scheme not in ("https", "http") or not parts.hostname or value != f"{parts.scheme}://{parts.netloc}":
            raise ConfigurationError(
                f"API_CORS_ORIGINS holds {value!r}, and that is no origin; write one such as https://cms.example.org."
            )
    return tuple(values)


def _networks(values: list[str]) -> tuple[str, ...]:
    for value in values:
        try:
            ipaddress.ip_network(value)
        except ValueError as error:
            raise ConfigurationError(
                f"FETCH_ALLOW_NETWORKS holds {value!r}, and that is no network; write one such as 10.1.0.0/16."
            ) from error
    return tuple(values)
