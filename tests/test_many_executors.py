"""The shipped balancer in front of executors: the least busy one first, no dead one, no full one, nothing run twice."""

import http.client
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from tests.nginx import NGINX, Balancer
from tests.portal import fake_executor
from tests.portal.fake_executor import FakeExecutor
from tests.serving import free_port, until

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(NGINX is None, reason="nginx is not installed (apt-get install nginx)"),
]


@pytest.fixture
def executors() -> Iterator[list[FakeExecutor]]:
    with ExitStack() as stack:
        yield [stack.enter_context(fake_executor.serve()) for _ in range(2)]


@pytest.fixture
def balancer(tmp_path: Path, executors: list[FakeExecutor]) -> Iterator[Balancer]:
    with closing(Balancer(tmp_path, *(address(executor) for executor in executors))) as running:
        yield running


def address(executor: FakeExecutor) -> str:
    return executor.url.removeprefix("http://")


def run(balancer: Balancer) -> int:
    return balancer.ask("POST", "/api/execute", "{}")[0]


def counts(executors: list[FakeExecutor]) -> list[int]:
    return [len(executor.requests) for executor in executors]


def test_the_executor_with_the_fewest_runs_gets_the_next(balancer: Balancer, executors: list[FakeExecutor]) -> None:
    with ThreadPoolExecutor(1) as caller:
        for executor in executors:
            executor.hold.clear()
        waiting = caller.submit(run, balancer)
        (busy,) = until(lambda: [executor for executor in executors if executor.requests])
        (idle,) = (executor for executor in executors if executor is not busy)
        idle.hold.set()
        assert [run(balancer) for _ in range(8)] == [200] * 8
        assert (len(busy.requests), len(idle.requests)) == (1, 8)
        busy.hold.set()
        assert waiting.result() == 200


def test_an_executor_that_cannot_be_reached_is_left_out(tmp_path: Path, executors: list[FakeExecutor]) -> None:
    with closing(Balancer(tmp_path, f"127.0.0.1:{free_port()}", address(executors[0]))) as balancer:
        assert [run(balancer) for _ in range(8)] == [200] * 8
        log = (tmp_path / "executors.conf.log").read_text()
        assert 1 <= log.count("Connection refused") <= 2, "it is not tried for each run"


@pytest.mark.parametrize("full", [0, 1])
def test_a_full_executor_is_passed_over(balancer: Balancer, executors: list[FakeExecutor], full: int) -> None:
    executors[full].status = 503
    assert [run(balancer) for _ in range(8)] == [200] * 8
    assert counts(executors)[1 - full] == 8


def test_when_all_are_full_the_caller_gets_the_503_with_its_retry_after(
    balancer: Balancer, executors: list[FakeExecutor]
) -> None:
    for executor in executors:
        executor.status, executor.headers, executor.raw = 503, {"Retry-After": "7"}, b'{"success": false}'
    status, headers, body = balancer.ask("POST", "/api/execute", "{}")
    assert (status, headers["Retry-After"], body) == (503, "7", b'{"success": false}')
    assert sorted(counts(executors)) in ([1, 1], [1, 2])
    for executor in executors:
        executor.status = 200
    assert run(balancer) == 200, "being full is not being dead"


def test_output_is_passed_on_as_it_comes(balancer: Balancer, executors: list[FakeExecutor]) -> None:
    for executor in executors:
        executor.raw, executor.drip_s = b"first\nsecond\n", 0.05
    with closing(http.client.HTTPConnection("127.0.0.1", balancer.port, timeout=10)) as connection:
        connection.request("POST", "/api/execute", "{}")
        response = connection.getresponse()
        assert response.read1() == b"f"


def test_a_run_that_was_sent_is_never_sent_again(balancer: Balancer, executors: list[FakeExecutor]) -> None:
    """It may be what brought the executor down."""
    for executor in executors:
        executor.silent = True
    assert run(balancer) == 502
    assert sum(counts(executors)) == 1
