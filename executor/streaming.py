"""Answers a run as lines of JSON while it goes on: its output, if wanted, and at last what one response would hold."""

import codecs
import functools
import json
import queue
import threading
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from itertools import chain, groupby
from operator import itemgetter
from typing import Any

from flask import Response, current_app, stream_with_context
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from executor import steps, worker_protocol
from executor.results import OnOutput
from executor.steps import Steps, finish

MEDIA_TYPE = "application/x-ndjson"
# Shows that the run goes on, and a write that fails shows that the client left.
_HEARTBEAT = b"\n"
_NAMES = {worker_protocol.STDOUT: "output", worker_protocol.STDERR: "errors"}
_END = b""

# None while there is nothing to say, output as the kind of its frame and bytes, and at last the result.
Events = Generator[tuple[bytes, bytes] | dict[str, Any] | None]


@functools.lru_cache(64)
def is_wanted(accept: str) -> bool:
    """Whether a client that sends this header asks for lines while the run goes on."""
    return parse_accept_header(accept, MIMEAccept).best_match(("application/json", MEDIA_TYPE)) == MEDIA_TYPE


def with_output(run: Callable[[OnOutput], Steps], client_gone: Callable[[], bool]) -> Events:
    """Give the output of a run as it comes, and its result. Closing the iterator ends the run.

    It has a thread of its own: a client that reads slowly does not make the worker wait.
    """
    events: queue.SimpleQueue[tuple[bytes, Any]] = queue.SimpleQueue()
    closed = threading.Event()

    def work() -> None:
        going_on = run(lambda kind, content: events.put((kind, content)))
        try:
            events.put((_END, finish(going_on, lambda: closed.is_set() or client_gone())))
        except Exception as error:
            events.put((_END, error))

    threading.Thread(target=work, name="streamed-run", daemon=True).start()
    try:
        while True:
            taken = _take(events)
            if not taken:
                yield None
            for kind, group in groupby(taken, key=itemgetter(0)):
                contents = [content for _, content in group]
                if kind != _END:
                    yield kind, b"".join(contents)
                elif isinstance(contents[0], Exception):
                    raise contents[0]
                else:
                    yield contents[0]
                    return
    finally:
        closed.set()


def _take(events: "queue.SimpleQueue[tuple[bytes, Any]]") -> list[tuple[bytes, Any]]:
    """Return all events there are; wait for one if there is none, and return none when it is time for a pause."""
    try:
        taken = [events.get(timeout=steps.PAUSE_S)]
        while not events.empty():
            taken.append(events.get())
    except queue.Empty:
        return []
    return taken


def respond(events: Events) -> Response:
    """Return a response of lines; closing it closes the events. A result that is there at once is sent in one piece.

    Raises:
        What comes in place of the first event; a later exception is in the last line.
    """
    first = next(events)
    lines = _lines(chain((first,), events))
    if isinstance(first, dict):
        return Response(b"".join(lines), mimetype=MEDIA_TYPE)
    response = Response(stream_with_context(lines), mimetype=MEDIA_TYPE)
    response.call_on_close(events.close)
    return response


def _lines(events: Iterator[tuple[bytes, bytes] | dict[str, Any] | None]) -> Iterator[bytes]:
    decoders = {kind: codecs.getincrementaldecoder("utf-8")("replace") for kind in _NAMES}
    sent_chars: Counter[bytes] = Counter()
    try:
        for event in events:
            if event is None:
                yield _HEARTBEAT
            elif isinstance(event, dict):
                yield from _last_lines(event, sent_chars)
            else:
                kind, content = event
                text = decoders[kind].decode(content)
                sent_chars[kind] += len(text)
                yield _line({_NAMES[kind]: text})
    except Exception as error:
        yield _line(_failure(error))


def _last_lines(result: dict[str, Any], sent_chars: Counter[bytes]) -> Iterator[bytes]:
    for kind, sent in sent_chars.items():
        name = _NAMES[kind]
        if rest := result[name][sent:]:  # in place of bytes that are no complete character
            yield _line({name: rest})
    yield _line({"success": True, "data": result})


def _failure(error: Exception) -> dict[str, Any]:
    """Return the envelope of an error, with the status and the `Retry-After` that came too late for the headers."""
    response = current_app.make_response(current_app.handle_user_exception(error))
    retry_after = response.headers.get("Retry-After", type=int, default=1)
    return {**response.get_json(), "status": response.status_code, "retryAfter": retry_after}


def _line(value: dict[str, Any]) -> bytes:
    return json.dumps(value).encode() + b"\n"
