"""Commands that write, export, retire and roll back exercises."""

from pathlib import Path

import click

from portal.authoring import exercise_writer, skeleton
from portal.cli.running import with_short_errors
from portal.extensions import get_db
from portal.services import exercise_versions, exercises, publishing

_folder = click.Path(file_okay=False, path_type=Path)


@click.command("new-exercise")
@click.argument("slug")
@click.option("--track", default=".", show_default=True, type=_folder, help="The folder of the course.")
@with_short_errors
def new_exercise(slug: str, track: Path) -> None:
    """Write a small exercise that passes the check, to be changed into the exercise SLUG."""
    folder = exercise_writer.write(track, skeleton.make(slug))
    click.echo(f"Change the files in {folder}, then check them: flask check-exercises {track} {slug}")


@click.command("export-exercises")
@click.argument("path", type=_folder)
@with_short_errors
def export_exercises(path: Path) -> None:
    """Write all exercises of the database as a track into the folder PATH, which must not hold one."""
    total = exercise_versions.export(get_db(), path)
    click.echo(f"Wrote {total} exercises to {path}.")


@click.command("retire-exercise")
@click.argument("exercise_id", metavar="ID")
@click.option("--undo", is_flag=True, help="Put it back into the catalogue.")
@with_short_errors
def retire_exercise(exercise_id: str, undo: bool) -> None:
    """Take the exercise ID out of the catalogue. Learners keep what they did, and can open it from there."""
    if undo:
        publishing.reinstate(get_db(), exercise_id)
        click.echo(f"{exercise_id} is in the catalogue again.")
        return
    publishing.retire(get_db(), exercise_id)
    click.echo(f"{exercise_id} is retired.")
    if dependents := exercises.list_dependents(get_db(), exercise_id):
        click.echo(f"It is a prerequisite of: {', '.join(dependents)}")


@click.command("rollback-exercise")
@click.argument("exercise_id", metavar="ID")
@click.argument("version", required=False)
@with_short_errors
def rollback_exercise(exercise_id: str, version: str | None) -> None:
    """Make VERSION of the exercise ID the current one; without VERSION, list its versions."""
    if version is None:
        current = exercises.get(get_db(), exercise_id).version
        for item in exercise_versions.list_versions(get_db(), exercise_id):
            mark = " (current)" if item.version == current else ""
            click.echo(f"{item.version} published {item.published_at}{mark}")
        return
    publication = publishing.rollback(get_db(), exercise_id, version)
    if publication.changed:
        click.echo(f"{exercise_id}: version {publication.version} replaces {publication.previous}.")
    else:
        click.echo(f"{exercise_id}: version {publication.version} is the current one already.")
