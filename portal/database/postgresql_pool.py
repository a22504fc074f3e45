"""The pool of PostgreSQL connections of one process."""

import select
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import Connection
from psycopg.rows import DictRow, dict_row
from psycopg_pool import ConnectionPool, PoolTimeout

from portal.errors import DatabaseBusy, DatabaseUnavailable
from portal.observability import query_metrics

CHECKOUT_TIMEOUT_S = 5.0
_LOCK_TIMEOUT_MS = 5000
_STATEMENT_TIMEOUT_MS = 30_000
_IDLE_TIMEOUT_MS = 60_000
# After this, the next request starts a new attempt: the driver's own pauses between attempts double each time.
_RECONNECT_TIMEOUT_S = 5.0
# A server that vanished without a word is noticed after this.
_NETWORK: dict[str, Any] = {
    "connect_timeout": 5,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}


class Pool:
    """At most `size` connections; a thread holds one for one statement or one transaction.

    Args:
        most_threads: how many threads may have a connection or wait for one; all others are refused at once.
        prepare: whether statements are prepared on the server, which some connection poolers do not support.
    """

    seen_damage = False

    def __init__(self, url: str, *, size: int, most_threads: int, prepare: bool) -> None:
        self._places = threading.BoundedSemaphore(most_threads)
        self._lock = threading.Lock()
        self._lent = 0
        try:
            self._pool: ConnectionPool[Connection[DictRow]] = ConnectionPool(
                url,
                connection_class=Connection[DictRow],
                kwargs={
                    **_NETWORK,
                    "autocommit": True,
                    "row_factory": dict_row,
                    "client_encoding": "utf8",
                    "application_name": "python-portal",
                    "prepare_threshold": 5 if prepare else None,
                },
                min_size=1,
                max_size=size,
                open=True,
                configure=_configure,
                name="database",
                timeout=CHECKOUT_TIMEOUT_S,
                reconnect_timeout=_RECONNECT_TIMEOUT_S,
                num_workers=1,
            )
        except psycopg.Error as error:
            raise DatabaseUnavailable from error

    @contextmanager
    def connection(self) -> Iterator[Connection[DictRow]]:
        """Lend a connection.

        Raises:
            DatabaseBusy: all of them are in use, and none became free in time, or too many threads wait already.
            DatabaseUnavailable: the server cannot be reached.
        """
        if not self._places.acquire(blocking=False):
            raise DatabaseBusy from TimeoutError("too many threads wait for a connection")
        try:
            connection = self._borrow()
            try:
                yield connection
            finally:
                with self._lock:
                    self._lent -= 1
                self._pool.putconn(connection)  # closes it if it is broken, and rolls back what is open
        finally:
            self._places.release()

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()

    def _borrow(self) -> Connection[DictRow]:
        start = time.perf_counter()
        try:
            connection = self._pool.getconn()
            while _is_ended(connection):
                connection.close()
                self._pool.putconn(connection)  # replaces it
                connection = self._pool.getconn()
        except PoolTimeout as error:
            # The server may allow fewer connections than the pool: one that is in use will become free.
            raise (DatabaseBusy if self._lent else DatabaseUnavailable)() from error
        finally:
            query_metrics.observe_pool_wait(time.perf_counter() - start)
        with self._lock:
            self._lent += 1
        return connection


def local_limits(
    *,
    lock_timeout_ms: int | None = None,
    statement_timeout_ms: int = _STATEMENT_TIMEOUT_MS,
    idle_timeout_ms: int | None = None,
) -> str:
    """Return statements that bound the current transaction.

    They are repeated in each, as a pooler in transaction mode does not keep what `_configure` sets.
    """
    return _settings(
        "SET LOCAL", lock_timeout_ms or _LOCK_TIMEOUT_MS, statement_timeout_ms, idle_timeout_ms or _IDLE_TIMEOUT_MS
    )


def _is_ended(connection: Connection[DictRow]) -> bool:
    """Whether the server has ended an idle connection, for example by a restart: then there is something to read."""
    if connection.closed:
        return True
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return bool(poll.poll(0))


def _configure(connection: Connection[DictRow]) -> None:
    connection.execute(_settings("SET", _LOCK_TIMEOUT_MS, _STATEMENT_TIMEOUT_MS, _IDLE_TIMEOUT_MS))


def _settings(command: str, lock_timeout_ms: int, statement_timeout_ms: int, idle_timeout_ms: int) -> str:
    return (
        f"{command} lock_timeout = {lock_timeout_ms}; {command} statement_timeout = {statement_timeout_ms};"
        f" {command} idle_in_transaction_session_timeout = {idle_timeout_ms}"
    )
