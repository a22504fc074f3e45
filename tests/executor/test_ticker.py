"""The thread that acts from time to time while something goes on."""

import threading

import pytest

from executor.ticker import Ticker


def test_it_calls_again_and_again_in_a_thread_of_its_own() -> None:
    ticker, threads, enough = Ticker(), list[threading.Thread](), threading.Event()

    def tick() -> float:
        threads.append(threading.current_thread())
        if len(threads) == 3:
            enough.set()
        return 0.0

    ticker.start(tick, 0.0)
    assert enough.wait(30)
    ticker.stop()
    assert set(threads) == {threads[0]}
    assert threads[0] is not threading.current_thread()


def test_what_was_stopped_is_not_called_and_delays_nothing() -> None:
    ticker, calls, called = Ticker(), list[str](), threading.Event()

    def late() -> float:
        calls.append("late")
        return 0.0

    def soon() -> float:
        calls.append("soon")
        called.set()
        return 3600.0

    ticker.start(late, 3600.0)
    ticker.stop()
    ticker.start(soon, 0.0)
    assert called.wait(30)
    ticker.stop()
    assert calls == ["soon"]


def test_stopping_waits_for_a_call_that_has_begun() -> None:
    ticker, order, begun, may_end = Ticker(), list[str](), threading.Event(), threading.Event()

    def tick() -> float:
        begun.set()
        may_end.wait(30)
        order.append("called")
        return 3600.0

    def stop() -> None:
        ticker.stop()
        order.append("stopped")

    ticker.start(tick, 0.0)
    assert begun.wait(30)
    stopping = threading.Thread(target=stop)
    stopping.start()
    may_end.set()
    stopping.join()
    assert order == ["called", "stopped"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_call_that_fails_is_noticed_when_it_is_stopped() -> None:
    ticker, threads, called = Ticker(), list[threading.Thread](), threading.Event()

    def fail() -> float:
        threads.append(threading.current_thread())
        called.set()
        raise ValueError("a fault")

    ticker.start(fail, 0.0)
    assert called.wait(30)
    threads[0].join(30)
    with pytest.raises(RuntimeError, match="has ended"):
        ticker.stop()
