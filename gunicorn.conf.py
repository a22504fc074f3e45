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
from portal.services import rate_limit_store

try:
    _settings = Settings.from_environment(os.environ)
except ConfigError as error:
    sys.exit(f"Python Portal cannot start: {error}")

bind = f"0.0.0.0:{_settings.port}"
workers = _settings.web_concurrency
worker_class = "portal.worker.Worker"
threads = _settings.web_threads
# Connections of a worker, the slow and the idle ones too; a request holds up to 1 MiB while it arrives.
worker_connections = 1000
# Seconds until a worker that shows no sign of life is killed; its event loop gives one every second, however long a
# request takes.
timeout = 60
# A worker that stops finishes what it has accepted; nothing takes longer than the executor may.
graceful_timeout = math.ceil(_settings.executor_timeout_ms / 1000) + 5
# Longer than a proxy keeps an idle connection, so that it is the proxy which closes it.
keepalive = 75
# A new process now and then keeps a slow leak from growing; the jitter keeps the workers from going at once.
max_requests = 100_000
max_requests_jitter = 25_000
limit_request_line = 4094
limit_request_fields = 64
# A token of ten kilobytes still gets the answer that it is none of ours.
limit_request_field_size = 16_380
control_socket_disable = True
loglevel = "warning"
logger_class = "portal.gunicorn_logger.GunicornLogger"
proc_name = "python-portal"

# Metrics of all worker processes meet in this folder; it starts empty and is gone at the end. A reload, which reads
# this file again, keeps it.
if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="portal-metrics-")


def on_starting(server: Any) -> None:
    """Start what the workers will need, before the first of them exists; it stays when the workers are reloaded."""
    _check_database()
    rate_limit_store.share()
    server.executor = None
    if not _settings.executor_service_url:
        server.executor = EmbeddedExecutor()
        os.environ["EXECUTOR_SERVICE_URL"] = server.executor.start()
    if os.environ.get("STOP_WITH_PARENT"):
        threading.Thread(target=_stop_with, args=(os.getppid(),), daemon=True).start()


def when_ready(_server: Any) -> None:
    """Tell a person where to look."""
    base = f"http://localhost:{_settings.port}"
    sys.stdout.write(
        f"Python Portal is ready: {base}/api/exercises  health: {base}/health/deps  metrics: {base}/metrics\n"
    )
    sys.stdout.flush()


def post_worker_init(worker: Any) -> None:
    """Keep a connection open as long as the worker lives: `flask restore` sees by it that the service runs."""
    from portal.db import get_db
    from portal.errors import PortalError

    with worker.wsgi.app_context(), suppress(PortalError):  # told to whoever asks next
        get_db()


def post_fork(server: Any, _worker: Any) -> None:
    """A worker must not keep the executor alive after the master."""
    if server.executor is not None:
        server.executor.close_in_child()


def child_exit(_server: Any, worker: Any) -> None:
    """Take a dead worker's gauges out of the metrics."""
    # Imported late: prometheus_client chooses between one process and many when it is first imported.
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(worker.pid)


def on_exit(server: Any) -> None:
    """Stop the executor once no request needs it any more."""
    if server.executor is not None:
        server.executor.stop()
    shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)


def _check_database() -> None:
    """Say why nothing can be served, instead of starting workers that fail one by one."""
    # Imported late, as in `child_exit`.
    from portal.migrations import SchemaError, check_file

    try:
        check_file(_settings.database_path)
    except SchemaError as error:
        shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)
        sys.exit(f"Python Portal cannot start: {error}")


def _stop_with(parent: int) -> None:
    """Under `make run`: a parent that was killed cannot tell us to stop."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)
