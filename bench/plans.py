"""Which indexes the statements of each request use in a large database, on SQLite and PostgreSQL.

    python -m bench.plans [learners]

The database is that of `bench.growth`: 20,000 learners unless told otherwise. A table that is read from end to end is
shown in bold.
"""

import re
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from bench.growth import LEARNERS, REQUESTS, Subject, build
from bench.results import write_section
from portal.database.copying import copy_database
from portal.database.sqlite import SqliteDatabase
from tests.portal import fake_executor
from tests.postgresql import Cluster

_TITLE = "Plans"
_NOTES = """The indexes that the statements of a request use, those of its authentication and rate limits included. In
bold: a table that is read from end to end."""
_SQLITE = re.compile(r"USING (?:COVERING )?INDEX (\w+)|^SCAN (\w+)$")
_POSTGRESQL = re.compile(r"(?:Index (?:Only )?Scan using|Bitmap Index Scan on) (\w+)|Seq Scan on (\w+)")


def main() -> None:
    """Build the databases, print and write the plans."""
    learners = int(sys.argv[1]) if len(sys.argv) > 1 else LEARNERS
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir="/tmp")))
        folder.chmod(0o755)
        cluster = Cluster(folder / "c")
        stack.callback(cluster.stop)
        executor = stack.enter_context(fake_executor.serve())
        file, name = str(folder / "portal.db"), cluster.create()
        build(file, learners)
        copy_database(file, cluster.url(name), report=lambda _table, _rows: None)
        cluster.execute("ANALYZE", name)
        on_sqlite = _on_sqlite(Subject(file, executor.url, learners))
        for setting in ("session_preload_libraries = auto_explain", "auto_explain.log_min_duration = 0"):
            cluster.execute(f"ALTER DATABASE {name} SET {setting}")
        on_postgresql = _on_postgresql(Subject(cluster.url(name), executor.url, learners), cluster.folder / "log")
    lines = [f"{learners:,} learners.", "", "| request | SQLite | PostgreSQL |", "|---|---|---|"]
    lines += [f"| {request} | {on_sqlite[request]} | {on_postgresql[request]} |" for request in REQUESTS]
    print(*lines, sep="\n")
    write_section(_TITLE, _NOTES, lines)


def _on_sqlite(subject: Subject) -> dict[str, str]:
    db = subject.database()
    if not isinstance(db, SqliteDatabase):
        raise TypeError
    cells = {}
    for request, send in REQUESTS.items():
        subject.time(request, send, 0)  # fills caches
        texts: list[str] = []
        db._driver.connection.set_trace_callback(texts.append)
        subject.time(request, send, 1)
        db._driver.connection.set_trace_callback(None)
        statements = [text for text in texts if re.match("SELECT|INSERT|UPDATE|DELETE", text)]
        steps = [str(row["detail"]) for text in statements for row in db.all(f"EXPLAIN QUERY PLAN {text}")]
        cells[request] = _cell([found for step in steps for found in _SQLITE.findall(step)])
    return cells


def _on_postgresql(subject: Subject, log: Path) -> dict[str, str]:
    cells = {}
    for request, send in REQUESTS.items():
        subject.time(request, send, 0)  # fills caches
        start = log.stat().st_size
        subject.time(request, send, 1)
        with log.open() as file:
            file.seek(start)
            cells[request] = _cell(_POSTGRESQL.findall(file.read()))
    return cells


def _cell(found: list[tuple[str, str]]) -> str:
    """Return the name of each index, and in bold of each whole table: one of the two is empty."""
    names = dict.fromkeys(index or f"**{table}**" for index, table in found)
    return re.sub(r"sqlite_autoindex_(\w+?)_\d|(\w+)_pkey", r"key of \1\2", ", ".join(names))


if __name__ == "__main__":
    main()
