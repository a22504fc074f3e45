"""A Redis of the test run's own, where one is installed."""

import atexit
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.serving import free_port, until

PROGRAM = shutil.which("redis-server")


class Redis:
    """A Redis that keeps nothing."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._socket = f"{tempfile.mkdtemp(prefix='portal-tests-')}/socket"
        atexit.register(shutil.rmtree, Path(self._socket).parent)
        self.socket_url = f"redis+unix://{self._socket}"
        self.start()

    def start(self) -> None:
        command = [str(PROGRAM), "--port", str(self.port), "--save", "", "--appendonly", "no"]
        command += ["--unixsocket", self._socket]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        until(lambda: self._ask("ping") == "PONG")

    def keys(self) -> int:
        return int(self._ask("dbsize"))

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def _ask(self, command: str) -> str:
        asked = ["redis-cli", "-p", str(self.port), command]
        return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
