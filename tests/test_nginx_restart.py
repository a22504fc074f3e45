"""Portals behind nginx that are restarted, moved or gone."""

import itertools
import json
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.nginx import NGINX, NameServer, Proxy, ScriptedPortal
from tests.serving import Server, call, free_port, until

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(NGINX is None, reason="nginx is not installed (apt-get install nginx)"),
]
FIRST, SECOND = "127.0.0.1", "127.0.0.2"
StartProxy = Callable[[int], Proxy]


class Portals:
    """Two portals on one database, reached by one name."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.running = {host: self.start(host) for host in (FIRST, SECOND)}

    def start(self, host: str) -> Server:
        folder = self.folder / host
        folder.mkdir(exist_ok=True)
        return Server(
            folder,
            ready="/health/ready",
            address=f"{host}:{self.port}",
            DATABASE_URL=str(self.folder / "portal.db"),
            EXECUTOR_SERVICE_URL=f"http://127.0.0.1:{free_port()}",
            TRUSTED_PROXIES="1",
            WEB_CONCURRENCY="1",
            BCRYPT_ROUNDS="4",
            RATE_LIMIT_MAX_REQUESTS="1000000",
        )

    def stop(self, host: str) -> None:
        self.running[host].process.send_signal(signal.SIGTERM)
        assert self.running[host].process.wait(60) == 0
        self.running[host].close()

    def restart(self, host: str) -> None:
        self.stop(host)
        self.running[host] = self.start(host)

    def close(self) -> None:
        for server in self.running.values():
            server.close()


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


def test_a_rolling_restart_of_two_portals_loses_no_request(tmp_path: Path, start_proxy: StartProxy) -> None:
    portals = Portals(tmp_path)
    stop = threading.Event()
    statuses: Counter[tuple[str, int]] = Counter()
    number = itertools.count()
    try:
        proxy = start_proxy(portals.port)
        account = {"email": "a@example.org", "username": "ada", "password": "a long enough passphrase"}
        token = call(f"{portals.running[FIRST].url}/api/auth/register", account)["accessToken"]
        signed_in = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        draft = json.dumps({"exerciseId": "greet", "lastCode": "print('hi')"})

        def load() -> None:
            while not stop.wait(0.05):  # leave the machine to the portals that start
                statuses["guest", proxy.ask("GET", f"/api/exercises?search={next(number)}")[0]] += 1
                statuses["GET", proxy.ask("GET", "/api/exercises", headers=signed_in)[0]] += 1
                statuses["POST", proxy.ask("POST", "/api/progress", draft, signed_in)[0]] += 1

        with ThreadPoolExecutor(4) as clients:
            try:
                loads = [clients.submit(load) for _ in range(4)]
                for host in (FIRST, SECOND):
                    time.sleep(2)
                    portals.restart(host)
            finally:
                stop.set()
            for each in loads:
                each.result()
        assert set(statuses) == {("guest", 200), ("GET", 200), ("POST", 200)}
    finally:
        portals.close()


def test_portals_on_fixed_addresses_restart_one_after_the_other_without_a_lost_request(tmp_path: Path) -> None:
    ports = free_port(), free_port()
    servers = "".join(f"server 127.0.0.1:{port} max_fails=0;" for port in ports)
    running = {port: ScriptedPortal(port=port) for port in ports}
    proxy = Proxy(tmp_path, "portals", ("    server {", f"    upstream portals {{ {servers} }}\n    server {{"))
    try:
        for port in ports:
            running[port].close()
            assert [proxy.ask("POST", "/api/progress", "{}")[0] for _ in range(10)] == [200] * 10
            running[port] = ScriptedPortal(port=port)
        assert running[ports[0]].paths, "it is used again at once"
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
