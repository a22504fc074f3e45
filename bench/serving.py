"""What the API serves: requests per second, latency and CPU time, compared with Flask without any of our layers.

`python -m bench.serving` runs the whole service and a bare Flask app on the same gunicorn settings side by side, with
everything switched on, and writes the table to bench/RESULTS.md. Ours and theirs are measured in turns, in short
rounds, so that both see the same machine; what is told is the median of the rounds, and of their ratios.
"""

import json
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import cached, cpu
from bench.load import Figures, measure, request_bytes
from bench.results import write_section
from bench.service import Client, Service, flask, gunicorn
from bench.speed import HELLO, RIGHT, write_track

ROUNDS = 7
ROUND_S = 1.0
CLIENTS = (1, 8, 64)
NOTES = f"""Client, service and executor share the machine. Ratio: ours beside a one-line Flask app on the same
gunicorn settings, the median of alternating rounds. CPU time is that of all processes (gunicorn, its workers, the
executor and its sandboxes) with {cpu.CLIENTS} clients. docs/capacity.md says what the figures mean."""
BARE = [request_bytes("GET", "/")]
COMPARED = {
    "GET /health": "/health",
    "GET /api/exercises, 20 of them": "/api/exercises",
    "GET one exercise": "/api/exercises/greet",
}
HEADER = [
    "| request | clients | requests/s | p50 ms | p99 ms | bare Flask, requests/s | ratio |",
    "|---|---|---|---|---|---|---|",
]
CPU_OF_LEARNERS = ("GET /api/exercises, signed in", 'POST run, print("hi")', "POST test, six tests, stored")


def main() -> None:
    """Measure, print and write."""
    with tempfile.TemporaryDirectory() as name, services(Path(name)) as (ours, bare):
        requests = requests_of_learners(ours.url)
        lines = [*measure_cpu(ours, bare, requests), "", *show(cached.table(ours)), ""]
        lines += show(HEADER)
        for title, path in COMPARED.items():
            for clients in CLIENTS:
                lines += show([compare(title, ours.port, [request_bytes("GET", path)], bare.port, clients)])
        for title, of_each in requests.items():
            for clients in CLIENTS:
                # A login is slow on purpose: with 64 callers each waits for seconds.
                seconds = 16 * ROUND_S if title == "POST login" else 3 * ROUND_S
                figures = measure(ours.port, of_each, clients=clients, seconds=seconds)
                lines += show([f"{row(title, clients, figures)} | |"])
    write_section("Serving", NOTES, lines)


def measure_cpu(ours: Service, bare: Service, requests: dict[str, list[bytes]]) -> list[str]:
    """Return the table of CPU time per request."""
    reads = {title: [request_bytes("GET", path)] for title, path in COMPARED.items()}
    rows = show(cpu.HEADER)
    for title, of_each in (reads | {title: requests[title] for title in CPU_OF_LEARNERS}).items():
        rows += show([cpu.compare(title, ours, of_each, bare)])
    return rows


def show(rows: list[str]) -> list[str]:
    """Print rows as they come, and return them."""
    print(*rows, sep="\n", flush=True)
    return rows


@contextmanager
def services(folder: Path) -> Iterator[tuple[Service, Service]]:
    """Run ours and the bare one."""
    write_track(folder)
    flask(folder, "init-db", "--seed")
    flask(folder, "import-exercises", "--unchecked", str(folder))
    with (
        gunicorn("wsgi:app", folder, "/health/deps") as ours,
        gunicorn("bench.bare:app", folder, "/", config="bench/bare.conf.py", EXECUTOR_SERVICE_URL=ours.url) as bare,
    ):
        yield ours, bare


def compare(title: str, port: int, requests: list[bytes], bare: int, clients: int) -> str:
    """Measure ours and the bare app in turns, and write a row."""
    pairs = [
        (
            measure(port, requests, clients=clients, seconds=ROUND_S),
            measure(bare, BARE, clients=clients, seconds=ROUND_S),
        )
        for _ in range(ROUNDS)
    ]
    ours = [pair[0] for pair in pairs]
    ratio = statistics.median(mine.rate / theirs.rate for mine, theirs in pairs)
    typical = sorted(ours, key=lambda figures: figures.rate)[len(ours) // 2]
    return f"{row(title, clients, typical)} {statistics.median(pair[1].rate for pair in pairs):.0f} | {ratio:.2f} |"


def row(title: str, clients: int, figures: Figures) -> str:
    """Write the columns that every row has."""
    rate = f"{figures.rate:.0f}" + (f", {figures.refused} sent away" if figures.refused else "")
    return f"| {title} | {clients} | {rate} | {figures.p50_ms:.1f} | {figures.p99_ms:.1f} |"


def requests_of_learners(url: str) -> dict[str, list[bytes]]:
    """What people do who are signed in, each with an account of their own: a request of each."""
    accounts = [{"username": f"bench{number}", "password": "correct horse"} for number in range(max(CLIENTS))]
    client = Client(url)
    tokens = [
        client.post("/api/auth/register", {**account, "email": f"{account['username']}@example.org"})["accessToken"]
        for account in accounts
    ]
    bodies = {
        "POST progress": ("/api/progress", {"exerciseId": "double-it", "lastCode": RIGHT}),
        'POST run, print("hi")': ("/api/exercises/run", {"code": HELLO}),
        "POST test, six tests, stored": ("/api/exercises/test", {"exerciseId": "double-it", "code": RIGHT}),
    }
    posts = {
        title: [request_bytes("POST", path, body=json.dumps(body).encode(), token=token) for token in tokens]
        for title, (path, body) in bodies.items()
    }
    return {
        "GET /api/exercises, signed in": [request_bytes("GET", "/api/exercises", token=token) for token in tokens],
        "GET progress": [request_bytes("GET", "/api/progress", token=token) for token in tokens],
        **posts,
        "POST login": [
            request_bytes("POST", "/api/auth/login", body=json.dumps(account).encode()) for account in accounts
        ],
    }


if __name__ == "__main__":
    main()
