"""Redocly's recommended rules find no error in the API document."""

import json
import subprocess
from pathlib import Path

import pytest

from tests import document, npm
from tests.serving import PROJECT

pytestmark = pytest.mark.integration


@npm.needs_node
def test_the_linter_finds_no_error(tmp_path: Path) -> None:
    home = npm.installed(PROJECT / "tests" / "contract-tools")
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(document.read()))
    command = ["node_modules/.bin/redocly", "lint", "--extends", "recommended", "--format", "json", str(path)]
    done = subprocess.run(command, cwd=home, capture_output=True, text=True, timeout=120)
    report = json.loads(done.stdout)
    assert (done.returncode, report["totals"]["errors"]) == (0, 0), done.stdout
    # The one component that no operation refers to: the answer to a method that a path does not know.
    assert [problem["ruleId"] for problem in report["problems"]] == ["no-unused-components"]
