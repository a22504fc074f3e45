"""What an operator asks when the service is ill: every part it needs, with `ok` or what to do. No secret is told."""

import importlib.metadata
import platform
import re
import shutil
import stat
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import requests

from portal import clock, migrations
from portal.config import settings
from portal.dao import stats as stats_dao
from portal.db import SQLITE_VERSION, DriverError, get_db
from portal.db_faults import advice
from portal.errors import NotReady, PortalError
from portal.services.readiness import check_redis

OK, NOTE, FIX = "ok", "note", "FIX"

_PINNED = Path(__file__).resolve().parent.parent.parent / "requirements.txt"
_LEAST_PYTHON = (3, 11)
_MB = 1_000_000
_LEAST_FREE_BYTES = 256 * _MB
_TIMEOUT_S = 3
_RELEASED_YEAR = 2026
_CLOCK_PROBE_S = 0.05
_MOST_DRIFT_S = 0.5  # a step; being slewed, or read late on a busy machine, is less
_MOST_SKEW = timedelta(minutes=1)


@dataclass(frozen=True)
class Finding:
    """One line: `status` is ok, note (a risk to know of) or FIX (something needs doing)."""

    name: str
    status: str
    detail: str


def examine() -> list[Finding]:
    """Look at every part; none that is broken keeps the others from being looked at."""
    checks: dict[str, Callable[[], tuple[str, str]]] = {
        "settings": _settings,
        "python": _python,
        "packages": _packages,
        "sqlite": _sqlite,
        "database": _database,
        "disk": _disk,
        "clock": _clock,
        "executor": _executor,
        "redis": _redis,
    }
    return [Finding(name, *check()) for name, check in checks.items()]


def has_wal_reset_bug(version: tuple[int, ...]) -> bool:
    """Whether a SQLite may, very rarely, damage a database when two connections write and checkpoint at one moment.

    Source: https://sqlite.org/wal.html#walresetbug; fixed in 3.51.3, and in the branches of 3.44 and 3.50.
    """
    return (3, 7) <= version < (3, 51, 3) and not ((3, 44, 6) <= version < (3, 45) or (3, 50, 7) <= version < (3, 51))


def _settings() -> tuple[str, str]:
    config = settings()
    mode = "production" if config.production else "development"
    secret = config.database_path.with_name(config.database_path.name + ".jwt-secret")
    if not config.production and secret.exists() and stat.S_IMODE(secret.stat().st_mode) & 0o077:
        return FIX, f"others may read the secret that signs tokens: chmod 600 {secret}"
    if config.production and len(config.jwt_secret.encode()) < 32:
        return FIX, "JWT_SECRET is short, easy to guess; make one with: openssl rand -hex 32"
    return OK, f"{mode}, port {config.port}, database {config.database_path}"


def _python() -> tuple[str, str]:
    if sys.version_info < _LEAST_PYTHON:
        return FIX, f"{platform.python_version()}: install Python 3.11 or newer"
    return OK, f"{platform.python_version()} on {platform.platform(terse=True)}"


def _packages() -> tuple[str, str]:
    if not _PINNED.exists():
        return NOTE, f"{_PINNED.name} is not here to compare the installed packages with"
    # Pins with a marker are for some platforms only.
    pinned = dict(re.findall(r"^([\w.-]+)==([^\s;]+) \\$", _PINNED.read_text(encoding="utf-8"), re.MULTILINE))
    wrong = [
        f"{name} is {found or 'missing'}, not {pin}"
        for name, pin in pinned.items()
        if (found := _installed(name)) != pin
    ]
    if wrong:
        return (
            FIX,
            f"{'; '.join(wrong[:5])}; install what is pinned with: pip install --require-hashes -r {_PINNED.name}",
        )
    shown = ", ".join(f"{name} {pinned[name]}" for name in ("flask", "gunicorn", "wasmtime") if name in pinned)
    return OK, f"{len(pinned)} as pinned ({shown})"


def _installed(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _sqlite() -> tuple[str, str]:
    version = ".".join(map(str, SQLITE_VERSION))
    if has_wal_reset_bug(SQLITE_VERSION):
        return NOTE, (
            f"{version} has the WAL-reset bug, which in rare cases damages a file, unless its distributor mended it;"
            " 3.51.3 and later, 3.50.7 and 3.44.6 are free of it. Keep backups"
        )
    return OK, version


def _database() -> tuple[str, str]:
    path = settings().database_path
    if not path.exists():
        return FIX, f"{path} is missing; create it with: flask init-db --seed"
    try:
        migrations.check_file(path)
        version = migrations.schema_version(get_db())
        faults = get_db().integrity_faults()
    except PortalError as error:
        return FIX, advice(path, error)
    except migrations.SchemaError as error:
        return FIX, str(error)
    if faults:
        return FIX, f"{path} is damaged ({faults[0]}); put a backup in its place with: flask restore FILE"
    if version < migrations.CURRENT_VERSION:
        return FIX, f"schema version {version}, not {migrations.CURRENT_VERSION}; upgrade it with: flask init-db"
    return OK, f"reachable, writable, sound, schema version {version}, {path.stat().st_size / _MB:.1f} MB"


def _disk() -> tuple[str, str]:
    path = settings().database_path
    folder = next(parent for parent in path.parents if parent.exists())
    free = shutil.disk_usage(folder).free
    needed = max(_LEAST_FREE_BYTES, path.stat().st_size if path.exists() else 0)
    if free < needed:
        return FIX, f"{free / _MB:.0f} MB free in {folder}; make room, {needed / _MB:.0f} MB at least"
    return OK, f"{free / _MB:.0f} MB free in {folder}"


def _clock() -> tuple[str, str]:
    wall, steady = time.time(), time.monotonic()
    time.sleep(_CLOCK_PROBE_S)
    drift_s = abs((time.time() - wall) - (time.monotonic() - steady))
    now = clock.now()
    if now.year < _RELEASED_YEAR or drift_s > _MOST_DRIFT_S:
        return FIX, f"the clock says {clock.to_text(now)} and jumps or is wrong; let NTP set it"
    newest = _newest_row()
    if newest is not None and clock.from_text(newest) > now + _MOST_SKEW:
        return FIX, f"the newest row is of {newest} and the clock says {clock.to_text(now)}; let NTP set it"
    return OK, clock.to_text(now)


def _newest_row() -> str | None:
    if not settings().database_path.exists():
        return None
    try:
        return stats_dao.get_newest_at(get_db())
    except (PortalError, DriverError):
        return None  # told in the database's own line


def _executor() -> tuple[str, str]:
    """Ask the executor itself, or the API about the one it started beside itself."""
    url = settings().executor_service_url
    base = f"http://127.0.0.1:{settings().port}" if url is None else url
    asked = f"{base}/health/deps" if url is None else f"{base}/health/ready"
    shown = _without_password(asked)
    try:
        with requests.Session() as http:
            http.trust_env = False
            response = http.get(asked, timeout=_TIMEOUT_S, allow_redirects=False)
    except requests.RequestException as error:
        if url is None:
            return OK, f"starts beside the API, which is not running on port {settings().port}"
        return FIX, f"{shown} cannot be reached ({type(error).__name__}); start it, or correct EXECUTOR_SERVICE_URL"
    if response.status_code != 200:
        return FIX, f"{shown} answers {response.status_code}: not ready; look at its log"
    return OK, f"{shown} answers in {response.elapsed.total_seconds() * 1000:.0f} ms"


def _redis() -> tuple[str, str]:
    url = settings().redis_url
    if url is None:
        return OK, "not used, as REDIS_URL is not set: the processes of this machine share a file"
    try:
        latency_ms = check_redis()
    except NotReady as error:
        cause = type(error.__cause__).__name__
        return FIX, f"{_without_password(url)} does not answer ({cause}); start it, or correct REDIS_URL"
    return OK, f"{_without_password(url)} answers in {latency_ms:.0f} ms"


def _without_password(url: str) -> str:
    """What of a URL may be told: neither who nor with which password, be it before the host or in the query."""
    return re.sub(r"//[^/]*@", "//", url.partition("?")[0])
