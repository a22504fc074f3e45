"""Hostile programs beside those of the attack battery end as they should, and leave nothing to the next run."""

import tomllib
from pathlib import Path

import pytest

from tests.executor.conftest import Execute

pytestmark = pytest.mark.integration

_BY_STATUS: dict[str, dict[str, str]] = tomllib.loads(Path(__file__).with_name("hostile.toml").read_text("utf-8"))
PROGRAMS = {name: (status, code) for status, programs in _BY_STATUS.items() for name, code in programs.items()}
LOOKS_AROUND = "import os, sys, builtins\nprint(sorted(os.listdir()), print is builtins.print, os.getcwd())"


@pytest.mark.parametrize(("status", "code"), PROGRAMS.values(), ids=PROGRAMS)
def test_deny_a_hostile_program(execute: Execute, status: str, code: str) -> None:
    data = execute(code)
    assert data["status"] == status
    assert "BREACH" not in data["output"]
    for _worker in range(2):
        assert execute(LOOKS_AROUND)["output"] == "['solution.py'] True /work\n"
