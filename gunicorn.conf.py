"""Gunicorn settings of the portal; starts the embedded executor when EXECUTOR_SERVICE_URL names none."""

import math
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from contextlib import suppress
from typing import Any

from executor.embedded import EmbeddedExecutor
from portal.config import ConfigError, Settings
from portal.web import rate_limit_storage
from portal.web.listeners import stop_listening

try:
    _settings = Settings.from_environment(os.environ)
except ConfigError as error:
    sys.exit(f"Python Portal cannot start: {error}")

bind = f"0.0.0.0:{_settings.port}"
workers = _settings.web_concurrency
worker_class = "gthread"
threads = _settings.web_threads
# Connections of a worker, idle ones included.
worker_connections = 1000
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
limit_request_fields = 64
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

# The metrics of all worker processes are collected in this folder; it starts empty and is removed at the end. A reload,
# which reads this file again, keeps it.
if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="portal-metrics-")


def on_starting(server: Any) -> None:
    """Start what the workers need before the first of them exists; a reload of the workers keeps it."""
    _check_database()
    rate_limit_storage.share_with_children()
    server.executor = None
    if not _settings.executor_service_url:
        server.executor = EmbeddedExecutor()
        os.environ["EXECUTOR_SERVICE_URL"] = server.executor.start()
    if os.environ.get("STOP_WITH_PARENT"):
        threading.Thread(target=_stop_with, args=(os.getppid(),), daemon=True).start()


def when_ready(server: Any) -> None:
    """Print where to look, and prepare to stop without resetting a connection."""
    _stop_listening_on_sigterm(server)
    base = f"http://localhost:{_settings.port}"
    page = f"open {base}/ in a browser" if _settings.playground else f"the API is at {base}/api"
    sys.stdout.write(f"Python Portal is ready: {page} (API documentation: {base}/api/docs)\n")
    sys.stdout.flush()


def post_worker_init(worker: Any) -> None:
    """Keep a database connection open for the life of the worker, so that `flask restore` sees the service running."""
    from portal.errors import PortalError
    from portal.extensions import get_db

    with worker.wsgi.app_context(), suppress(PortalError):  # reported to the next caller
        get_db()


def post_fork(server: Any, _worker: Any) -> None:
    """Close the worker's copy of the pipe that keeps the executor alive as long as the master."""
    if server.executor is not None:
        server.executor.close_in_child()


def child_exit(_server: Any, worker: Any) -> None:
    """Take a dead worker's gauges out of the metrics."""
    # Imported late: prometheus_client chooses between one process and many when it is first imported.
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(worker.pid)


def on_exit(server: Any) -> None:
    """Stop the executor once no request needs it."""
    if server.executor is not None:
        server.executor.stop()
    shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)


def _check_database() -> None:
    """Exit with the reason when the database cannot be used, instead of starting workers that fail one by one."""
    # Imported late, as in `child_exit`.
    from portal.database.schema import SchemaError, check_database

    try:
        check_database(_settings.database_url)
    except SchemaError as error:
        shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)
        sys.exit(f"Python Portal cannot start: {error}")


def _stop_listening_on_sigterm(server: Any) -> None:
    """Let `stop_listening` run before gunicorn's own handler, unless another process goes on with the sockets."""
    stop_gracefully: Any = signal.getsignal(signal.SIGTERM)
    master = os.getpid()

    def handle(number: int, frame: Any) -> None:
        if os.getpid() == master and not (server.systemd or server.reexec_pid or server.master_pid):
            stop_listening([listener.sock for listener in server.LISTENERS])
        stop_gracefully(number, frame)

    signal.signal(signal.SIGTERM, handle)


def _stop_with(parent: int) -> None:
    """Stop when the parent was killed, which then cannot signal us; used by `make run`."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)
