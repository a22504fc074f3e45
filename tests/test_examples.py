"""The examples and the README's commands run as they are written, against the service as `make run` starts it."""

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
from tests.conftest import starter_ids
from tests.serving import PROJECT, Server

pytestmark = pytest.mark.integration

SAID = ["Exercises: Say hello", "The program printed: Hello, Ada", "Tests passed: 6 of 6"]
SAID += ["Progress: keep-even completed", f"Completed: 1 of {len(starter_ids())}"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, executor_url: str) -> Iterator[Server]:
    variables = {"WEB_CONCURRENCY": "1", "BCRYPT_ROUNDS": "4", "EXECUTOR_SERVICE_URL": executor_url}
    running = Server(tmp_path_factory.mktemp("examples"), **variables)
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


def test_the_python_example_follows_a_run(server: Server) -> None:
    printed = output_of([sys.executable, "follow.py", server.url], PROJECT / "examples" / "python")
    assert printed == "Name? Ada\n2 ...\n1 ...\nHello, Ada\nThe program ended: ok\n"


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
def test_the_commands_of_the_readme_succeed(server: Server, tmp_path: Path) -> None:
    text = (PROJECT / "README.md").read_text().partition("## The main job in five commands")[2].partition("\n## ")[0]
    commands = "\n".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL))
    script = re.sub(r"^(ask .*)", r"\1; echo", commands, flags=re.MULTILINE).replace("localhost:3000", server.url)
    account = tmp_path / "account.json"
    answers = [json.loads(line) for line in output_of(["bash", "-ec", script], tmp_path).splitlines()]
    assert len(answers) == 4
    assert all(answer["success"] for answer in [json.loads(account.read_text()), *answers])
    _, run, verdict, stats = (answer["data"] for answer in answers)
    shown = json.loads(re.findall(r"```json\n(.*?)```", text, re.DOTALL)[0])["data"]
    assert run["error"] == shown["error"]
    assert verdict["passed"]
    assert stats["totals"]["completed"] == 1
