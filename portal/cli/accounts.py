"""Commands of accounts."""

import click

from portal.cli.running import with_short_errors
from portal.extensions import get_db, get_settings
from portal.models import ROLES
from portal.services import accounts, password_reset


@click.command("reset-password")
@click.argument("name")
@with_short_errors
def reset_password(name: str) -> None:
    """Print a link with which the account NAME (username or email) can choose a new password within 15 minutes."""
    link = password_reset.make_link(get_db(), get_settings(), name)
    if link is None:
        raise click.ClickException(f"There is no account {name!r}.")
    click.echo(link)


@click.command("set-role")
@click.argument("name")
@click.argument("role", type=click.Choice(ROLES))
@with_short_errors
def set_role(name: str, role: str) -> None:
    """Make the account NAME (username or email) a learner, an author or an admin, from its next request on."""
    user = accounts.set_role(get_db(), name, role)
    if user is None:
        raise click.ClickException(f"There is no account {name!r}.")
    click.echo(f"{user.username} was {user.role} and is now {role}.")
