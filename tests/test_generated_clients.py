"""Clients that code generators write from the API document compile strictly and do the main job."""

import json
import os
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import npm
from tests.serving import PROJECT, Server

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif("GENERATED_CLIENTS" not in os.environ, reason="takes a minute: make test-contract"),
]
WALKS = PROJECT / "tests" / "generated_clients"
PLENTY = "1000000"
TOOLS = Path(sys.executable).parent
# openapi-typescript would require fields that have a default.
OPTIONAL = ("--default-non-nullable", "false")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, executor_url: str) -> Iterator[Server]:
    limits = {"RATE_LIMIT_MAX_REQUESTS": PLENTY, "AUTH_RATE_LIMIT_MAX_REQUESTS": PLENTY}
    variables = {"WEB_CONCURRENCY": "1", "BCRYPT_ROUNDS": "4", "EXECUTOR_SERVICE_URL": executor_url, **limits}
    running = Server(tmp_path_factory.mktemp("clients"), **variables)
    yield running
    running.close()


@pytest.fixture
def document(server: Server, tmp_path: Path) -> Path:
    path = tmp_path / "openapi.json"
    with urllib.request.urlopen(f"{server.url}/api/openapi.json", timeout=10) as response:  # noqa: S310
        path.write_bytes(response.read())
    return path


def run(*command: str | Path, folder: Path, **variables: str) -> str:
    """Run a command to its good end and return what it printed."""
    done = subprocess.run(command, cwd=folder, env={**os.environ, **variables}, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-6000:]
    return done.stdout + done.stderr


def walk_in_python(server: Server, folder: Path, walk: str) -> None:
    """Compile the generated package `portal_client` in a folder, check the types of its use, and use it."""
    shutil.copy(WALKS / walk, folder)
    run(sys.executable, "-m", "compileall", "-q", "portal_client", folder=folder)
    mypy = ["--strict", "--follow-imports=silent", "--cache-dir", str(folder / "mypy"), "--config-file", os.devnull]
    run(sys.executable, "-m", "mypy", *mypy, walk, folder=folder)
    assert run(sys.executable, walk, server.url, folder=folder) == "walked\n"


def test_openapi_python_client(server: Server, document: Path, tmp_path: Path) -> None:
    options: list[str | Path] = [
        "--path",
        document,
        "--output-path",
        "portal_client",
        "--meta",
        "none",
        "--fail-on-warning",
    ]
    variables = {"PATH": f"{TOOLS}:{os.environ['PATH']}"}  # it formats with ruff
    run(TOOLS / "openapi-python-client", "generate", *options, folder=tmp_path, **variables)
    walk_in_python(server, tmp_path, "openapi_python_client.py")


def test_openapi_generator_for_python(server: Server, document: Path, tmp_path: Path) -> None:
    options = ["-g", "python", "--additional-properties", "packageName=portal_client"]
    generated_with_java(document, tmp_path, *options)
    walk_in_python(server, tmp_path, "openapi_generator.py")


@npm.needs_node
@pytest.mark.parametrize("generator", ["typescript-fetch", "typescript-axios"])
def test_openapi_generator_for_typescript(document: Path, tmp_path: Path, generator: str) -> None:
    """They compile strictly; what they send is what the other clients send."""
    generated_with_java(document, tmp_path, "-g", generator)
    home = npm.installed(WALKS)
    (tmp_path / "node_modules").symlink_to(home / "node_modules")
    settings = json.loads((WALKS / "tsconfig.json").read_text())
    (tmp_path / "tsconfig.json").write_text(json.dumps({**settings, "files": ["index.ts"]}))
    run("node_modules/.bin/tsc", "--project", ".", folder=tmp_path)


def generated_with_java(document: Path, folder: Path, *options: str) -> None:
    run(TOOLS / "openapi-generator-cli", "generate", "-i", document, "-o", folder, *options, folder=folder)


@npm.needs_node
def test_generators_for_typescript(server: Server, document: Path, tmp_path: Path) -> None:
    home = npm.installed(WALKS)
    (tmp_path / "node_modules").symlink_to(home / "node_modules")
    for path in WALKS.iterdir():
        if path.suffix in {".ts", ".cjs"} or path.name == "tsconfig.json":
            shutil.copy(path, tmp_path)
    tools = tmp_path / "node_modules" / ".bin"
    run(tools / "openapi-typescript", document, "-o", "generated/openapi-typescript.ts", *OPTIONAL, folder=tmp_path)
    run(tools / "openapi-ts", "-i", document, "-o", "generated/hey-api", "--no-log-file", folder=tmp_path)
    run(tools / "orval", "--config", "orval.config.cjs", folder=tmp_path, BASE_URL=server.url)
    run(tools / "tsc", "--project", ".", folder=tmp_path)
    for walk in ("openapi_typescript", "hey_api", "orval"):
        assert run("node", f"compiled/{walk}.js", server.url, folder=tmp_path) == "walked\n"
