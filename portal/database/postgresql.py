"""PostgreSQL behind the same interface: statements and transactions on connections of the pool."""

import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from typing import Any, NoReturn, TypeVar

import psycopg
from psycopg import Connection, Cursor
from psycopg.rows import DictRow
from psycopg.sql import SQL, Identifier

from portal.database.interface import WRITES, Database, DriverError, IntegrityError, Params
from portal.database.postgresql_errors import error_for
from portal.database.postgresql_pool import Pool, local_limits
from portal.database.postgresql_sql import script_for_postgresql, with_placeholders
from portal.errors import DatabaseBusy, DatabaseConnectionLost, DatabaseDamaged, DatabaseUnavailable
from portal.observability import query_metrics

T = TypeVar("T")

_MAX_ATTEMPTS = 3
_SCHEMA_CHANGE_TIMEOUT_MS = 60_000
_BULK_TIMEOUT_MS = 3_600_000
# While one database is read or written, the transaction of the other one is idle.
_BULK_LIMITS = local_limits(statement_timeout_ms=_BULK_TIMEOUT_MS, idle_timeout_ms=_BULK_TIMEOUT_MS)
_STREAM_ROWS = 500
# Of the advisory lock that schema changes take; any number will do, as long as every version uses the same.
_SCHEMA_LOCK = 7_306_357


class PostgresDatabase(Database):
    """One thread's access; it borrows a connection for each statement or transaction."""

    dialect = "postgresql"
    skip_locked = " FOR UPDATE SKIP LOCKED"

    def __init__(self, pool: Pool, name: str) -> None:
        self.name = name
        self._pool = pool
        self._connection: Connection[DictRow] | None = None  # during a transaction

    @staticmethod
    def for_update(alias: str) -> str:
        """Return what ends a SELECT whose rows of a table nobody else may change until the transaction ends."""
        return f" FOR NO KEY UPDATE OF {alias}"

    def one(self, sql: str, params: Params | None = None) -> DictRow | None:
        """Return the first row, or None: of a query, or of what a statement wrote (`RETURNING`)."""
        return self._run(Cursor.fetchone, sql, params)

    def all(self, sql: str, params: Params | None = None) -> list[DictRow]:
        """Return all rows."""
        return self._run(Cursor.fetchall, sql, params)

    def execute(self, sql: str, params: Params | None = None) -> int:
        """Run a statement and return how many rows it changed."""
        return self._run(lambda cursor: cursor.rowcount, sql, params)

    def execute_if_free(self, sql: str, params: Params | None = None) -> bool:
        """Run a statement unless it would have to wait for another connection, and return whether it ran."""
        if self._connection is not None:
            self.execute(sql, params)
            return True
        try:
            with self._transaction(local_limits(lock_timeout_ms=1)):
                self.execute(sql, params)
        except DatabaseBusy:
            return False
        return True

    def run_script(self, text: str) -> None:
        """Run the statements of a SQL file; without parameters, one call takes all of them."""
        self._run(lambda _cursor: None, script_for_postgresql(text), None)

    def transaction(self) -> AbstractContextManager[None]:
        """Commit what the block writes, or nothing of it when the block or the commit fails. Never nested."""
        return self._transaction(local_limits())

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Send the statements of the block without waiting for each: one wait for all of them, at its end."""
        start = time.perf_counter()
        try:
            with self._held().pipeline():
                yield
        except psycopg.Error as error:
            self._raise(error)
        finally:
            query_metrics.observe_query("BATCH", time.perf_counter() - start)

    @contextmanager
    def schema_change(self) -> Iterator[None]:
        """Run a transaction that changes the schema, after every other process's schema change has ended."""
        limits = local_limits(lock_timeout_ms=_SCHEMA_CHANGE_TIMEOUT_MS, statement_timeout_ms=_BULK_TIMEOUT_MS)
        with self._transaction(limits):
            self.execute("SELECT pg_advisory_xact_lock(:key)", {"key": _SCHEMA_LOCK})
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let all reads of the block see the database as it was at one moment."""
        limits = local_limits(statement_timeout_ms=_BULK_TIMEOUT_MS)
        with self._transaction(f"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; {limits}"):
            yield

    def stream(self, sql: str) -> Generator[DictRow]:
        """Yield the rows of a query without holding all of them in memory; only within a transaction or snapshot."""
        try:
            self._held().execute(_BULK_LIMITS)
            with self._held().cursor(name="stream") as cursor:
                cursor.itersize = _STREAM_ROWS
                cursor.execute(sql)
                yield from cursor
        except psycopg.Error as error:
            self._raise(error)

    def insert_many(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Insert many rows with COPY; only within a transaction."""
        names = SQL(", ").join(map(Identifier, columns))
        statement = SQL("COPY {} ({}) FROM STDIN").format(Identifier(table), names)
        try:
            self._held().execute(_BULK_LIMITS)
            with self._held().cursor() as cursor, cursor.copy(statement) as copy:
                for row in rows:
                    copy.write_row(row)
        except psycopg.Error as error:
            self._raise(error)

    def has_table(self, name: str) -> bool:
        """Whether there is a table of this name; reads the catalog's rows, as `to_regclass` may use an old cache."""
        return (
            self.one(
                "SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                " WHERE n.nspname = ANY (current_schemas(false)) AND c.relkind = 'r' AND c.relname = :name",
                {"name": name},
            )
            is not None
        )

    def check_present(self) -> None:
        """Do nothing: a connection to a database that was removed fails."""

    def close(self) -> None:
        """Do nothing: the connections belong to the pool."""

    @contextmanager
    def _transaction(self, limits: str) -> Iterator[None]:
        if self._connection is not None:
            raise DriverError("cannot start a transaction within a transaction")
        with ExitStack() as stack:
            self._connection = self._begin(limits, stack)
            try:
                yield
                self._commit()
            except BaseException:
                with suppress(psycopg.Error):  # the connection is lost, and the transaction with it
                    self._connection.execute("ROLLBACK")
                raise
            finally:
                self._connection = None

    def _begin(self, limits: str, stack: ExitStack) -> Connection[DictRow]:
        def begin(connection: Connection[DictRow], attempt: ExitStack) -> Connection[DictRow]:
            connection.execute(f"BEGIN; {limits}")
            stack.enter_context(attempt.pop_all())
            return connection

        start = time.perf_counter()
        try:
            return self._on_any_connection(begin)
        except psycopg.Error as error:
            self._raise(error)
        finally:
            query_metrics.observe_query("BEGIN", time.perf_counter() - start)

    def _commit(self) -> None:
        start = time.perf_counter()
        try:
            done = self._held().execute("COMMIT").statusmessage
        except psycopg.Error as error:
            # Whether the server committed is unknown, so this must not look like a transaction that can be repeated.
            raise (error_for(error) or DatabaseUnavailable)() from error
        finally:
            query_metrics.observe_query("COMMIT", time.perf_counter() - start)
        if done != "COMMIT":
            raise DriverError("a statement of the transaction had failed, so it was rolled back")

    def _run(self, fetch: Callable[[Cursor[DictRow]], T], sql: str, params: Params | None) -> T:
        text = sql if params is None else with_placeholders(sql)
        start = time.perf_counter()
        try:
            if self._connection is not None:
                return fetch(self._connection.execute(text, params))
            # What a write did whose connection was lost is unknown, so that it cannot be repeated.
            attempts = 1 if sql.startswith(WRITES) else _MAX_ATTEMPTS
            return self._on_any_connection(lambda connection, _: fetch(connection.execute(text, params)), attempts)
        except psycopg.Error as error:
            self._raise(error)
        finally:
            query_metrics.observe_query(sql, time.perf_counter() - start)

    def _on_any_connection(
        self, work: Callable[[Connection[DictRow], ExitStack], T], attempts: int = _MAX_ATTEMPTS
    ) -> T:
        """Do work, again on another connection when the one of the pool turns out to be lost."""
        for attempt in range(attempts):
            with ExitStack() as stack:
                connection = stack.enter_context(self._pool.connection())
                try:
                    return work(connection, stack)
                except psycopg.OperationalError as error:
                    if not _is_lost(connection, error) or attempt == attempts - 1:
                        raise
        raise AssertionError("unreachable")

    def _held(self) -> Connection[DictRow]:
        if self._connection is None:
            raise DriverError("this needs a transaction")
        return self._connection

    def _raise(self, error: psycopg.Error) -> NoReturn:
        portal_error = error_for(error)
        if portal_error is None:
            kind = IntegrityError if isinstance(error, psycopg.IntegrityError) else DriverError
            raise kind(str(error)) from error
        self._pool.seen_damage = self._pool.seen_damage or portal_error is DatabaseDamaged
        if self._connection is not None and _is_lost(self._connection, error):
            portal_error = DatabaseConnectionLost
        raise portal_error from error


def _is_lost(connection: Connection[DictRow], error: psycopg.Error) -> bool:
    """Whether the server ended the connection; the driver may learn of it only after the last message."""
    return connection.closed or (error.sqlstate or "").startswith("57P")
