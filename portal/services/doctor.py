"""A diagnosis for operators: every part the service needs, with `ok` or what to do. Secrets are never shown."""

import importlib.metadata
import platform
import re
import stat
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import requests

from portal import clock
from portal.config import Settings
from portal.dao import stats as stats_dao
from portal.database import Connections, DriverError, diagnosis
from portal.database.diagnosis import FIX, NOTE, OK
from portal.database.location import display_name
from portal.errors import NotReady, PortalError
from portal.services.readiness import check_redis

_PINNED = Path(__file__).resolve().parent.parent.parent / "requirements.txt"
_MIN_PYTHON = (3, 11)
_TIMEOUT_S = 3
_RELEASED_YEAR = 2026
_CLOCK_PROBE_S = 0.05
_MAX_DRIFT_S = 0.5  # more than slewing or a late read on a busy machine
_MAX_SKEW = timedelta(minutes=1)


Check = Callable[[Settings, Connections], tuple[str, str]]


@dataclass(frozen=True)
class Finding:
    """One line: `status` is ok, note (a known risk) or FIX (needs action)."""

    name: str
    status: str
    detail: str


def examine(config: Settings, connections: Connections) -> list[Finding]:
    """Check every part; a broken one does not prevent the others from being checked."""
    first: dict[str, Check] = {"settings": _settings, "python": _python, "packages": _packages}
    last: dict[str, Check] = {"clock": _clock, "executor": _executor, "redis": _redis}
    return [
        *(Finding(name, *check(config, connections)) for name, check in first.items()),
        *(Finding(*found) for found in diagnosis.examine(config.database_url)),
        *(Finding(name, *check(config, connections)) for name, check in last.items()),
    ]


def _settings(config: Settings, _connections: Connections) -> tuple[str, str]:
    mode = "production" if config.production else "development"
    secret = config.jwt_secret_file
    if secret is not None and stat.S_IMODE(secret.stat().st_mode) & 0o077:
        return FIX, f"other users can read the secret that signs tokens; run: chmod 600 {secret}"
    if config.production and config.has_short_secret:
        return FIX, "JWT_SECRET is short and could be guessed; generate one with: openssl rand -hex 32"
    return OK, f"{mode}, port {config.port}, database {display_name(config.database_url)}"


def _python(_config: Settings, _connections: Connections) -> tuple[str, str]:
    if sys.version_info < _MIN_PYTHON:
        return FIX, f"{platform.python_version()}: install Python 3.11 or newer"
    return OK, f"{platform.python_version()} on {platform.platform(terse=True)}"


def _packages(_config: Settings, _connections: Connections) -> tuple[str, str]:
    if not _PINNED.exists():
        return NOTE, f"{_PINNED.name} not found, so the installed packages cannot be compared with it"
    # Pins with a marker apply to some platforms only.
    pinned = dict(re.findall(r"^([\w.-]+)==([^\s;]+) \\$", _PINNED.read_text(encoding="utf-8"), re.MULTILINE))
    wrong = [
        f"{name} is {found or 'missing'}, not {pin}"
        for name, pin in pinned.items()
        if (found := _installed(name)) != pin
    ]
    if wrong:
        return (
            FIX,
            f"{'; '.join(wrong[:5])}; install the pinned versions with: pip install --require-hashes -r {_PINNED.name}",
        )
    shown = ", ".join(f"{name} {pinned[name]}" for name in ("flask", "gunicorn", "wasmtime") if name in pinned)
    return OK, f"{len(pinned)} installed as pinned ({shown})"


def _installed(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _clock(config: Settings, connections: Connections) -> tuple[str, str]:
    wall, steady = time.time(), time.monotonic()
    time.sleep(_CLOCK_PROBE_S)
    drift_s = abs((time.time() - wall) - (time.monotonic() - steady))
    now = clock.now()
    if now.year < _RELEASED_YEAR or drift_s > _MAX_DRIFT_S:
        return FIX, f"the clock shows {clock.to_text(now)} and jumps or is wrong; synchronise it with NTP"
    newest = _newest_row(config, connections)
    if newest is not None and clock.from_text(newest) > now + _MAX_SKEW:
        return (
            FIX,
            f"the newest row dates from {newest} and the clock shows {clock.to_text(now)}; synchronise it with NTP",
        )
    return OK, clock.to_text(now)


def _newest_row(config: Settings, connections: Connections) -> str | None:
    if not diagnosis.exists(config.database_url):
        return None
    try:
        return stats_dao.get_newest_at(connections.get())
    except (PortalError, DriverError):
        return None  # reported by the check of the database


def _executor(config: Settings, _connections: Connections) -> tuple[str, str]:
    """Ask a separate executor directly, and the API about its embedded one."""
    url = config.executor_service_url
    base = f"http://127.0.0.1:{config.port}" if url is None else url
    asked = f"{base}/health/deps" if url is None else f"{base}/health/ready"
    shown = _without_password(asked)
    try:
        with requests.Session() as http:
            http.trust_env = False
            response = http.get(asked, timeout=_TIMEOUT_S, allow_redirects=False)
    except requests.RequestException as error:
        if url is None:
            return OK, f"starts with the API, which is not running on port {config.port}"
        return FIX, f"{shown} cannot be reached ({type(error).__name__}); start it or correct EXECUTOR_SERVICE_URL"
    if response.status_code != 200:
        return FIX, f"{shown} answers {response.status_code}: it is not ready; see its log"
    return OK, f"{shown} answers in {response.elapsed.total_seconds() * 1000:.0f} ms"


def _redis(config: Settings, _connections: Connections) -> tuple[str, str]:
    url = config.redis_url
    if url is None:
        return OK, "not used, as REDIS_URL is not set; the processes of this machine share rate limits in memory"
    try:
        latency_ms = check_redis(url)
    except NotReady as error:
        cause = type(error.__cause__).__name__
        return FIX, f"{_without_password(url)} does not answer ({cause}); start it or correct REDIS_URL"
    return OK, f"{_without_password(url)} answers in {latency_ms:.0f} ms"


def _without_password(url: str) -> str:
    """Return a URL without user name, password and query, any of which may hold a secret."""
    return re.sub(r"//[^/]*@", "//", url.partition("?")[0])
