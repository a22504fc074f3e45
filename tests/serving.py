"""The whole service as `make run` starts it, for tests of how it is served."""

import atexit
import functools
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from portal.database import schema
from portal.database.sqlite import SqliteDatabase
from portal.services import starter_curriculum

PROJECT = Path(__file__).resolve().parent.parent
SECRET = "the-secret-of-this-test-" + "x" * 40
# For tests that run no program: starting an executor costs four times as much as starting a portal.
NO_EXECUTOR = {"EXECUTOR_SERVICE_URL": "http://127.0.0.1:9", "ready": "/health/ready"}

# Below the ports that the system gives to outgoing connections, one of which may take a port before a server does.
PORTS = range(15_000, 32_000)


def free_port() -> int:
    """Return a port that nobody listens on; several test processes that ask at once hardly get the same."""
    while True:
        port = random.choice(PORTS)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def call(url: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(url, data=data, headers={"Content-Type": "application/json"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310
        answer: dict[str, Any] = json.load(response)["data"]
    return answer


def value_of(url: str, series: str) -> float:
    """The value of a series in the metrics of a service, 0 where it is not exposed yet."""
    with urllib.request.urlopen(f"{url}/metrics", timeout=30) as response:  # noqa: S310
        text = response.read().decode()
    found = re.search(rf"^{re.escape(series)} (\S+)", text, re.MULTILINE)
    return float(found[1]) if found else 0.0


def read_events(text: str) -> list[tuple[str, dict[str, Any]]]:
    """Return the names and the data of server-sent events; comments are left out."""
    blocks = [block.split("\n", 1) for block in text.split("\n\n") if block and not block.startswith(":")]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in blocks]


def until(condition: Callable[[], Any], seconds: float = 30, *, every_s: float = 0.05) -> Any:
    """Wait until a condition holds; an error counts as not yet."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with suppress(OSError, LookupError):
            if found := condition():
                return found
        time.sleep(every_s)
    raise AssertionError("it did not happen in time")


def _prepare_database(env: dict[str, str]) -> None:
    """Copy a seeded database where there is none yet."""
    path = Path(env["DATABASE_URL"])
    if "://" not in env["DATABASE_URL"] and not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(seeded_database(), path)
    else:
        command = [sys.executable, "-m", "flask", "init-db", "--seed"]
        subprocess.run(command, cwd=PROJECT, env=env, check=True, capture_output=True)


@functools.cache
def seeded_database() -> Path:
    """A database with the starter curriculum, to be copied: creating one takes 60 ms."""
    folder = tempfile.mkdtemp(prefix="portal-tests-")
    atexit.register(shutil.rmtree, folder)
    path = Path(folder) / "portal.db"
    with closing(SqliteDatabase(path)) as db:
        schema.init_schema(db)
        starter_curriculum.load(db)
        with db.exclusive():  # moves everything into the one file
            pass
    return path


class Server:
    """A running service in a process group of its own."""

    def __init__(
        self,
        folder: Path,
        *options: str,
        ready: str = "/health/deps",
        address: str = "",
        application: str = "wsgi:app",
        directory: str = str(PROJECT),
        **variables: str,
    ) -> None:
        self.folder = folder
        self.port = int(address.rpartition(":")[2]) if address else free_port()
        self.url = f"http://{address or f'127.0.0.1:{self.port}'}"
        if address:
            options = (*options, "--bind", address)
        env = {name: value for name, value in os.environ.items() if not name.startswith("EXECUTOR_")}
        env |= {
            "PORT": str(self.port),
            "DATABASE_URL": str(folder / "portal.db"),
            "JWT_SECRET": SECRET,
            "PYTHONPATH": str(PROJECT),
            **variables,
        }
        self.prepare_database(env)
        command = [sys.executable, "-m", "gunicorn", "-c", str(PROJECT / "gunicorn.conf.py"), *options, application]
        if "OPEN_FILES" in variables:  # a limit, for `ulimit -n`
            command = ["sh", "-c", 'ulimit -n "$OPEN_FILES"; exec "$@"', "sh", *command]
        self.log = (folder / "log").open("w")
        self.process = subprocess.Popen(
            command, cwd=directory, env=env, stdout=self.log, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            until(lambda: call(f"{self.url}{ready}"), 60, every_s=0.2)
        except BaseException:
            self.close()
            raise

    def prepare_database(self, env: dict[str, str]) -> None:
        """Create the database that the service uses, or upgrade it, and load the starter curriculum."""
        _prepare_database(env)

    def group(self) -> dict[int, list[str]]:
        """The living processes of the group, with their command lines."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                state, _, group = (folder / "stat").read_text().rpartition(")")[2].split()[:3]
                if int(group) == self.process.pid and state != "Z":
                    found[int(folder.name)] = (folder / "cmdline").read_text().split("\0")
        return found

    def executor(self) -> int:
        """The first process of the embedded executor."""
        found = [pid for pid, command in self.group().items() if "executor.app:create_app()" in command]
        if not found:
            raise LookupError("the executor is not running")
        return min(found)

    def run(self, code: str) -> dict[str, Any]:
        return call(f"{self.url}/api/exercises/run", {"code": code})

    def close(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.log.close()
