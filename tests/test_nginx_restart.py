"""Portals behind nginx that are restarted, moved or gone."""

import itertools
import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from tests.nginx import NGINX, NameServer, Proxy, ScriptedPortal
from tests.portal import fake_executor
from tests.serving import Server, call, free_port, until

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(NGINX is None, reason="nginx is not installed (apt-get install nginx)"),
]
FIRST, SECOND = "127.0.0.1", "127.0.0.2"
StartProxy = Callable[[int], Proxy]


class Portals:
    """Two portals on one database, behind nginx."""

    def __init__(self, folder: Path, executor_url: str) -> None:
        self.folder, self.executor_url = folder, executor_url
        self.ports = free_port(), free_port()
        with ThreadPoolExecutor(2) as both:
            self.running = dict(zip(self.ports, both.map(self.start, self.ports), strict=True))
        self.proxy = Proxy(folder, "portals", group(*self.ports))

    def start(self, port: int) -> Server:
        folder = self.folder / str(port)
        folder.mkdir(exist_ok=True)
        return Server(
            folder,
            ready="/health/ready",
            address=f"127.0.0.1:{port}",
            DATABASE_URL=str(self.folder / "portal.db"),
            EXECUTOR_SERVICE_URL=self.executor_url,
            TRUSTED_PROXIES="1",
            WEB_CONCURRENCY="1",
            BCRYPT_ROUNDS="4",
            RATE_LIMIT_MAX_REQUESTS="1000000",
        )

    def restart(self, port: int) -> None:
        """Follow docs/operating.md."""
        self.proxy.reload(f":{port} max_fails=0;", f":{port} max_fails=0 down;")
        self.running[port].process.terminate()
        assert self.running[port].process.wait(60) == 0
        self.running[port].close()
        self.running[port] = self.start(port)
        self.proxy.reload(f":{port} max_fails=0 down;", f":{port} max_fails=0;")

    def close(self) -> None:
        self.proxy.close()
        for server in self.running.values():
            server.close()


def group(*ports: int) -> tuple[str, str]:
    """Replace the name of the portals by fixed addresses, as docs/operating.md says."""
    servers = "".join(f"server 127.0.0.1:{port} max_fails=0;" for port in ports)
    return "    server {", f"    upstream portals {{ {servers} }}\n    server {{"


@pytest.fixture
def names() -> Iterator[NameServer]:
    running = NameServer(FIRST, SECOND)
    yield running
    running.close()


@pytest.fixture
def start_proxy(tmp_path: Path, names: NameServer) -> Iterator[StartProxy]:
    proxies: list[Proxy] = []

    def start(port: int) -> Proxy:
        resolver = ("resolver 127.0.0.11 valid=2s", f"resolver {names.address} valid=1s")
        proxies.append(Proxy(tmp_path, f"portal:{port}", resolver))
        return proxies[-1]

    yield start
    for proxy in proxies:
        proxy.close()


def test_a_rolling_restart_of_two_portals_loses_no_request(tmp_path: Path) -> None:
    with fake_executor.serve() as fake, closing(Portals(tmp_path, fake.url)) as portals:
        fake.delay_s = 1
        account = {"email": "a@example.org", "username": "ada", "password": "a long enough passphrase"}
        token = call(f"{portals.running[portals.ports[0]].url}/api/auth/register", account)["accessToken"]
        signed_in = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        draft = json.dumps({"exerciseId": "greet", "lastCode": "print('hi')"})
        stop = threading.Event()
        statuses: Counter[tuple[str, int]] = Counter()
        number = itertools.count()

        def ask(name: str, method: str, path: str, body: str | None = None) -> None:
            statuses[name, portals.proxy.ask(method, path, body, signed_in if name != "guest" else None)[0]] += 1

        def load() -> None:
            while not stop.wait(0.1):  # leave the machine to the portals that start
                ask("guest", "GET", f"/api/exercises?search={next(number)}")
                ask("GET", "GET", "/api/exercises")
                ask("POST", "POST", "/api/progress", draft)

        def load_long() -> None:
            while not stop.is_set():
                ask("run", "POST", "/api/exercises/run", '{"code": "1"}')

        with ThreadPoolExecutor(6) as clients:
            try:
                loads = [clients.submit(each) for each in [load] * 2 + [load_long] * 4]
                for port in portals.ports:
                    portals.restart(port)
            finally:
                stop.set()
            for each in loads:
                each.result()
        assert set(statuses) == {("guest", 200), ("GET", 200), ("POST", 200), ("run", 200)}


def test_a_portal_that_refuses_connections_is_passed_over_and_used_again_at_once(tmp_path: Path) -> None:
    ports = free_port(), free_port()
    running = {port: ScriptedPortal(port=port) for port in ports}
    proxy = Proxy(tmp_path, "portals", group(*ports))
    try:
        for port in ports:
            running[port].close()
            assert [proxy.ask("POST", "/api/progress", "{}")[0] for _ in range(10)] == [200] * 10
            running[port] = ScriptedPortal(port=port)
        assert running[ports[0]].paths
    finally:
        proxy.close()
        for portal in running.values():
            portal.close()


def test_a_name_is_resolved_again_when_its_address_changes_or_is_gone(
    start_proxy: StartProxy, names: NameServer
) -> None:
    names.addresses = [FIRST]
    first = ScriptedPortal(FIRST, body=b"first")
    port = first.server_address[1]
    second = ScriptedPortal(SECOND, port, b"second")
    proxy = start_proxy(port)
    try:
        assert proxy.ask("GET", "/health")[2] == b"first"
        names.addresses = [SECOND]
        until(lambda: proxy.ask("GET", "/health")[2] == b"second")
        names.addresses = []
        error = until(lambda: (answer := proxy.ask("GET", "/health"))[0] == 502 and json.loads(answer[2])["error"])
        assert error["code"] == "PORTAL_UNAVAILABLE"
        names.addresses = [FIRST]
        until(lambda: proxy.ask("GET", "/health")[2] == b"first")
    finally:
        first.close()
        second.close()
