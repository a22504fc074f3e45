"""A generator of load: callers that keep their connections and ask again once they are answered, all in one thread."""

import heapq
import selectors
import socket
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass

_CHUNK_BYTES = 262_144
# A caller whom a busy service sends away comes back after its Retry-After.
_RETRY_S = 1.0


@dataclass(frozen=True)
class Figures:
    """Answers, their rate per second and how long they took, in milliseconds; how many requests were refused (503)."""

    answers: int
    rate: float
    p50_ms: float
    p99_ms: float
    refused: int


class _Caller:
    def __init__(self, port: int, request: bytes) -> None:
        self._port, self._request = port, request
        self._connect()

    def _connect(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self._port))

    def ask(self) -> None:
        self.received = b""
        self.started = time.perf_counter()
        self.socket.sendall(self._request)

    def status(self) -> int:
        """Read what is there, and return the status once the answer is whole, else 0."""
        data = self.socket.recv(_CHUNK_BYTES)
        self.received = self.received + data if self.received else data
        if not data:
            raise SystemExit(f"the benchmark got half an answer: {self.received[:300]!r}")
        answer = whole_answer(self.received)
        if answer is None:
            return 0
        self.is_last = b"\r\nconnection: close" in answer[0]
        return int(answer[0].split(b" ", 2)[1])

    def reconnect(self) -> None:
        """Connect anew, as the service asked for: a worker is being replaced."""
        self.socket.close()
        self._connect()


class _Load:
    def __init__(self, port: int, requests: Sequence[bytes], clients: int) -> None:
        self._selector = selectors.DefaultSelector()
        self._callers = [_Caller(port, requests[number % len(requests)]) for number in range(clients)]
        self._resting: list[tuple[float, int]] = []
        self.times: list[float] = []
        self.refused = 0

    def run(self, seconds: float) -> float:
        """Ask for a while and return how long that was."""
        for caller in self._callers:
            self._selector.register(caller.socket, selectors.EVENT_READ, caller)
            caller.ask()
        start = time.perf_counter()
        while (now := time.perf_counter()) - start < seconds:
            for key, _ in self._selector.select(0.05):
                self._answered(key.data)
            while self._resting and self._resting[0][0] <= now:
                self._callers[heapq.heappop(self._resting)[1]].ask()
        for caller in self._callers:
            caller.socket.close()
        self._selector.close()
        return now - start

    def _answered(self, caller: _Caller) -> None:
        status = caller.status()
        if not status:
            return
        now = time.perf_counter()
        if caller.is_last:
            self._selector.unregister(caller.socket)
            caller.reconnect()
            self._selector.register(caller.socket, selectors.EVENT_READ, caller)
        if status == 503:
            self.refused += 1
            heapq.heappush(self._resting, (now + _RETRY_S, self._callers.index(caller)))
        elif status in (200, 304):
            self.times.append(now - caller.started)
            caller.ask()
        else:
            raise SystemExit(f"the benchmark got: {caller.received[:300]!r}")


def measure(port: int, requests: Sequence[bytes], *, clients: int, seconds: float) -> Figures:
    """Let so many clients send the requests, each its own, again and again for a while."""
    load = _Load(port, requests, clients)
    took_s = load.run(seconds)
    times = sorted(load.times)
    if not times:
        raise SystemExit("the benchmark got no answer in time")
    p99 = times[int(len(times) * 0.99)]
    return Figures(len(times), len(times) / took_s, statistics.median(times) * 1000, p99 * 1000, load.refused)


def whole_answer(received: bytes) -> tuple[bytes, bytes] | None:
    """Return the head, in small letters, and the body of an answer once all of it is there; None before."""
    head, end, body = received.partition(b"\r\n\r\n")
    fields = head.lower()
    length = fields.partition(b"\r\ncontent-length:")[2].partition(b"\r\n")[0]
    return (fields, body) if end and len(body) >= int(length or 0) else None


def request_bytes(
    method: str, path: str, *, body: bytes = b"", token: str = "", encodings: str = "gzip, deflate, br, zstd"
) -> bytes:
    """Write a request as a browser's fetch would send it."""
    lines = [f"{method} {path} HTTP/1.1", "Host: portal", "Accept: */*", f"Accept-Encoding: {encodings}"]
    lines += ["User-Agent: bench"]
    lines += [f"Authorization: Bearer {token}"] if token else []
    lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"] if body else []
    return "\r\n".join([*lines, "", ""]).encode() + body
