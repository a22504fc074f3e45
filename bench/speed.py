"""What a run and a submission cost, of the executor and through the API, beside plain Python and pytest.

`python -m bench.speed` starts an executor, then the whole service on a free port with a database of its own, and stops
them again. One client that keeps its connection and asks again at once, warm, medians in milliseconds; the rounds of
ours and theirs alternate, so that both see the same machine.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.load import request_bytes
from bench.service import PROJECT, Client, Service, flask, gunicorn, is_up, processes_of
from executor.embedded import EmbeddedExecutor

ROUNDS = 60
NATIVE_ROUNDS = 10
EXECUTE = "/api/execute"
HELLO = 'print("hi")'
RIGHT = "def double(n):\n    return n * 2\n"
WRONG = "def double(n):\n    return n + 2\n"
TESTS = """import pytest

from double_it import double


def test_two():
    assert double(2) == 4


def test_zero():
    assert double(0) == 0


def test_negative():
    assert double(-3) == -6


def test_text():
    assert double("ab") == "abab"


@pytest.mark.parametrize("number", [0.5, 10**20])
def test_other_numbers(number):
    assert double(number) == number + number
"""


@contextmanager
def serving(folder: Path, project: Path = PROJECT) -> Iterator[Service]:
    """Run the service of a checkout on a database that holds one exercise of six tests."""
    write_track(folder)
    flask(folder, "init-db", "--seed", project=project)
    flask(folder, "import-exercises", "--unchecked", str(folder), project=project)
    start = time.perf_counter()
    with gunicorn("wsgi:app", folder, "/health/deps", project=project, LOG_LEVEL="warning") as service:
        Client(service.url).post("/api/exercises/run", {"code": HELLO})
        print(f"start of gunicorn to the first run answered: {time.perf_counter() - start:.2f} s\n")
        yield service


@contextmanager
def executing() -> Iterator[str]:
    """Run an executor alone and yield its URL; print how long it takes to be ready, and what it holds in memory."""
    start = time.perf_counter()
    os.environ["LOG_LEVEL"] = "warning"
    executor = EmbeddedExecutor()
    url = executor.start()
    try:
        while not is_up(f"{url}/health/ready"):
            time.sleep(0.01)
        print(f"start of the executor to ready, every attack contained: {time.perf_counter() - start:.2f} s")
        rss, pss = memory_mb()
        print(f"memory of the executor and its workers, idle: {rss} MB, shared pages counted once: {pss} MB\n")
        yield url
    finally:
        executor.stop()


def memory_mb() -> tuple[int, int]:
    """Sum the memory of all processes below this one: resident (RSS), and in proportion to who shares it (PSS)."""
    below = processes_of(os.getpid()) - {os.getpid()}
    maps = [_fields(Path(f"/proc/{pid}/smaps_rollup")) for pid in below]
    rss, pss = (sum(int(fields[name].split()[0]) for fields in maps) // 1024 for name in ("Rss", "Pss"))
    return rss, pss


def _fields(path: Path) -> dict[str, str]:
    return dict(line.split(":", 1) for line in path.read_text().splitlines() if ": " in line or ":\t" in line)


def write_track(folder: Path) -> None:
    """Write the exercise as a course author would."""
    files = {
        ".meta/config.json": json.dumps(
            {"files": {"solution": ["double_it.py"], "test": ["double_it_test.py"], "example": [".meta/example.py"]}}
        ),
        ".meta/example.py": RIGHT,
        ".docs/instructions.md": "Double it.",
        "double_it.py": "def double(n):\n    pass\n",
        "double_it_test.py": TESTS,
    }
    for name, text in files.items():
        path = folder / "exercises" / "practice" / "double-it" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def median_ms(act: Callable[[], Any], rounds: int) -> float:
    """Return the median time of an act, in milliseconds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        act()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def native_pytest(folder: Path, code: str) -> Callable[[], Any]:
    """Return an act that runs plain pytest on the same files."""
    home = Path(tempfile.mkdtemp(dir=folder))
    (home / "double_it.py").write_text(code)
    (home / "double_it_test.py").write_text(TESTS)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "double_it_test.py"]
    env = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}  # plain pytest, without what happens to be installed
    return lambda: subprocess.run(command, cwd=home, env=env, check=False, capture_output=True)


def report(name: str, ours: Callable[[], Any], theirs: Callable[[], Any], what: str) -> None:
    """Measure ours and theirs in turns and print a line."""
    for act in (ours, theirs):
        act()
    parts = [(median_ms(ours, ROUNDS // 5), median_ms(theirs, NATIVE_ROUNDS // 5)) for _ in range(5)]
    mine, native = (statistics.median(column) for column in zip(*parts, strict=True))
    print(f"{name:<38}{mine:8.1f} ms   {what:<22}{native:8.1f} ms   ratio {mine / native:5.2f}")


def asking(
    client: Client, path: str, body: dict[str, Any], expected: dict[str, Any], token: str = ""
) -> Callable[[], Any]:
    """Return an act that posts a body, once it is seen that the answer says what is expected."""
    request = request_bytes("POST", path, body=json.dumps(body).encode(), token=token)
    data = client.post(path, body, token)
    if any(data[name] != value for name, value in expected.items()):
        raise SystemExit(f"the benchmark got a wrong result: {data}")
    return lambda: client.ask(request)


def measure_executor() -> None:
    """Measure the executor alone."""
    with tempfile.TemporaryDirectory() as name, executing() as url:
        client = Client(url)
        hello = {"code": HELLO, "runTests": False}
        report(
            'executor, print("hi")', asking(client, EXECUTE, hello, {"success": True}), native_python(), "python -I -c"
        )
        for title, code, passed in (("passing", RIGHT, True), ("failing", WRONG, False)):
            body = {"code": code, "runTests": True, "module": "double_it.py", "testCode": TESTS}
            act = asking(client, EXECUTE, body, {"success": passed})
            report(f"executor, six tests, {title}", act, native_pytest(Path(name), code), "pytest, same files")


def native_python() -> Callable[[], Any]:
    """Return an act that runs plain Python."""
    return lambda: subprocess.run([sys.executable, "-I", "-c", HELLO], check=True, capture_output=True)


def measure_api() -> None:
    """Measure the whole service."""
    with tempfile.TemporaryDirectory() as name, serving(folder := Path(name)) as service:
        account = {"email": "bench@example.org", "username": "bench", "password": "correct horse"}
        client = Client(service.url)
        token = client.post("/api/auth/register", account)["accessToken"]
        act = asking(client, "/api/exercises/run", {"code": HELLO}, {"status": "ok"})
        report('POST /run, print("hi")', act, native_python(), "python -I -c")
        for title, code, passed in (("passing", RIGHT, True), ("failing", WRONG, False)):
            body = {"exerciseId": "double-it", "code": code}
            act = asking(client, "/api/exercises/test", body, {"passed": passed}, token)
            report(f"POST /test, six tests, {title}, stored", act, native_pytest(folder, code), "pytest, same files")


if __name__ == "__main__":
    measure_executor()
    measure_api()
