"""The examples and the README's walk run as they are written, against the service as `make run` starts it."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import npm
from tests.serving import PROJECT, Server

pytestmark = pytest.mark.integration

SAID = ["Exercises: A friendly greeting", "The program printed: Hello, Ada", "Tests passed: 6 of 6"]
SAID += ["Progress: keep-even completed", "Completed: 1 of 26"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("examples"), WEB_CONCURRENCY="1", EXECUTOR_WORKERS="1", BCRYPT_ROUNDS="4")
    yield running
    running.close()


def output_of(command: list[str], folder: Path, **variables: str) -> str:
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **variables}, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_python_example_walks_the_main_job(server: Server) -> None:
    printed = output_of([sys.executable, "walk.py", server.url], PROJECT / "examples" / "python")
    assert all(line in printed for line in SAID), printed


@npm.needs_node
def test_the_typescript_example_compiles_strictly_against_the_live_document_and_walks_the_main_job(
    server: Server, tmp_path: Path
) -> None:
    source = PROJECT / "examples" / "typescript"
    (tmp_path / "node_modules").symlink_to(npm.installed(source) / "node_modules")
    for name in ("package.json", "tsconfig.json", "walk.ts"):
        shutil.copy(source / name, tmp_path)
    for script in ("generate", "build"):
        output_of(["npm", "run", script], tmp_path, PORTAL_URL=server.url)
    printed = output_of(["npm", "start"], tmp_path, PORTAL_URL=server.url)
    assert all(line in printed for line in ["Tokens renewed", *SAID]), printed


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl here: apt-get install curl")
def test_the_walk_of_the_readme_answers_what_it_shows(server: Server, tmp_path: Path) -> None:
    text = (PROJECT / "README.md").read_text().partition("## A walk through the main job")[2].partition("\n## ")[0]
    steps = [step for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL) for step in parts(block)]
    script = "\n".join(f"{command}\necho; echo ---" for command, _ in steps).replace("localhost:3000", server.url)
    printed = output_of(["bash", "-euc", script], tmp_path).split("---\n")
    assert len(steps) >= 6
    for (command, shown), answer in zip(steps, printed, strict=False):
        if command.startswith("TOKEN="):
            continue
        assert json.loads(answer)["success"], answer
        keys = re.findall(r'"(\w+)":', shown.replace("\n", ""))
        assert keys, command
        assert [key for key in keys if f'"{key}":' not in answer] == []


def parts(block: str) -> list[tuple[str, str]]:
    """Split a console block into commands, each with the answer it shows."""
    found = re.findall(r"^\$ (.*(?:\n    .*)*)\n?((?:(?!\$ ).*\n?)*)", block, re.MULTILINE)
    return [(command, shown.strip()) for command, shown in found]
