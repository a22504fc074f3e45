"""Commands for the operator: diagnosis."""

import json
import sys

import click

from portal.cli.running import with_short_errors
from portal.database import diagnosis
from portal.extensions import get_settings, resources
from portal.services import doctor


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print the same as JSON.")
@with_short_errors
def examine(as_json: bool) -> None:
    """Check everything the service needs and report what to do; exit code 1 when something needs action."""
    findings = doctor.examine(get_settings(), resources().connections)
    healthy = all(finding.status != diagnosis.FIX for finding in findings)
    if as_json:
        click.echo(json.dumps({"healthy": healthy, "findings": [vars(finding) for finding in findings]}, indent=2))
    else:
        for finding in findings:
            click.echo(f"{finding.status:<5} {finding.name:<10} {finding.detail}")
    sys.exit(0 if healthy else 1)
