"""A PostgreSQL server of the test run's own, where its programs are installed."""

import itertools
import os
import pwd
import shutil
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

import psycopg

# Debian keeps the server's programs out of PATH.
_FOLDERS = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), Path("/usr/local/bin"), Path("/usr/bin")]
PROGRAMS = next((folder for folder in _FOLDERS if (folder / "initdb").exists()), None)
# What a crash of the machine would lose matters to nobody here.
_OPTIONS = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200", "shared_buffers=64MB"]


class Cluster:
    """A server that listens on a socket in its own folder; an unprivileged user runs it, as it refuses to be root's.

    With a `primary` it is a hot standby that streams from it and has its databases.
    """

    def __init__(
        self, folder: Path, *, port: int = 5432, durable: bool = False, primary: "Cluster | None" = None
    ) -> None:
        assert PROGRAMS is not None
        self.folder, self._programs, self.port, self._durable = folder, PROGRAMS, port, durable
        self._user = "postgres" if os.getuid() == 0 else None
        self._names = (f"test{number}" for number in itertools.count())
        folder.mkdir(parents=True)
        if self._user is not None:
            shutil.chown(folder, self._user)
        owner = pwd.getpwuid(folder.stat().st_uid).pw_name
        self._base = f"postgresql://{quote(owner)}@/{{}}?host={quote(str(folder))}&port={port}"
        data = ["--pgdata", str(folder / "data"), "--no-sync"]
        if primary is None:
            self._run("initdb", *data, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
        else:
            options = ["--checkpoint=fast", "--write-recovery-conf", "--dbname", primary.url("postgres")]
            self._run("pg_basebackup", *data, *options)
        self.start()

    def start(self) -> None:
        options = [] if self._durable else [word for option in _OPTIONS for word in ("-c", option)]
        with (self.folder / "log").open("a") as log:
            self.process = subprocess.Popen(
                [
                    *(str(self._programs / "postgres"), "-D", str(self.folder / "data"), "-p", str(self.port)),
                    *("-k", str(self.folder), "-c", "listen_addresses=", *options),
                ],
                stdout=log,
                stderr=log,
                user=self._user,
            )
        deadline = time.monotonic() + 60
        while True:
            try:
                psycopg.connect(self.url("postgres")).close()
                return
            except psycopg.OperationalError:
                assert self.process.poll() is None, (self.folder / "log").read_text()
                assert time.monotonic() < deadline
                time.sleep(0.05)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop the server: SIGINT ends connections and writes everything, SIGQUIT leaves that to the next start."""
        self.process.send_signal(how)
        self.process.wait(60)

    def create(self, template: str | None = None) -> str:
        """Create a database, as a copy of another if one is named, and return its name."""
        name = next(self._names)
        copied = f" TEMPLATE {template}" if template else ""
        self.execute(f"CREATE DATABASE {name}{copied}")
        return name

    def execute(self, statement: str, database: str = "postgres") -> None:
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            connection.execute(statement)

    def url(self, name: str) -> str:
        return self._base.format(name)

    def _run(self, program: str, *args: str) -> None:
        subprocess.run([self._programs / program, *args], check=True, capture_output=True, user=self._user, cwd="/")


# A row keeps its place and its transaction until it is changed, so nothing but changed tables is written.
_RESET = """
DO $$
DECLARE
    tables CONSTANT text[] := ARRAY[{tables}];
    name text;
    mark text;
BEGIN
    SET LOCAL session_replication_role = replica; -- foreign keys are not checked
    FOREACH name IN ARRAY tables LOOP
        EXECUTE format('SELECT md5(string_agg(xmin::text || ctid::text, '','')) FROM %I', name) INTO mark;
        IF mark IS DISTINCT FROM (SELECT rows FROM kept.marks WHERE of_table = name) THEN
            EXECUTE format('DELETE FROM %I', name); -- faster than TRUNCATE, which makes new files
            EXECUTE format('INSERT INTO %I TABLE kept.%I', name, name);
            EXECUTE format(
                'UPDATE kept.marks SET rows = (SELECT md5(string_agg(xmin::text || ctid::text, '','')) FROM %I)'
                ' WHERE of_table = %L', name, name);
        END IF;
    END LOOP;
END $$
"""


class ReusableDatabase:
    """A database that is brought back to its present rows between tests, which is faster than copying it."""

    def __init__(self, url: str) -> None:
        self.url = url
        with psycopg.connect(url, autocommit=True) as connection:
            named = connection.execute("SELECT relname FROM pg_stat_user_tables WHERE schemaname = 'public'").fetchall()
            tables = [str(name) for (name,) in named]
            connection.execute("CREATE SCHEMA kept")
            for table in tables:
                connection.execute(f"CREATE TABLE kept.{table} AS TABLE public.{table}")
            connection.execute("CREATE TABLE kept.marks (of_table text, rows text)")
            for table in tables:
                connection.execute("INSERT INTO kept.marks VALUES (%s, 'unknown')", [table])
        self._reset = _RESET.format(tables=", ".join(f"'{table}'" for table in tables))
        self.reset()

    def reset(self) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(self._reset)
