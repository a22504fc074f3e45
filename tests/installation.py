"""An installation of several machines on this one: portals behind nginx, PostgreSQL, Redis, balanced executors."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from urllib.request import urlopen

from tests.nginx import Balancer, Proxy, fixed_addresses
from tests.postgresql import Cluster
from tests.redis_server import Redis
from tests.serving import PROJECT, SECRET, Server, free_port, until


class Executor:
    """A separate executor with one worker."""

    def __init__(self, folder: Path) -> None:
        self.address = f"127.0.0.1:{free_port()}"
        self._folder = folder
        folder.mkdir()
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "-c", str(PROJECT / "executor" / "gunicorn.conf.py")]
        env = {**os.environ, "EXECUTOR_WORKERS": "1", "EXECUTOR_QUEUE": "8", "TMPDIR": str(self._folder)}
        with (self._folder / "log").open("a") as log:
            self.process = subprocess.Popen(
                [*command, "--bind", self.address, "executor.app:create_app()"],
                cwd=PROJECT,
                env=env,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait_until_ready(self) -> None:
        until(lambda: urlopen(f"http://{self.address}/health/ready", timeout=10).status == 200, 60)

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Portal(Server):
    """One of several portals."""

    def prepare_database(self, env: dict[str, str]) -> None:
        """Do nothing: the installation has created the database they share."""


class Installation:
    """Two portals, the clock of the second two seconds ahead; everything else there is they share."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stack = ExitStack()
        try:
            self._start()
        except BaseException:
            self.close()
            raise

    def _start(self) -> None:
        # In a folder with a short name, as the path of PostgreSQL's socket is limited.
        short = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="pg", dir="/tmp")))
        short.chmod(0o755)
        self.executors = [Executor(self._folder / f"executor{number}") for number in range(2)]
        for executor in self.executors:
            self._stack.callback(executor.kill)
        self.redis = Redis()
        self._stack.callback(self.redis.kill)
        self.cluster = Cluster(short / "c", durable=True)
        self._stack.callback(self.cluster.stop)
        self.database_url = self.cluster.url(self.cluster.create())
        self.balancer = Balancer(self._folder, *(executor.address for executor in self.executors))
        self._stack.callback(self.balancer.close)
        self.flask("init-db", "--seed")
        self.ports = free_port(), free_port()
        with ThreadPoolExecutor(2) as both:
            self.portals = dict(zip(self.ports, both.map(self.start_portal, self.ports), strict=True))
        self._stack.callback(self._close_portals)
        self.proxy = Proxy(self._folder, "portals", fixed_addresses(*self.ports))
        self._stack.callback(self.proxy.close)
        for executor in self.executors:
            executor.wait_until_ready()

    @property
    def settings(self) -> dict[str, str]:
        return {
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.redis.url,
            "EXECUTOR_SERVICE_URL": f"http://127.0.0.1:{self.balancer.port}",
            "JWT_SECRET": SECRET,
            "TRUSTED_PROXIES": "1",
            "WEB_CONCURRENCY": "1",
            "BCRYPT_ROUNDS": "4",
            "RATE_LIMIT_MAX_REQUESTS": "1000000",
        }

    def start_portal(self, port: int) -> Portal:
        folder = self._folder / str(port)
        folder.mkdir(exist_ok=True)
        return Portal(
            folder,
            ready="/health/ready",
            address=f"127.0.0.1:{port}",
            application="tests.clock_ahead:app" if port == self.ports[1] else "wsgi:app",
            directory=str(folder),
            **self.settings,
        )

    def flask(self, *arguments: str) -> str:
        """Run a command on one of the machines and return what it printed."""
        command = [sys.executable, "-m", "flask", *arguments]
        env = {**os.environ, **self.settings}
        done = subprocess.run(command, cwd=PROJECT, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def restart_gracefully(self, port: int) -> None:
        """Follow docs/operating.md."""
        self.proxy.reload(f":{port} max_fails=0;", f":{port} max_fails=0 down;")
        self.portals[port].process.terminate()
        assert self.portals[port].process.wait(60) == 0
        self.portals[port].close()
        self.portals[port] = self.start_portal(port)
        self.proxy.reload(f":{port} max_fails=0 down;", f":{port} max_fails=0;")

    # Each attack lets a load go on while the thing is gone, and brings it back.

    def without_a_portal(self, go_on: Callable[[], None]) -> None:
        port = self.ports[0]
        self.portals[port].close()
        go_on()
        self.portals[port] = self.start_portal(port)

    def without_redis(self, go_on: Callable[[], None]) -> None:
        self.redis.kill()
        go_on()
        self.redis.start()
        until(self.redis.keys, 30)  # the portals count in it again

    def without_an_executor(self, go_on: Callable[[], None]) -> None:
        self.executors[0].kill()
        go_on()
        self.executors[0].start()
        self.executors[0].wait_until_ready()

    def restarting_the_database(self, go_on: Callable[[], None]) -> None:
        self.cluster.stop(signal.SIGQUIT)
        self.cluster.start()
        go_on()

    def _close_portals(self) -> None:
        for portal in self.portals.values():
            portal.close()

    def close(self) -> None:
        self._stack.close()
