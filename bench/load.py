"""A generator of load: callers that keep their connections and ask again once they are answered, all in one thread."""

import selectors
import socket
import statistics
import time
from dataclasses import dataclass

_CHUNK_BYTES = 262_144


@dataclass(frozen=True)
class Figures:
    """Requests per second, and how long they took, in milliseconds."""

    rate: float
    p50_ms: float
    p99_ms: float


class _Caller:
    def __init__(self, port: int, request: bytes) -> None:
        self._port, self._request = port, request
        self.is_last = False
        self.connect()

    def connect(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self._port))

    def ask(self) -> None:
        self.received = b""
        self.started = time.perf_counter()
        self.socket.sendall(self._request)

    def is_answered(self) -> bool:
        """Read what is there.

        Raises:
            SystemExit: the answer is no success; figures of failures would say nothing.
        """
        data = self.socket.recv(_CHUNK_BYTES)
        self.received = self.received + data if self.received else data
        head, end, body = self.received.partition(b"\r\n\r\n")
        if not end and data:
            return False
        self.is_last = b"\r\nconnection: close" in head.lower()
        if not head.startswith((b"HTTP/1.1 200", b"HTTP/1.1 304")):
            raise SystemExit(f"the benchmark got: {self.received[:300]!r}")
        length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
        return len(body) >= int(length or 0)


def measure(port: int, request: bytes, *, clients: int, seconds: float) -> Figures:
    """Let so many clients send a request again and again for a while."""
    times: list[float] = []
    with selectors.DefaultSelector() as waiting:
        callers = [_Caller(port, request) for _ in range(clients)]
        for caller in callers:
            waiting.register(caller.socket, selectors.EVENT_READ, caller)
            caller.ask()
        start = now = time.perf_counter()
        while now - start < seconds:
            for key, _ in waiting.select():
                caller = key.data
                if caller.is_answered():
                    now = time.perf_counter()
                    times.append(now - caller.started)
                    if caller.is_last:  # a worker that is replaced says so
                        waiting.unregister(caller.socket)
                        caller.socket.close()
                        caller.connect()
                        waiting.register(caller.socket, selectors.EVENT_READ, caller)
                    caller.ask()
        for caller in callers:
            caller.socket.close()
    times.sort()
    return Figures(len(times) / (now - start), statistics.median(times) * 1000, times[int(len(times) * 0.99)] * 1000)


def request_bytes(method: str, path: str, *, body: bytes = b"", token: str = "") -> bytes:
    """Write a request as a browser's fetch would send it."""
    lines = [f"{method} {path} HTTP/1.1", "Host: portal", "Accept: */*", "Accept-Encoding: gzip, deflate, br, zstd"]
    lines += ["User-Agent: bench"]
    lines += [f"Authorization: Bearer {token}"] if token else []
    lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"] if body else []
    return "\r\n".join([*lines, "", ""]).encode() + body
