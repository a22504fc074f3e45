"""The worker pool, and a real executor process under load: fair shares, dead workers, nothing left behind."""

import io
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from executor import build, worker_protocol
from executor.fair_queue import Busy
from executor.models import Limits, Task
from executor.settings import Settings
from executor.storage import DiskFull
from executor.worker_pool import WorkerPool
from executor.worker_process import SandboxFault, WorkerProcess
from tests.executor.conftest import MakePool

pytestmark = pytest.mark.integration

LOOP = "while True: pass"
# Holds its worker as an endless loop does, and leaves the processor to the other tests.
WAIT = "import time\ntime.sleep(600)"


def ask(url: str, code: str, *, caller: str = "", timeout_ms: int = 10_000) -> dict[str, Any]:
    body = json.dumps({"code": code, "runTests": False, "timeout": timeout_ms}).encode()
    headers = {"Content-Type": "application/json", "X-Caller": caller}
    request = urllib.request.Request(f"{url}/api/execute", body, headers)  # noqa: S310
    with urllib.request.urlopen(request, timeout=40) as response:  # noqa: S310
        data: dict[str, Any] = json.loads(response.read())["data"]
        return data


def test_eight_concurrent_runs_each_get_their_full_time(executor_url: str) -> None:
    code = "import time\ntime.sleep(0.4)"
    with ThreadPoolExecutor(8) as threads:  # of two workers: the last waits for longer than its limit
        answers = list(threads.map(lambda _: ask(executor_url, code, timeout_ms=1100), range(8)))
    assert [answer["status"] for answer in answers] == ["ok"] * 8


def test_endless_runs_of_one_caller_leave_a_worker_to_the_others(executor_url: str) -> None:
    assert ask(executor_url, WAIT, caller="mallory", timeout_ms=100)["status"] == "timeout"
    with runs_in_progress(executor_url, WAIT, callers=["mallory"] * 4):
        assert ask(executor_url, "print('hi')", caller="ada")["output"] == "hi\n"
        assert measured(executor_url, "executor_runs_in_progress") == 4, "she waited for none of them"


def test_endless_runs_of_four_accounts_do_not_keep_a_fifth_caller_out(executor_url: str) -> None:
    accounts = [f"mallory-{number}" for number in range(4)]
    for account in accounts:
        assert ask(executor_url, WAIT, caller=account, timeout_ms=100)["status"] == "timeout"
    with runs_in_progress(executor_url, WAIT, callers=accounts * 3):
        assert [ask(executor_url, "print('hi')", caller="ada")["output"] for _ in range(3)] == ["hi\n"] * 3
        assert measured(executor_url, "executor_runs_in_progress") == 12


@contextmanager
def runs_in_progress(url: str, code: str, *, callers: list[str]) -> Iterator[None]:
    """Have runs of these callers active or waiting meanwhile; then their clients disconnect."""
    host, port = url.removeprefix("http://").split(":")
    body = json.dumps({"code": code, "runTests": False}).encode()
    with ExitStack() as connections:
        for caller in callers:
            head = f"POST /api/execute HTTP/1.1\r\nHost: x\r\nX-Caller: {caller}\r\nContent-Length: {len(body)}\r\n\r\n"
            connection = connections.enter_context(socket.create_connection((host, int(port))))
            connection.sendall(head.encode() + body)
        wait_until(lambda: measured(url, "executor_runs_in_progress") == len(callers))
        yield
    wait_until(lambda: measured(url, "executor_runs_in_progress") == 0)


def measured(url: str, series: str) -> float:
    with urllib.request.urlopen(f"{url}/metrics") as response:  # noqa: S310
        lines = response.read().decode().splitlines()
    return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith(f"{series} "))


def test_clients_that_disconnect_free_their_workers(executor_url: str) -> None:
    cancelled = 'executor_runs_total{kind="run",status="cancelled"}'
    before = measured(executor_url, cancelled)
    with runs_in_progress(executor_url, LOOP, callers=["", ""]):  # both workers
        pass
    assert ask(executor_url, "print('hi')")["output"] == "hi\n"
    wait_until(lambda: measured(executor_url, cancelled) == before + 2)


def run(pool: WorkerPool, code: str, timeout_ms: int) -> dict[str, Any]:
    return pool.run(Task(code, Limits(timeout_ms=timeout_ms)))


def footprint(pool: WorkerPool) -> dict[str, int]:
    """Processes, threads, descriptors, files and memory of a pool's workers."""
    workers = list(pool._idle.queue)
    wait_until(lambda: all(len(list(worker.folder.iterdir())) == 1 for worker in workers))  # the next run is prepared
    time.sleep(0.5)
    return {
        "workers": len(workers),
        "threads": sum(status(worker, "Threads") for worker in workers),
        "descriptors": sum(len(os.listdir(f"/proc/{worker.pid}/fd")) for worker in workers),
        "files": sum(len(list(worker.folder.rglob("*"))) for worker in workers),
        "memory_kb": sum(status(worker, "VmRSS") for worker in workers),
    }


def is_more(after: dict[str, int], before: dict[str, int]) -> bool:
    return any(after[name] > before[name] for name in ("threads", "descriptors", "files"))


def status(worker: WorkerProcess, name: str) -> int:
    lines = Path(f"/proc/{worker.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


def test_a_hundred_runs_and_a_dozen_timeouts_leak_nothing(make_pool: MakePool) -> None:
    pool = make_pool(workers=2, queue_length=8)

    def run_all(runs: int, timeouts: int) -> None:
        tasks = [(LOOP, 100)] * timeouts + [("open('x', 'w').write('y' * 1000)\nprint(sum(range(100)))", 5000)] * runs
        with ThreadPoolExecutor(4) as threads:
            statuses = list(threads.map(lambda task: run(pool, *task)["status"], tasks))
        assert statuses == ["timeout"] * timeouts + ["ok"] * runs

    run_all(50, 4)
    before = footprint(pool)
    run_all(100, 12)
    deadline = time.monotonic() + 60  # threads of the runtime end once they have had nothing to do for ten seconds
    while is_more(after := footprint(pool), before) and time.monotonic() < deadline:
        time.sleep(0.5)
    assert after["workers"] == before["workers"]
    assert not is_more(after, before), (before, after)
    assert after["memory_kb"] <= before["memory_kb"] + 20_000


def test_the_folder_of_a_killed_worker_is_removed(make_pool: MakePool) -> None:
    pool = make_pool(workers=1, queue_length=1)
    run(pool, "1", 1000)
    folder = pool._idle.queue[0].folder
    assert folder.exists()
    # A wait that the epoch cannot interrupt: the process has to be killed.
    data = run(pool, "import select\nselect.poll().poll(60_000)", 200)
    assert data["status"] in {"timeout", "error"}
    pool._idle.queue[0].kill()
    assert not pool._idle.queue[0].folder.exists()


@pytest.fixture
def small_pool(make_pool: MakePool) -> WorkerPool:
    """A pool of one worker and a queue for one run."""
    return make_pool(workers=1, queue_length=1)


def test_a_full_queue_refuses_immediately(small_pool: WorkerPool) -> None:
    task = Task(WAIT, Limits(timeout_ms=1000))
    small_pool.run(Task("1", Limits()))
    threads = [threading.Thread(target=small_pool.run, args=(task,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    wait_until(lambda: len(small_pool._queue._waiting) == 1)
    with pytest.raises(Busy) as caught:
        small_pool.run(task)
    assert all(thread.is_alive() for thread in threads), "it would have waited for one of them"
    assert caught.value.retry_after_s >= 1
    for thread in threads:
        thread.join()
    assert small_pool.run(Task("print(1)", Limits()))["output"] == "1\n"


def test_a_worker_that_dies_during_a_run_is_a_fault_and_is_replaced(small_pool: WorkerPool) -> None:
    small_pool.run(Task("1", Limits()))
    worker = small_pool._idle.queue[0]
    killer = threading.Timer(0.3, os.kill, (worker.pid, signal.SIGKILL))
    killer.start()
    with pytest.raises(SandboxFault):
        small_pool.run(Task("while True: pass", Limits(timeout_ms=5000)))
    killer.join()
    assert small_pool.run(Task("print(1)", Limits()))["output"] == "1\n"


def test_a_pool_whose_workers_cannot_start_is_not_ready(tmp_path: Path) -> None:
    pool = WorkerPool(build.Snapshot(tmp_path / "none.cwasm", 1), workers=1, queue_length=0, limits=Limits())
    assert "worker" in str(pool.problem())
    pool.close()


def test_a_hundred_runs_leave_no_descriptor_behind(small_pool: WorkerPool) -> None:
    small_pool.run(Task("1", Limits()))
    worker = small_pool._idle.queue[0]
    folder = Path(f"/proc/{worker.pid}/fd")
    before = len(list(folder.iterdir()))
    for _ in range(100):
        small_pool.run(Task("open('x', 'w').write('y')", Limits()))
    assert len(list(folder.iterdir())) <= before + 2
    assert small_pool._idle.queue[0] is worker


def test_a_worker_that_died_while_idle_costs_no_run(small_pool: WorkerPool) -> None:
    small_pool.run(Task("1", Limits()))
    worker = small_pool._idle.queue[0]
    os.kill(worker.pid, signal.SIGKILL)
    wait_until(lambda: not worker.alive())
    assert small_pool.run(Task("print(1)", Limits()))["output"] == "1\n"
    assert small_pool._idle.queue[0] is not worker
    assert not worker.folder.exists()


def test_without_room_on_the_disk_nothing_runs_and_the_worker_stays(make_pool: MakePool) -> None:
    pool = make_pool(workers=1, queue_length=0)
    pool.run(Task("1", Limits()))
    worker = pool._idle.queue[0]
    with pytest.raises(DiskFull):
        pool.run(Task("print(1)", Limits(file_bytes=2**60)))
    assert pool.run(Task("print(1)", Limits()))["output"] == "1\n"
    assert pool._idle.queue[0] is worker


def test_a_worker_removes_what_earlier_runs_left_when_the_disk_is_full(make_pool: MakePool) -> None:
    pool = make_pool(workers=1, queue_length=0)
    pool.run(Task("1", Limits()))
    left = pool._idle.queue[0].folder / "run-left"
    (left / "deep" / "deeper").mkdir(parents=True)
    with pytest.raises(DiskFull):
        pool.run(Task("print(1)", Limits(file_bytes=2**60)))
    assert not left.exists()


def test_a_pool_without_room_on_the_disk_is_not_ready() -> None:
    snapshot = build.ensure(Settings.from_environment({}).cache_dir)
    pool = WorkerPool(snapshot, workers=1, queue_length=0, limits=Limits(file_bytes=2**60))
    assert "too little room" in str(pool.problem())
    pool.close()


def test_a_busy_pool_is_ready_without_waiting(small_pool: WorkerPool) -> None:
    small_pool.run(Task("1", Limits()))
    thread = threading.Thread(target=small_pool.run, args=(Task(WAIT, Limits(timeout_ms=1500)),))
    thread.start()
    wait_until(lambda: small_pool._idle.empty())
    assert small_pool.problem() is None
    assert thread.is_alive()
    thread.join()
    assert small_pool.problem() is None


def test_a_pool_leaves_no_files_behind(make_pool: MakePool) -> None:
    pool = make_pool(workers=1, queue_length=0)
    chain = "import os\nfor _ in range(45):\n    os.mkdir('d')\n    os.chdir('d')\n"
    assert run(pool, chain, 2000)["status"] == "ok"
    folder = pool._idle.queue[0].folder
    run(pool, "1", 2000)
    wait_until(lambda: len(list(folder.iterdir())) == 1)
    pool.close()
    assert not folder.parent.exists()


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "the condition never became true"
        time.sleep(0.01)


def start_worker(path: str, base_memory: int = 0) -> subprocess.Popen[bytes]:
    """Start a worker as the service does, with its standard error in a pipe."""
    return subprocess.Popen(
        [sys.executable, "-m", "executor.worker", path, str(base_memory), str(Limits().file_bytes)],
        env={**os.environ, "LOG_FORMAT": "json"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.mark.parametrize("code", ["while True: print('x', flush=True)", "print('x')", LOOP])
def test_a_worker_whose_service_was_killed_ends_without_a_word(code: str) -> None:
    snapshot = build.ensure(Settings.from_environment({}).cache_dir)
    worker = start_worker(str(snapshot.path), snapshot.base_memory)
    assert worker.stdin is not None
    assert worker.stdout is not None
    assert worker.stderr is not None
    assert worker_protocol.pop(bytearray(worker.stdout.read(5))) == (worker_protocol.READY, b"")
    task = Task(code, Limits(timeout_ms=300, output_bytes=1_048_576))
    worker_protocol.write(worker.stdin, worker_protocol.TASK, task.to_json())
    worker.stdout.close()
    with worker.stderr as stderr:
        assert stderr.read() == b""
    worker.stdin.close()
    assert worker.wait(60) == 0


def test_a_worker_whose_service_ended_does_not_finish_its_run() -> None:
    snapshot = build.ensure(Settings.from_environment({}).cache_dir)
    worker = start_worker(str(snapshot.path), snapshot.base_memory)
    task = io.BytesIO()
    worker_protocol.write(task, worker_protocol.TASK, Task(LOOP, Limits(timeout_ms=600_000)).to_json())
    output, errors = worker.communicate(task.getvalue(), timeout=60)
    assert (worker.returncode, errors) == (0, b"")
    assert worker_protocol.pop(bytearray(output)) == (worker_protocol.READY, b"")


def test_what_fails_in_a_worker_is_a_line_of_json() -> None:
    _, errors = start_worker("no-such-snapshot").communicate(timeout=60)
    (line,) = [json.loads(line) for line in errors.splitlines()]
    assert (line["level"], line["message"]) == ("critical", "the worker failed")
    assert "no-such-snapshot" in line["traceback"]
