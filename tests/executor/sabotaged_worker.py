"""A worker without the defence that SABOTAGE names, which the attack battery must notice."""

import dataclasses
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from wasmtime import WasiConfig

from executor import interpreter, storage, worker
from executor.models import Task

_NO_LIMIT: dict[str, dict[str, int]] = {
    "time": {"timeout_ms": 600_000},
    "memory": {"memory_mb": 3000},
    "output": {"output_bytes": 2**40},
    "files": {"file_bytes": 2**30, "file_count": 2**20},
}


def _remove_limit(**changes: int) -> None:
    from_json = Task.from_json

    def without_limit(data: bytes) -> Task:
        task = from_json(data)
        return dataclasses.replace(task, limits=dataclasses.replace(task.limits, **changes))

    setattr(Task, "from_json", without_limit)  # noqa: B010 (mypy does not allow the assignment)


def _open_host_folder() -> None:
    preopen_dir = WasiConfig.preopen_dir

    def open_all(self: WasiConfig, path: str, guest_path: str, *args: Any) -> None:
        preopen_dir(self, path, guest_path, *args)
        preopen_dir(self, "/", "/", *args)

    setattr(WasiConfig, "preopen_dir", open_all)  # noqa: B010 (mypy does not allow the assignment)


def _inherit_environment() -> None:
    env = property(lambda self: None, lambda self, value: self.inherit_env())
    setattr(interpreter, "WasiConfig", type("WasiConfig", (WasiConfig,), {"env": env}))  # noqa: B010


def _keep_folder() -> None:
    folder = Path(os.environ["TMPDIR"]) / "kept"
    folder.mkdir()
    setattr(tempfile, "mkdtemp", lambda prefix: str(folder))  # noqa: B010 (mypy does not allow the assignment)
    setattr(storage, "remove_tree", lambda path: None)  # noqa: B010


if __name__ == "__main__":
    sabotage = os.environ["SABOTAGE"]
    if sabotage in _NO_LIMIT:
        _remove_limit(**_NO_LIMIT[sabotage])
    elif sabotage == "host folder":
        _open_host_folder()
    elif sabotage == "environment":
        _inherit_environment()
    elif sabotage == "state":
        _keep_folder()
    worker.main(*sys.argv[1:])
