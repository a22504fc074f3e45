"""Start the service for a benchmark, and stop it again."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bench.load import request_bytes, whole_answer

_CHUNK_BYTES = 65_536
PROJECT = Path(__file__).resolve().parent.parent
# Everything is switched on, and nobody comes to the end of a limit.
_LIMITS = dict.fromkeys(("RATE_LIMIT_MAX_REQUESTS", "AUTH_RATE_LIMIT_MAX_REQUESTS"), "1000000000")


@dataclass(frozen=True)
class Service:
    """A running service: its port and the process that started all of its others."""

    port: int
    pid: int

    @property
    def url(self) -> str:
        """The address of the service."""
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def gunicorn(
    application: str,
    folder: Path,
    health: str,
    *,
    config: str = "gunicorn.conf.py",
    project: Path = PROJECT,
    **variables: str,
) -> Iterator[Service]:
    """Run an application under the settings of the service and yield it once `health` answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-c", config, application]
    with (folder / f"{port}.log").open("w") as log:
        server = subprocess.Popen(
            command, cwd=project, env=environment(folder, PORT=str(port), **variables), stdout=log
        )
        service = Service(port, server.pid)
        try:
            while not is_up(f"{service.url}{health}"):
                time.sleep(0.02)
            yield service
        finally:
            server.terminate()
            server.wait()


def environment(folder: Path, **variables: str) -> dict[str, str]:
    """Return the environment of a service whose database is in a folder."""
    return {**os.environ, **_LIMITS, "DATABASE_URL": str(folder / "bench.db"), **variables}


def flask(folder: Path, *arguments: str, project: Path = PROJECT) -> None:
    """Run a command of the service."""
    command = [sys.executable, "-m", "flask", *arguments]
    subprocess.run(command, cwd=project, env=environment(folder), check=True, capture_output=True)


def processes_of(pid: int) -> set[int]:
    """Return a process and all of its descendants."""
    parents: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
    family = {pid}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    return family


def is_up(url: str) -> bool:
    """Whether a URL answers 200."""
    try:
        with urllib.request.urlopen(url, timeout=2):  # noqa: S310
            return True
    except OSError:
        return False


class Client:
    """A caller that keeps its connection, as the portal does before its executor and browsers do before the portal."""

    def __init__(self, url: str) -> None:
        address = urlsplit(url)
        self._socket = socket.create_connection((str(address.hostname), address.port or 80), timeout=30)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes) -> bytes:
        """Send a request and return the body of its answer, a success: no more work than to find where it ends."""
        self._socket.sendall(request)
        received = b""
        while (answer := whole_answer(received)) is None:
            data = self._socket.recv(_CHUNK_BYTES)
            if not data:
                raise SystemExit(f"the benchmark got half an answer: {received[:300]!r}")
            received += data
        if not answer[0].startswith(b"http/1.1 2"):
            raise SystemExit(f"the benchmark got: {received[:300]!r}")
        return answer[1]

    def post(self, path: str, body: dict[str, Any], token: str = "") -> dict[str, Any]:
        """Post JSON and return the `data` of the answer."""
        request = request_bytes("POST", path, body=json.dumps(body).encode(), token=token, encodings="identity")
        return data_of(self.ask(request))


def data_of(body: bytes) -> dict[str, Any]:
    """Return the `data` of an answer that is a success."""
    answer = json.loads(body)
    if not answer["success"]:
        raise SystemExit(f"the benchmark got: {answer}")
    data: dict[str, Any] = answer["data"]
    return data
