"""Commands of the database: schema, starter exercises, copies and backups."""

from pathlib import Path

import click

from portal import clock
from portal.cli.running import with_short_errors
from portal.config_values import database_url
from portal.database import copying, location, schema
from portal.database import sqlite_backups as backups
from portal.extensions import get_db, get_settings
from portal.services import retention, starter_curriculum


@click.command("init-db")
@click.option("--seed", "with_seed", is_flag=True, help="Also load the starter curriculum.")
@with_short_errors
def init_db(with_seed: bool) -> None:
    """Create the database or upgrade an older one; nothing is deleted."""
    schema.init_schema(get_db())
    click.echo(f"The database is at schema version {schema.CURRENT_VERSION}.")
    if with_seed:
        _seed()


@click.command("seed")
@with_short_errors
def seed() -> None:
    """Insert or update the starter curriculum; learners' rows stay unchanged."""
    _seed()


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace FILE when it exists.")
@with_short_errors
def backup(file: Path, force: bool) -> None:
    """Copy the database to FILE and check the copy; the service keeps running."""
    size_bytes = backups.backup(_database_file(), file.absolute(), force=force)
    click.echo(f"The backup {file} is complete, {size_bytes / 1e6:.1f} MB.")


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_short_errors
def restore(file: Path) -> None:
    """Replace the database by the backup FILE; the service must be stopped. The replaced database is kept."""
    kept = backups.restore(file.absolute(), _database_file(), now=clock.now())
    click.echo(f"The database was restored from {file}, at schema version {schema.CURRENT_VERSION}.")
    if kept:
        click.echo(f"The replaced database is kept at {kept}")


@click.command("purge")
@with_short_errors
def purge() -> None:
    """Delete what is older than SESSION_RETENTION, IDEMPOTENCY_RETENTION and SUBMISSION_RETENTION say."""
    deleted = retention.purge(get_db(), get_settings())
    click.echo(f"Deleted {', '.join(f'{rows} {kind}' for kind, rows in deleted.items())}.")


@click.command("copy-database")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@with_short_errors
def copy_database(source: str, target: str) -> None:
    """Copy everything from one database to another, empty one.

    FROM and TO are values of DATABASE_URL: a path or a PostgreSQL URL. Stop the service first.
    """
    try:
        urls = database_url(source), database_url(target)
    except ValueError as error:
        raise click.UsageError(f"FROM and TO {error}") from None
    rows = copying.copy_database(*urls, report=lambda table, done: click.echo(f"{table}: {done} rows", err=True))
    click.echo(f"Copied and compared {sum(rows.values())} rows in {len(rows)} tables.")


def _database_file() -> Path:
    return location.file_path(get_settings().database_url)


def _seed() -> None:
    click.echo(f"The starter curriculum holds {starter_curriculum.load(get_db())} exercises.")
