"""Install what a package.json pins, outside the repository's files, for tests that need Node.js."""

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.serving import PROJECT

needs_node = pytest.mark.skipif(
    shutil.which("node") is None or shutil.which("npm") is None, reason="no Node.js here: apt-get install nodejs npm"
)


def installed(folder: Path) -> Path:
    """Copy a package with its lock file into .cache and install it there, once for each lock; returns the copy.

    Skips the test when the packages cannot be had.
    """
    lock = (folder / "package-lock.json").read_bytes()
    home = PROJECT / ".cache" / "npm" / f"{folder.name}-{hashlib.sha256(lock).hexdigest()[:16]}"
    if not (home / "node_modules" / ".package-lock.json").exists():
        home.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(folder / name, home)
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(command, cwd=home, capture_output=True, text=True, timeout=300)
        if done.returncode and any(
            sign in done.stderr for sign in ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ETIMEDOUT")
        ):
            pytest.skip("the npm registry cannot be reached")
        assert done.returncode == 0, done.stderr
    return home
