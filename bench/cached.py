"""Public reads through the shipped nginx, which answers them from its cache."""

import tempfile
from pathlib import Path

from bench.load import measure, request_bytes
from bench.service import Service
from tests.nginx import NGINX, Proxy

CLIENTS = (16, 64)
ROUND_S = 3.0
HEADER = ["| request through nginx | clients | requests/s | p50 ms | p99 ms |", "|---|---|---|---|---|"]
_PATHS = {
    "GET /api/exercises, 20 of them": "/api/exercises",
    "GET one exercise": "/api/exercises/greet",
    "GET /api/openapi.json": "/api/openapi.json",
    "GET /, the page": "/",
}


def table(service: Service) -> list[str]:
    """Run nginx in front of a service and return the rows of the table."""
    if NGINX is None:
        return ["nginx is not installed: the cached reads were not measured."]
    rows = list(HEADER)
    with tempfile.TemporaryDirectory() as name:
        proxy = Proxy(Path(name), f"127.0.0.1:{service.port}")
        try:
            for title, path in _PATHS.items():
                for clients in CLIENTS:
                    figures = measure(proxy.port, [request_bytes("GET", path)], clients=clients, seconds=ROUND_S)
                    rows.append(
                        f"| {title} | {clients} | {figures.rate:.0f} | {figures.p50_ms:.1f} | {figures.p99_ms:.1f} |"
                    )
        finally:
            proxy.close()
    return rows
