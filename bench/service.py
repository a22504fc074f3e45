"""Start the service for a benchmark, and stop it again."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
# Everything is switched on, and nobody comes to the end of a limit.
_LIMITS = dict.fromkeys(("RATE_LIMIT_MAX_REQUESTS", "AUTH_RATE_LIMIT_MAX_REQUESTS"), "1000000000")


@contextmanager
def gunicorn(
    application: str, folder: Path, health: str, *, config: str = "gunicorn.conf.py", **variables: str
) -> Iterator[str]:
    """Run an application under the settings of the service and yield its URL once `health` answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "gunicorn", "-c", config, application]
    with (folder / f"{port}.log").open("w") as log:
        server = subprocess.Popen(
            command, cwd=PROJECT, env=environment(folder, PORT=str(port), **variables), stdout=log
        )
        try:
            while not is_up(f"{url}{health}"):
                time.sleep(0.02)
            yield url
        finally:
            server.terminate()
            server.wait()


def environment(folder: Path, **variables: str) -> dict[str, str]:
    """Return the environment of a service whose database is in a folder."""
    return {**os.environ, **_LIMITS, "DATABASE_URL": str(folder / "bench.db"), **variables}


def flask(folder: Path, *arguments: str) -> None:
    """Run a command of the service."""
    command = [sys.executable, "-m", "flask", *arguments]
    subprocess.run(command, cwd=PROJECT, env=environment(folder), check=True, capture_output=True)


def is_up(url: str) -> bool:
    """Whether a URL answers 200."""
    try:
        with urllib.request.urlopen(url, timeout=2):  # noqa: S310
            return True
    except OSError:
        return False


def post(url: str, body: dict[str, Any], token: str = "") -> dict[str, Any]:
    """Post JSON and return the `data` of the answer."""
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)  # noqa: S310
    with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310
        data: dict[str, Any] = json.load(response)["data"]
    return data
