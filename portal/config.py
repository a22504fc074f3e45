"""Settings from the environment, validated once at start. An empty variable counts as unset."""

import importlib.util
import logging
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from portal import config_values
from portal.config_reader import ConfigError, Reader

log = logging.getLogger(__name__)

_SAFE_SECRET_BYTES = 32
_MODES = ("development", "production", "test", "staging")
_PRODUCTION_MODES = ("production", "staging")
# The names that Node.js programs use for the same: winston's level, and morgan's formats of one line per request.
_LEVEL_ALIASES = {"warn": "warning"}
_FORMAT_ALIASES = dict.fromkeys(("common", "dev", "short", "tiny"), "combined")


@dataclass(frozen=True)
class Settings:
    """All settings; docs/configuration.md documents each of them."""

    port: int
    production: bool
    cors_origins: tuple[str, ...]
    # The absolute path of a SQLite file, or the URL of a PostgreSQL database.
    database_url: str
    database_pool_size: int
    database_prepared_statements: bool
    jwt_secret: str
    # Where JWT_SECRET was stored because it was not set.
    jwt_secret_file: Path | None
    jwt_secret_previous: str | None
    jwt_expires_in_s: int
    jwt_refresh_expires_in_s: int
    jwt_refresh_grace_s: int
    jwt_session_expires_in_s: int
    bcrypt_rounds: int
    executor_service_url: str | None
    executor_timeout_ms: int
    rate_limit_window_ms: int
    rate_limit_max_requests: int
    auth_rate_limit_max_requests: int
    redis_url: str | None
    smtp_url: str | None
    mail_from: str | None
    public_url: str
    trusted_proxies: int
    submissions_kept: int
    submission_retention_s: int | None  # None: failed attempts are kept
    session_retention_s: int
    idempotency_retention_s: int
    guest_execution: bool
    require_email: bool
    playground: bool
    log_level: str
    log_format: str
    otlp_endpoint: str | None
    web_concurrency: int
    web_threads: int

    @classmethod
    def from_environment(cls, env: Mapping[str, str]) -> "Settings":
        """Read and check every variable.

        Raises:
            ConfigError: a value is invalid, or JWT_SECRET is missing in production.
        """
        read = Reader(env)
        name = "APP_ENV" if read.text("APP_ENV") else "NODE_ENV"
        production = read.choice(name, _MODES, "development") in _PRODUCTION_MODES
        location = read.parsed("DATABASE_URL", config_values.database_url, "./database/portal.db")
        secret_file = _jwt_secret_file(read.text("JWT_SECRET"), production, location)
        port = read.number("PORT", 3000, 1, 65_535)
        smtp_url = read.parsed("SMTP_URL", config_values.smtp_url, "") or None
        mail_from = read.parsed("MAIL_FROM", config_values.mail_sender, "") or None
        if smtp_url and not (mail_from and read.text("PUBLIC_URL")):
            raise ConfigError("SMTP_URL requires MAIL_FROM and PUBLIC_URL")
        return cls(
            port=port,
            production=production,
            cors_origins=read.parsed("CORS_ORIGIN", config_values.origins, "" if production else "*"),
            database_url=location,
            database_pool_size=read.number("DATABASE_POOL_SIZE", 8, 1, 256),
            database_prepared_statements=read.choice("DATABASE_PREPARED_STATEMENTS", ("true", "false"), "true")
            == "true",
            jwt_secret=_jwt_secret(read.text("JWT_SECRET"), secret_file),
            jwt_secret_file=secret_file,
            jwt_secret_previous=read.text("JWT_SECRET_PREVIOUS") or None,
            jwt_expires_in_s=read.duration("JWT_EXPIRES_IN", "24h", least=1),
            jwt_refresh_expires_in_s=read.duration("JWT_REFRESH_EXPIRES_IN", "30d", least=1),
            jwt_refresh_grace_s=read.duration("JWT_REFRESH_GRACE", "10s", least=0),
            jwt_session_expires_in_s=read.duration("JWT_SESSION_EXPIRES_IN", "90d", least=1),
            bcrypt_rounds=read.number("BCRYPT_ROUNDS", 12, 4, 16),
            executor_service_url=read.parsed("EXECUTOR_SERVICE_URL", config_values.http_url, "") or None,
            executor_timeout_ms=read.number("EXECUTOR_TIMEOUT", 30_000, 100, 600_000),
            rate_limit_window_ms=read.number("RATE_LIMIT_WINDOW_MS", 900_000, 1000, 86_400_000),
            rate_limit_max_requests=read.number("RATE_LIMIT_MAX_REQUESTS", 1000, 1, 1_000_000_000),
            auth_rate_limit_max_requests=read.number("AUTH_RATE_LIMIT_MAX_REQUESTS", 20, 1, 1_000_000_000),
            redis_url=read.parsed("REDIS_URL", config_values.redis_url, "") or None,
            smtp_url=smtp_url,
            mail_from=mail_from,
            public_url=read.parsed("PUBLIC_URL", config_values.http_url, f"http://localhost:{port}"),
            trusted_proxies=read.number("TRUSTED_PROXIES", 0, 0, 10),
            submissions_kept=read.number("SUBMISSIONS_KEPT", 500, 1, 1_000_000),
            submission_retention_s=read.duration("SUBMISSION_RETENTION", "0", least=0) or None,
            session_retention_s=read.duration("SESSION_RETENTION", "1d", least=0),
            idempotency_retention_s=read.duration("IDEMPOTENCY_RETENTION", "24h", least=60),
            guest_execution=read.choice("GUEST_EXECUTION", ("true", "false"), "true") == "true",
            require_email=read.choice("REQUIRE_EMAIL", ("true", "false"), "true") == "true",
            playground=read.choice("PLAYGROUND", ("true", "false"), "true") == "true",
            log_level=read.choice("LOG_LEVEL", ("debug", "info", "warning", "error"), "info", _LEVEL_ALIASES),
            log_format=read.choice("LOG_FORMAT", ("combined", "json"), "combined", _FORMAT_ALIASES),
            otlp_endpoint=_otlp_endpoint(read.parsed("OTEL_EXPORTER_OTLP_ENDPOINT", config_values.http_url, "")),
            web_concurrency=read.number("WEB_CONCURRENCY", os.cpu_count() or 1, 1, 256),
            web_threads=read.number("WEB_THREADS", 72, 1, 1024),
        )

    @property
    def has_short_secret(self) -> bool:
        """Whether the secret that signs tokens could be guessed."""
        return len(self.jwt_secret.encode()) < _SAFE_SECRET_BYTES

    def warn(self) -> None:
        """Log what is risky; for when the log has its format."""
        if self.has_short_secret:
            log.warning("JWT_SECRET is shorter than %d bytes and could be guessed", _SAFE_SECRET_BYTES)


def _otlp_endpoint(url: str) -> str | None:
    """Return where traces go, once it is known that the optional packages are there."""
    if url and importlib.util.find_spec("opentelemetry") is None:
        raise ConfigError("OTEL_EXPORTER_OTLP_ENDPOINT requires: pip install --require-hashes -r requirements-otel.txt")
    return url or None


def _jwt_secret_file(text: str, production: bool, location: str) -> Path | None:
    """Return where to store the secret when none is set, which is beside the database, if that is a file."""
    if text:
        return None
    if production:
        raise ConfigError("JWT_SECRET must be set in production; generate one with: openssl rand -hex 32")
    if "://" in location:
        raise ConfigError("JWT_SECRET must be set with PostgreSQL; generate one with: openssl rand -hex 32")
    return Path(f"{location}.jwt-secret")


def _jwt_secret(text: str, path: Path | None) -> str:
    if path is None:
        return text
    try:
        secret = _stored_secret(path)
    except OSError as error:
        raise ConfigError(f"JWT_SECRET is not set and cannot be stored in {path}: {error.strerror}") from None
    if len(secret) < _SAFE_SECRET_BYTES:  # cut off, or changed by somebody: with an empty one anybody could sign tokens
        raise ConfigError(f"JWT_SECRET is not set and {path} holds no secret; remove the file")
    return secret


def _stored_secret(path: Path) -> str:
    """Return the secret stored beside the database, creating it on first use; concurrent processes get the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    if not path.exists():
        draft.touch(mode=0o600)
        draft.chmod(0o600)  # whatever the umask took away
        draft.write_text(secrets.token_hex(32))
        try:
            os.link(draft, path)  # fails when another process was first; its secret is used
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii", errors="ignore").strip()
