"""docs/authoring.md, followed word by word."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.serving import PROJECT

pytestmark = pytest.mark.integration


def test_the_guide_leads_from_nothing_to_learners(executor_url: str, tmp_path: Path) -> None:
    guide = (PROJECT / "docs" / "authoring.md").read_text()
    install, *commands = re.findall(r"^```sh\n(.*?)^```", guide, re.MULTILINE | re.DOTALL)
    assert install == "make install snapshot database\n"
    env = {
        **os.environ,
        "FLASK_APP": str(PROJECT / "wsgi.py"),
        "DATABASE_URL": str(tmp_path / "portal.db"),
        "EXECUTOR_SERVICE_URL": executor_url,
    }
    (tmp_path / ".venv").symlink_to(PROJECT / ".venv")
    said = ""
    for command in [".venv/bin/flask init-db --seed", *commands]:
        done = subprocess.run(["sh", "-e", "-c", command], cwd=tmp_path, env=env, check=True, capture_output=True)
        said += done.stdout.decode()
    assert "Checked 1 exercises: 0 have faults, 0 have warnings." in said
    assert "Loaded 1 exercises, 0 are broken.\n" in said
    assert said.splitlines()[-1].split()[:4] == ["say-twice", "0", "0", "0"]
