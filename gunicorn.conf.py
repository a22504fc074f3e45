"""Gunicorn settings of the portal; starts the embedded executor when EXECUTOR_SERVICE_URL names none."""

import importlib
import logging
import math
import os
import resource
import signal
import sys
import threading
import time
from contextlib import suppress
from typing import Any, NoReturn

from executor.embedded import EmbeddedExecutor
from executor.settings import SettingsError
from portal.config import Settings
from portal.config_reader import ConfigError
from portal.observability import metrics_files
from portal.observability.log_format import notice
from portal.web import rate_limit_storage

# How long a worker that cannot start waits until the master starts another.
_RETRY_S = 1.0

_CONNECTIONS = 1000
# What a thread may need beside its connection: the database's three files, the executor, a selector, and spare.
_DESCRIPTORS_OF_THREAD = 8
_OTHER_DESCRIPTORS = 100
# How long a worker whose master was killed may go on with the requests it has accepted.
_ORPHAN_GRACE_S = 1.0
_PARENT_CHECK_S = 0.25


def _fail(reason: str) -> NoReturn:
    sys.exit(notice(f"Python Portal cannot start: {reason}", level=logging.ERROR))


try:
    _settings = Settings.from_environment(os.environ)
except ConfigError as error:
    _fail(str(error))


def _connections() -> int:
    """Return how many connections a worker may hold, having raised the limit on open descriptors as far as needed."""
    reserved = _OTHER_DESCRIPTORS + _DESCRIPTORS_OF_THREAD * _settings.web_threads
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _CONNECTIONS + reserved if hard == resource.RLIM_INFINITY else min(_CONNECTIONS + reserved, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    if soft == resource.RLIM_INFINITY:
        return _CONNECTIONS
    connections = min(_CONNECTIONS, soft - reserved)
    if connections <= _settings.web_threads:
        _fail(f"it needs {reserved + _settings.web_threads + 1} open files (ulimit -n)")
    return connections


bind = f"0.0.0.0:{_settings.port}"
workers = _settings.web_concurrency
worker_class = "gthread"
threads = _settings.web_threads
# A file in memory, by which a worker tells the master that it lives: it must not need room on a disk that may be full.
worker_tmp_dir = metrics_files.memory_folder()
# Connections of a worker, idle ones included: one more than it has descriptors for would end the worker.
worker_connections = _connections()
# Seconds until a worker whose event loop has stopped is killed; requests may take longer.
timeout = 60
# A worker that stops finishes the requests it has accepted; none takes longer than the executor may.
graceful_timeout = math.ceil(_settings.executor_timeout_ms / 1000) + 5
# Longer than the proxy keeps an idle connection, so that the proxy closes it first.
keepalive = 75
# Replacing workers now and then bounds slow leaks; the jitter keeps them from being replaced at the same time.
max_requests = 100_000
max_requests_jitter = 25_000
# What nginx passes on (deploy/nginx/nginx.conf), so that nginx refuses longer ones in the response envelope.
limit_request_line = 8190
limit_request_fields = 100
# Large enough that an oversized token gets a 401 with our error code.
limit_request_field_size = 16_380
control_socket_disable = True
# Forwarded headers are read by the application, as TRUSTED_PROXIES says, never by gunicorn.
forwarded_allow_ips = ""
forwarder_headers = ""
secure_scheme_headers: dict[str, str] = {}
loglevel = "warning"
logger_class = "portal.observability.gunicorn_logger.GunicornLogger"
proc_name = "python-portal"

try:
    # A reload has twice as many workers for a while. Reading this file again changes nothing.
    metrics_files.create(2 * workers)
except OSError as error:
    _fail(f"there is no room for its metrics: {error}")


def on_starting(server: Any) -> None:
    """Start what the workers need before the first of them exists; a reload of the workers keeps it."""
    _check_database()
    rate_limit_storage.share_with_children()
    server.executor = None
    if not _settings.executor_service_url:
        _start_executor(server)
    if os.environ.get("STOP_WITH_PARENT"):
        _stop_with(os.getppid())
    _import_application()


def when_ready(_server: Any) -> None:
    """Print where to look."""
    base = f"http://localhost:{_settings.port}"
    page = f"open {base}/ in a browser" if _settings.playground else f"the API is at {base}/api"
    ready = notice(f"Python Portal is ready: {page} (API documentation: {base}/api/docs)")
    with suppress(OSError):  # a disk that is full, or a pipe that nobody reads: the log does without as well
        sys.stdout.write(f"{ready}\n")
        sys.stdout.flush()


def post_worker_init(worker: Any) -> None:
    """Tie the worker to its master; keep a database connection open, so that `flask restore` sees the service run."""
    _stop_with(worker.ppid, kill_after_s=_ORPHAN_GRACE_S)
    from portal.errors import PortalError
    from portal.extensions import get_db

    with worker.wsgi.app_context(), suppress(PortalError):  # reported to the next caller
        get_db()


def post_fork(server: Any, worker: Any) -> None:
    """Give the worker files for its metrics, and close its copy of the pipe that keeps the executor alive."""
    if server.executor is not None:
        server.executor.close_in_child()
    try:
        metrics_files.claim()
    except OSError as error:
        worker.log.error("A worker cannot start: there is no room for its metrics: %s", error)
        time.sleep(_RETRY_S)
        sys.exit(1)  # the master starts another


def child_exit(_server: Any, worker: Any) -> None:
    """Take a dead worker's gauges out of the metrics."""
    metrics_files.release(worker.pid)


def on_exit(server: Any) -> None:
    """Stop the executor once no request needs it."""
    if server.executor is not None:
        server.executor.stop()
    metrics_files.remove()


def _start_executor(server: Any) -> None:
    server.executor = EmbeddedExecutor()
    try:
        os.environ["EXECUTOR_SERVICE_URL"] = server.executor.start()
    except SettingsError as error:
        metrics_files.remove()
        _fail(str(error))


def _check_database() -> None:
    """Exit with the reason when the database cannot be used, instead of starting workers that fail one by one."""
    # Imported late: prometheus_client chooses between one process and many when it is first imported.
    from portal.database.schema import SchemaError, check_database

    try:
        check_database(_settings.database_url)
    except SchemaError as error:
        metrics_files.remove()
        _fail(str(error))


def _import_application() -> None:
    """Import once what every worker needs: they start sooner and share its memory. Each creates its own application."""
    importlib.import_module("app")


def _stop_with(parent: int, kill_after_s: float | None = None) -> None:
    """Stop gracefully when the parent was killed, which then cannot signal us; exit after a while at the latest."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_PARENT_CHECK_S)
        os.kill(os.getpid(), signal.SIGTERM)
        if kill_after_s is not None:
            time.sleep(kill_after_s)
            os._exit(1)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()
