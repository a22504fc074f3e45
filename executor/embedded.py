"""An executor beside the API: its own process on a loopback port, restarted when it dies, gone when its parent is."""

import logging
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

log = logging.getLogger(__name__)

LIFELINE = "EXECUTOR_LIFELINE_FD"
_PROJECT = Path(__file__).resolve().parent.parent
_CONFIG = _PROJECT / "executor" / "gunicorn.conf.py"
# The executor is told how to run and nothing else: no secret, no database, no address of anything.
_PASSED_ON = (
    *("PATH", "LD_LIBRARY_PATH", "LANG", "TMPDIR", "HOME", "LOG_FORMAT", "LOG_LEVEL"),
    *("COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG"),
)
_OWN_PREFIX = "EXECUTOR_"
_NOT_FOR_IT = ("EXECUTOR_SERVICE_URL", "EXECUTOR_TIMEOUT")
# Doubled each time that the executor ends young, so that one which cannot start does not flood the log.
_RESTART_DELAY_S = 0.5
_MAX_RESTART_DELAY_S = 16.0
_GROWN_UP_S = 30.0
_STOP_TIMEOUT_S = 3.0


class EmbeddedExecutor:
    """Starts one executor and keeps it alive.

    The listening socket belongs to this process, so that the port stays and callers only wait while a new one starts.
    The child holds the reading end of a pipe, its lifeline: it ends when this process is gone, however it went.
    """

    def __init__(self) -> None:
        self._socket = socket.socket()
        self._lifeline, self._our_end = os.pipe()
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()
        self._supervisor = threading.Thread(target=self._supervise, name="embedded-executor", daemon=True)

    def start(self) -> str:
        """Start the executor and return its URL; it answers once its workers are up."""
        self._socket.bind(("127.0.0.1", 0))
        self._socket.listen(128)
        self._spawn()
        self._supervisor.start()
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def close_in_child(self) -> None:
        """Let go of what would keep the executor alive: in a forked child, so that it ends with its parent."""
        os.close(self._our_end)
        os.close(self._lifeline)
        self._socket.close()

    def stop(self) -> None:
        """Stop the executor and wait until it is gone."""
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
        env = {name: value for name, value in os.environ.items() if name in _PASSED_ON or _is_its_own(name)}
        env[LIFELINE] = str(self._lifeline)
        command = [sys.executable, "-m", "gunicorn", "-c", str(_CONFIG), "--bind", f"fd://{descriptor}"]
        self._process = subprocess.Popen(  # noqa: S603 (our own interpreter and module)
            [*command, "executor.app:create_app()"], cwd=_PROJECT, env=env, pass_fds=(descriptor, self._lifeline)
        )

    def _supervise(self) -> None:
        delay = _RESTART_DELAY_S
        while self._process is not None:
            start = time.monotonic()
            self._process.wait()
            delay = _RESTART_DELAY_S if time.monotonic() - start > _GROWN_UP_S else delay
            if self._stopping.wait(delay):
                return
            log.warning("the embedded executor ended; starting another")
            delay = min(2 * delay, _MAX_RESTART_DELAY_S)
            self._spawn()


def _is_its_own(name: str) -> bool:
    return name.startswith(_OWN_PREFIX) and name not in _NOT_FOR_IT


def end_with_parent() -> None:
    """In the executor: end at once when the process that holds the other end of the lifeline is gone."""
    descriptor = os.environ.get(LIFELINE)
    if descriptor:
        threading.Thread(target=_wait_for_end, args=(int(descriptor),), name="lifeline", daemon=True).start()


def _wait_for_end(descriptor: int) -> None:
    os.read(descriptor, 1)  # nothing is ever written: this returns when the last writer is gone
    os._exit(0)
