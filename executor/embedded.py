"""An executor embedded in the API: a child process on a loopback port, restarted when it dies, gone with its parent."""

import logging
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

from executor.settings import Settings

log = logging.getLogger(__name__)

LIFELINE = "EXECUTOR_LIFELINE_FD"
_PROJECT = Path(__file__).resolve().parent.parent
_CONFIG = _PROJECT / "executor" / "gunicorn.conf.py"
# The executor gets what it needs to run and nothing else: no secret, no database, no address.
_INHERITED_VARIABLES = (
    *("PATH", "LD_LIBRARY_PATH", "LANG", "TMPDIR", "HOME", "LOG_FORMAT", "LOG_LEVEL"),
    *("COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG"),
)
_INHERITED_PREFIX = "EXECUTOR_"
_PORTAL_VARIABLES = ("EXECUTOR_SERVICE_URL", "EXECUTOR_TIMEOUT")
# Doubled after each short life, so that an executor that cannot start does not flood the log.
_RESTART_DELAY_S = 0.5
_MAX_RESTART_DELAY_S = 16.0
_STABLE_AFTER_S = 30.0
_STOP_TIMEOUT_S = 3.0
_MASTER_CHECK_S = 0.25


class EmbeddedExecutor:
    """Starts one executor and keeps it running.

    The listening socket belongs to this process: the port stays the same, and callers just wait during a restart. The
    child holds the read end of a pipe, its lifeline, and exits when this process is gone, for whatever reason.
    `log_level` is that of the executor where LOG_LEVEL is unset; with a `niceness` other processes come first.
    """

    def __init__(self, *, log_level: str = "", niceness: int = 0) -> None:
        self._log_level = log_level
        self._niceness = niceness
        self._socket = socket.socket()
        self._lifeline, self._lifeline_writer = os.pipe()
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()
        self._supervisor = threading.Thread(target=self._supervise, name="embedded-executor", daemon=True)

    def start(self) -> str:
        """Start the executor and return its URL; it responds once its workers have started.

        Raises:
            SettingsError: a variable of the executor has an invalid value.
        """
        Settings.from_environment(os.environ)
        # gunicorn sets it as well, but too late for a connection that is made while it starts: every answer on that one
        # would wait some 40 ms for the client to acknowledge its headers.
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.listen(128)
        self._spawn()
        self._supervisor.start()
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def close_in_child(self) -> None:
        """Close the inherited descriptors in a forked child, so that the executor ends with the parent."""
        os.close(self._lifeline_writer)
        os.close(self._lifeline)
        self._socket.close()

    def stop(self) -> None:
        """Stop the executor and wait until it has exited."""
        self._stopping.set()
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(_STOP_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
            self._supervisor.join()
        self.close_in_child()

    def _spawn(self) -> None:
        descriptor = self._socket.fileno()
        env = {name: value for name, value in os.environ.items() if _is_inherited(name)}
        if self._log_level:
            env.setdefault("LOG_LEVEL", self._log_level)
        env[LIFELINE] = str(self._lifeline)
        command = [sys.executable, "-m", "gunicorn", "-c", str(_CONFIG), "--bind", f"fd://{descriptor}"]
        self._process = subprocess.Popen(  # noqa: S603 (our own interpreter and module)
            [*command, "executor.app:create_app()"], cwd=_PROJECT, env=env, pass_fds=(descriptor, self._lifeline)
        )
        if self._niceness:  # its workers, which it starts later, inherit it
            os.setpriority(os.PRIO_PROCESS, self._process.pid, self._niceness)

    def _supervise(self) -> None:
        delay_s = _RESTART_DELAY_S
        while self._process is not None:
            start = time.monotonic()
            self._process.wait()
            delay_s = _RESTART_DELAY_S if time.monotonic() - start > _STABLE_AFTER_S else delay_s
            if self._stopping.wait(delay_s):
                return
            log.warning("the embedded executor exited; starting another")
            delay_s = min(2 * delay_s, _MAX_RESTART_DELAY_S)
            self._spawn()


def _is_inherited(name: str) -> bool:
    is_setting = name.startswith(_INHERITED_PREFIX) and name not in _PORTAL_VARIABLES
    return is_setting or name in _INHERITED_VARIABLES


def end_with_parent() -> None:
    """In the executor: exit at once when the process that holds the write end of the lifeline is gone."""
    descriptor = os.environ.get(LIFELINE)
    if descriptor:
        threading.Thread(target=_exit_at_eof, args=(int(descriptor),), name="lifeline", daemon=True).start()


def end_with_master(master: int) -> None:
    """In a gunicorn worker: exit when its master was killed; the next master has workers of its own."""
    threading.Thread(target=_exit_without, args=(master,), name="master-watch", daemon=True).start()


def _exit_without(master: int) -> None:
    while os.getppid() == master:
        time.sleep(_MASTER_CHECK_S)
    os._exit(1)


def _exit_at_eof(descriptor: int) -> None:
    os.read(descriptor, 1)  # nothing is ever written: returns when the last writer is gone
    os._exit(0)
