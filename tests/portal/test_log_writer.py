"""The log's way to its stream: soon, in order, at once when it matters, and never in the way of a request."""

import io
import logging
import os
import subprocess
import sys
import threading
import time

import pytest

from portal import log_writer
from portal.log_writer import LogWriter
from tests.serving import PROJECT, until


class Stuck(io.StringIO):
    """A stream whose reader has fallen asleep, until it is woken."""

    def __init__(self) -> None:
        super().__init__()
        self.woken = threading.Event()

    def write(self, text: str) -> int:
        if text:
            self.woken.wait(10)
        return super().write(text)


class Gone(io.StringIO):
    def write(self, _text: str) -> int:
        raise BrokenPipeError


def logger_to(stream: io.StringIO) -> logging.Logger:
    logger = logging.Logger("test", logging.DEBUG)  # noqa: LOG001 (known to nobody else)
    logger.addHandler(LogWriter(stream))
    return logger


@pytest.fixture
def stream() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def log(stream: io.StringIO) -> logging.Logger:
    return logger_to(stream)


def test_lines_are_written_soon_and_in_order(log: logging.Logger, stream: io.StringIO) -> None:
    for number in range(100):
        log.info("%d", number)
    until(lambda: stream.getvalue().count("\n") == 100)
    assert stream.getvalue().split() == [str(number) for number in range(100)]
    log.info("later")
    until(lambda: stream.getvalue().endswith("later\n"))


def test_what_is_grave_is_there_at_once_behind_what_came_before(log: logging.Logger, stream: io.StringIO) -> None:
    log.info("before")
    log.warning("grave")
    assert stream.getvalue() == "before\ngrave\n"


def test_a_record_that_cannot_be_formatted_costs_only_itself(
    log: logging.Logger, stream: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    log.info("%d", "no number")
    log.warning("next")
    assert stream.getvalue() == "next\n"
    assert "no number" in capsys.readouterr().err


def test_a_stream_that_takes_nothing_holds_up_nobody_until_too_much_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_writer, "_MOST", 50)
    stream = Stuck()
    log = logger_to(stream)
    log.info("0")
    time.sleep(0.1)  # now it is being written
    for number in range(1, 51):
        log.info("%d", number)
    one_more = threading.Thread(target=log.info, args=("51",))
    one_more.start()
    one_more.join(0.2)
    assert one_more.is_alive()
    stream.woken.set()
    one_more.join(5)
    assert stream.getvalue().split() == [str(number) for number in range(52)]


def test_who_logs_something_grave_to_a_stuck_stream_waits_alone() -> None:
    stream = Stuck()
    log = logger_to(stream)
    grave = threading.Thread(target=log.warning, args=("grave",))
    grave.start()
    time.sleep(0.05)
    log.info("goes on")
    assert grave.is_alive()
    stream.woken.set()
    grave.join(5)
    until(lambda: stream.getvalue() == "grave\ngoes on\n")


def test_lines_are_written_whole_in_pieces_that_a_pipe_takes_at_once() -> None:
    class Pieces(io.StringIO):
        def __init__(self) -> None:
            super().__init__()
            self.pieces: list[str] = []

        def write(self, text: str) -> int:
            self.pieces.append(text)
            return super().write(text)

    stream = Pieces()
    log = logger_to(stream)
    lines = [f"{number} {'x' * (number % 700)}" for number in range(300)] + ["y" * 9000, "end"]
    for line in lines:
        log.info(line)
    log.warning("grave")
    assert stream.getvalue().splitlines() == [*lines, "grave"]
    assert all(piece.endswith("\n") for piece in stream.pieces)
    assert all(len(piece) <= 4096 or piece.count("\n") == 1 for piece in stream.pieces)
    assert len(stream.pieces) < 60


def test_without_a_thread_to_be_had_lines_are_written_at_once(
    log: logging.Logger, stream: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", refuse)
        log.info("now")
        assert stream.getvalue() == "now\n"
    log.info("soon")
    until(lambda: stream.getvalue() == "now\nsoon\n")


def test_a_stream_that_is_gone_is_no_error_of_a_request() -> None:
    log = logger_to(Gone())
    log.error("nobody reads it")
    log.info("nor this")


def test_threads_lose_no_line(log: logging.Logger, stream: io.StringIO) -> None:
    def say() -> None:
        for _ in range(500):
            log.info("line")

    threads = [threading.Thread(target=say) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    log.warning("end")
    assert stream.getvalue() == "line\n" * 2000 + "end\n"


def test_the_last_lines_are_written_when_the_process_ends() -> None:
    program = (
        "import logging, sys; from portal.log_writer import LogWriter\n"
        "log = logging.getLogger('test'); log.setLevel('INFO'); log.addHandler(LogWriter(sys.stdout)); log.info('last')"
    )
    ended = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, check=True, capture_output=True, text=True)
    assert ended.stdout == "last\n"


def test_a_forked_process_writes_its_own_lines_and_not_its_parents(log: logging.Logger, stream: io.StringIO) -> None:
    log.info("parent")
    reader, writer = os.pipe()
    if os.fork() == 0:
        log.info("child")
        deadline = time.monotonic() + 5
        while "child" not in stream.getvalue() and time.monotonic() < deadline:
            time.sleep(0.01)
        os.write(writer, stream.getvalue().encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as told:
        assert told.read().split()[-1:] == ["child"]
    until(lambda: stream.getvalue() == "parent\n")
