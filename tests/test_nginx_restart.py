"""Portals behind nginx that are moved or gone; tests/test_many_portals.py restarts them."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.nginx import NGINX, NameServer, Proxy, ScriptedPortal, fixed_addresses
from tests.serving import free_port, until

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(NGINX is None, reason="nginx is not installed (apt-get install nginx)"),
]
FIRST, SECOND = "127.0.0.1", "127.0.0.2"
StartProxy = Callable[[int], Proxy]


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


def test_a_portal_that_refuses_connections_is_passed_over_and_used_again_at_once(tmp_path: Path) -> None:
    ports = free_port(), free_port()
    running = {port: ScriptedPortal(port=port) for port in ports}
    proxy = Proxy(tmp_path, "portals", fixed_addresses(*ports))
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
