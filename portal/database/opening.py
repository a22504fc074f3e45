"""Opens whichever database DATABASE_URL names."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from portal.bulkhead import Bulkhead
from portal.database.interface import Connections, Database
from portal.database.location import file_path, is_postgresql
from portal.database.sqlite import SqliteDatabase
from portal.database.sqlite_connections import SqliteConnections


def open_connections(url: str, *, writers: Bulkhead, pool_size: int, most_threads: int, prepare: bool) -> Connections:
    """Return the connections of an application; nothing is connected before their first use.

    Args:
        writers: limits the threads that write to a SQLite file or wait to do so.
        pool_size: how many connections to PostgreSQL there may be.
        most_threads: how many threads may have one of them or wait for one.
        prepare: whether statements are prepared on a PostgreSQL server.
    """
    if is_postgresql(url):
        # Imported late: the driver would slow down the start of those who do not use it.
        from portal.database.postgresql_connections import PostgresConnections

        return PostgresConnections(url, size=pool_size, most_threads=most_threads, prepare=prepare)
    return SqliteConnections(file_path(url), writers)


@contextmanager
def open_database(url: str) -> Iterator[Database]:
    """Open a database for one thread."""
    if not is_postgresql(url):
        with closing(SqliteDatabase(file_path(url))) as database:
            yield database
        return
    from portal.database.postgresql_connections import PostgresConnections

    connections = PostgresConnections(url, size=1, most_threads=1, prepare=False)
    try:
        yield connections.get()
    finally:
        connections.close_all()
