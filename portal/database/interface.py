"""What the DAO layer and the services use of a database, whichever one it is."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, ClassVar, Protocol, TypeVar

from portal.errors import DatabaseConflict, DatabaseConnectionLost

T = TypeVar("T")
Params = Mapping[str, Any]

# How statements begin that must not be repeated when nobody knows whether they were carried out.
WRITES = ("INSERT", "UPDATE", "DELETE")
_MAX_ATTEMPTS = 3


class DriverError(Exception):
    """The database refused a statement for a reason that is no fault of the database: usually a mistake in the SQL."""


class IntegrityError(DriverError):
    """A constraint refused a statement."""


class Row(Protocol):
    """One row; columns are read by name."""

    def __getitem__(self, name: str, /) -> Any: ...

    def keys(self) -> Iterable[str]:
        """Return the names of the columns, in order."""


class Database(ABC):
    """One thread's access to a database. Statements take named parameters (`:user_id`) and commit by themselves outside
    a transaction.

    Every method raises DatabaseBusy when a lock or a connection is not free in time, StorageFull when the disk is full,
    DatabaseDamaged or another DatabaseUnavailable when the database cannot be used, IntegrityError when a constraint
    refused a statement, and DriverError for every other error.
    """

    # What a path or a URL without user and password says of the database.
    name: str
    dialect: ClassVar[str]
    # Ends a SELECT of rows to delete that leaves out what somebody else is changing.
    skip_locked: ClassVar[str]

    @staticmethod
    @abstractmethod
    def for_update(alias: str) -> str:
        """Return what ends a SELECT whose rows of a table nobody else may change until the transaction ends."""

    @abstractmethod
    def one(self, sql: str, params: Params | None = None) -> Row | None:
        """Return the first row, or None: of a query, or of what a statement wrote (`RETURNING`)."""

    @abstractmethod
    def all(self, sql: str, params: Params | None = None) -> Sequence[Row]:
        """Return all rows."""

    @abstractmethod
    def execute(self, sql: str, params: Params | None = None) -> int:
        """Run a statement and return how many rows it changed."""

    @abstractmethod
    def execute_if_free(self, sql: str, params: Params | None = None) -> bool:
        """Run a statement unless it would have to wait for another connection, and return whether it ran."""

    @abstractmethod
    def run_script(self, text: str) -> None:
        """Run the statements of a SQL file."""

    @abstractmethod
    def transaction(self) -> AbstractContextManager[None]:
        """Commit what the block writes, or nothing of it when the block or the commit fails. Never nested."""

    def batch(self) -> AbstractContextManager[None]:
        """Let the statements of the block be sent without waiting for each, where they go over a network.

        Only within a transaction, for `execute` alone. What that returns means nothing here, and errors may be raised
        at the end of the block.
        """
        return nullcontext()

    @abstractmethod
    def schema_change(self) -> AbstractContextManager[None]:
        """Run a transaction that changes the schema, after every other process's schema change has ended."""

    @abstractmethod
    def snapshot(self) -> AbstractContextManager[None]:
        """Let all reads of the block see the database as it was at one moment."""

    @abstractmethod
    def stream(self, sql: str) -> Generator[Row]:
        """Yield the rows of a query without holding all of them in memory; only within a transaction or snapshot."""

    @abstractmethod
    def insert_many(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Insert many rows fast; only within a transaction."""

    @abstractmethod
    def has_table(self, name: str) -> bool:
        """Whether there is a table of this name."""

    @abstractmethod
    def check_present(self) -> None:
        """Raise DatabaseGone when the database was removed or replaced while it was in use."""

    @abstractmethod
    def close(self) -> None:
        """Close what belongs to this thread."""

    def in_transaction(self, work: Callable[[], T]) -> T:
        """Return what `work` returns, run in a transaction; `work` runs again when the database rolled it back.

        That happens in a conflict with another transaction, or when the connection was lost before the commit. `work`
        must have no effect outside the database.
        """
        for _ in range(_MAX_ATTEMPTS - 1):
            try:
                with self.transaction():
                    return work()
            except (DatabaseConflict, DatabaseConnectionLost):
                continue
        with self.transaction():
            return work()


class Connections(ABC):
    """The connections of one application to its database; the first is opened on first use."""

    @abstractmethod
    def get(self) -> Database:
        """Return the database for the current thread."""

    @abstractmethod
    def seen_damage(self) -> bool:
        """Whether any connection has read damaged pages."""

    @abstractmethod
    def close_all(self) -> None:
        """Close every connection, whichever thread opened it; `get` opens new ones."""
