"""Gunicorn settings of the executor, embedded or standalone: one process, whose worker processes run in parallel."""

import os
import signal
import sys
from typing import Any

from executor import logs
from executor.embedded import LIFELINE, end_with_master, end_with_parent
from executor.settings import Settings, SettingsError

try:
    _settings = Settings.from_environment(os.environ)
    logs.configure(os.environ)
except SettingsError as error:
    sys.exit(logs.notice(f"The executor cannot start: {error}", os.environ))

bind = f"0.0.0.0:{_settings.port}"
workers = 1
worker_class = "gthread"
# A thread for every run that may be active or waiting, and some for health checks.
threads = _settings.workers + _settings.queue + 8
# Below the usual limit of 1024 open descriptors: a worker that cannot accept a connection ends.
worker_connections = 512
timeout = 0  # runs have limits of their own
graceful_timeout = 15
control_socket_disable = True
loglevel = "warning"
logger_class = "executor.gunicorn_logger.GunicornLogger"
proc_name = "portal-executor"


def when_ready(_server: Any) -> None:
    """Tie the master to the process that embeds it."""
    _leave_interrupts_to_parent()
    end_with_parent()


def post_fork(_server: Any, _worker: Any) -> None:
    """Start the thread that writes the worker's log."""
    logs.start_writing()


def post_worker_init(worker: Any) -> None:
    """Tie the worker to its master and to the process that embeds it; whoever is killed cannot tell."""
    _leave_interrupts_to_parent()
    end_with_parent()
    end_with_master(worker.ppid)


def _leave_interrupts_to_parent() -> None:
    """Ctrl-C reaches the whole process group; the parent lets active runs finish, then stops this process."""
    if os.environ.get(LIFELINE):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
