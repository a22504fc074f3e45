"""Answers a run as lines of JSON while it goes on: its output, if wanted, and at last what one response would hold."""

import codecs
import json
import queue
import threading
from collections.abc import Callable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from flask import Request, Response, copy_current_request_context, current_app, stream_with_context

from executor import worker_protocol
from executor.results import OnOutput

MEDIA_TYPE = "application/x-ndjson"
# For how long nothing may be sent: heartbeats show that the run goes on, and a write that fails that the client left.
_HEARTBEAT_S = 0.5
_HEARTBEAT = b"\n"
_NAMES = {worker_protocol.STDOUT: "output", worker_protocol.STDERR: "errors"}
_END = b""

Run = Callable[[OnOutput, Callable[[], bool]], dict[str, Any]]
# The kind of a frame of output and its bytes; or `_END` with the result, or with the exception that ended the run.
_Event = tuple[bytes, Any]


def is_wanted(request: Request) -> bool:
    """Whether the client asks for lines while the run goes on."""
    return request.accept_mimetypes.best_match(("application/json", MEDIA_TYPE)) == MEDIA_TYPE


def respond(run: Run, *, with_output: bool) -> Response:
    """Start a run in a thread of its own and return a response that follows it; closing the response ends the run.

    Args:
        run: gets a receiver of output, and a function that tells whether the response was closed.
        with_output: whether output is sent as it comes, and not only with the result.

    Raises:
        What `run` raises within the first half second; what it raises later is in the last line.
    """
    events: queue.SimpleQueue[_Event] = queue.SimpleQueue()
    closed = threading.Event()

    def on_output(kind: bytes, content: bytes) -> None:
        if with_output:
            events.put((kind, content))

    @copy_current_request_context
    def follow() -> None:
        try:
            events.put((_END, run(on_output, closed.is_set)))
        except Exception as error:
            events.put((_END, error))

    threading.Thread(target=follow, name="streamed-run", daemon=True).start()
    first = _take(events)
    if first and isinstance(first[0][1], Exception):
        raise first[0][1]
    lines = _lines(first, events, closed, _NAMES if with_output else {})
    return Response(stream_with_context(lines), mimetype=MEDIA_TYPE)


def _take(events: "queue.SimpleQueue[_Event]") -> list[_Event]:
    """Return all events there are; wait for one if there is none, and return none when it is time for a heartbeat."""
    try:
        taken = [events.get(timeout=_HEARTBEAT_S)]
        while not events.empty():
            taken.append(events.get())
    except queue.Empty:
        return []
    return taken


def _lines(
    taken: list[_Event], events: "queue.SimpleQueue[_Event]", closed: threading.Event, names: dict[bytes, str]
) -> Iterator[bytes]:
    decoders = {kind: codecs.getincrementaldecoder("utf-8")("replace") for kind in names}
    sent_chars = dict.fromkeys(names, 0)
    try:
        while True:
            if not taken:
                yield _HEARTBEAT
            for kind, group in groupby(taken, key=itemgetter(0)):
                contents = [content for _, content in group]
                if kind == _END:
                    yield from _last_lines(contents[0], sent_chars)
                    return
                text = decoders[kind].decode(b"".join(contents))
                sent_chars[kind] += len(text)
                yield _line({names[kind]: text})
            taken = _take(events)
    finally:
        closed.set()


def _last_lines(end: dict[str, Any] | Exception, sent_chars: dict[bytes, int]) -> Iterator[bytes]:
    if isinstance(end, Exception):
        yield _line(_failure(end))
        return
    for kind, sent in sent_chars.items():
        name = _NAMES[kind]
        if rest := end[name][sent:]:  # in place of bytes that are no complete character
            yield _line({name: rest})
    yield _line({"success": True, "data": end})


def _failure(error: Exception) -> dict[str, Any]:
    """Return the envelope of an error, with the status and the `Retry-After` that came too late for the headers."""
    response = current_app.make_response(current_app.handle_user_exception(error))
    retry_after = response.headers.get("Retry-After", type=int, default=1)
    return {**response.get_json(), "status": response.status_code, "retryAfter": retry_after}


def _line(value: dict[str, Any]) -> bytes:
    return json.dumps(value).encode() + b"\n"
