"""Stop listening without resetting connections that are already established (Linux)."""

import ctypes
import socket
import struct
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress

_SO_ATTACH_FILTER = 26  # asm-generic/socket.h; the socket module does not define it
_RETURN_NOTHING = struct.pack("HBBI", 0x06, 0, 0, 0)  # one BPF instruction: drop the packet
_TCP_INFO_UNACKED = slice(24, 28)  # of a listening socket: connections that wait to be accepted
_ACCEPT_WITHIN_S = 2.0
_WORKERS_STOP_WITHIN_S = 1.0


def stop_listening(listeners: Sequence[socket.socket]) -> None:
    """Return once all established connections were accepted; later ones are refused from about a second after.

    gunicorn's workers stop accepting on SIGTERM but keep the socket open until their last request is finished. Whatever
    connects meanwhile would wait for nothing and be reset, and a proxy must not repeat a POST that it has sent. A
    connection that is refused goes to another portal.
    """
    if sys.platform != "linux":
        return
    copies = [listener.dup() for listener in listeners]
    with suppress(OSError):  # a kernel that cannot do this: stop as gunicorn does
        for copy in copies:
            _drop_packets(copy)
        deadline = time.monotonic() + _ACCEPT_WITHIN_S
        while any(map(_count_waiting, copies)) and time.monotonic() < deadline:
            time.sleep(0.001)
        # A worker that still accepts would fail on a socket that no longer listens.
        timer = threading.Timer(_WORKERS_STOP_WITHIN_S, _refuse, [copies])
        timer.daemon = True
        timer.start()


def _drop_packets(listener: socket.socket) -> None:
    """Ignore new connections; clients repeat their first packet after a second. Accepted connections are unaffected."""
    program = ctypes.create_string_buffer(_RETURN_NOTHING)
    listener.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, struct.pack("HL", 1, ctypes.addressof(program)))


def _count_waiting(listener: socket.socket) -> int:
    info = listener.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _TCP_INFO_UNACKED.stop)
    return int.from_bytes(info[_TCP_INFO_UNACKED], sys.byteorder)


def _refuse(listeners: Sequence[socket.socket]) -> None:
    for listener in listeners:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RD)
