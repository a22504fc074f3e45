"""Ordinary programs run as they do elsewhere; what cannot be had here is refused in words."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.executor.conftest import Execute

pytestmark = pytest.mark.integration

_FILE = Path(__file__).with_name("programs.toml")
PROGRAMS = {entry["name"]: entry for entry in tomllib.loads(_FILE.read_text("utf-8"))["program"]}


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_support_an_ordinary_program(execute: Execute, program: dict[str, str]) -> None:
    data = execute(program["code"], stdin=program.get("stdin", ""))
    assert (data["output"], data["status"]) == (program["output"], "ok"), data["errors"]


@pytest.mark.parametrize(
    ("code", "errors"),
    [
        ("import sys\nprint('e', file=sys.stderr)", "e\n"),
        ("import logging\nlogging.warning('w')", "WARNING:root:w\n"),
        ("import warnings\nfor _ in range(3): warnings.warn('once')", "UserWarning: once"),
        ("import unittest\nclass T(unittest.TestCase):\n    def test_a(self): pass\nunittest.main(exit=False)", "OK"),
        ("x = 1\nprint(x is 1)", 'SyntaxWarning: "is"'),
    ],
)
def test_support_what_goes_to_standard_error(execute: Execute, code: str, errors: str) -> None:
    data = execute(code)
    assert data["status"] == "ok"
    assert data["errors"].count(errors) == 1


def test_support_the_time_of_now(execute: Execute) -> None:
    then = datetime.now(UTC)
    told = datetime.fromisoformat(
        execute("from datetime import *\nprint(datetime.now(timezone.utc))")["output"].strip()
    )
    assert then <= told <= datetime.now(UTC)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import threading\nthreading.Timer(0.1, print).start()", "Threads are not available here"),
        ("from concurrent.futures import *\nThreadPoolExecutor().submit(print)", "Threads are not available here"),
        ("from concurrent.futures import *\nProcessPoolExecutor()", "Other processes are not available here"),
        ("import multiprocessing as m\nm.Process(target=print).start()", "does not exist here"),
        ("import os\nos.system('ls')", "not available here"),
        ("import os\nos.popen('ls')", "not available here"),
        ("import signal\nsignal.alarm(1)", "not available here"),
        ("import socket\nsocket.create_connection(('a.example', 80))", "network is not available here"),
        ("import urllib.request as u\nu.urlopen('https://a.example')", "network is not available here"),
        ("import http.client as c\nc.HTTPConnection('a.example').request('GET', '/')", "network is not available here"),
        ("import asyncio\nasyncio.run(asyncio.open_connection('a.example', 80))", "network are not available here"),
        ("import ssl", "does not exist here"),
        ("import ctypes", "does not exist here"),
        ("import bz2", "does not exist here"),
        ("import tkinter", "does not exist here"),
        ("import turtle", "does not exist here"),
        ("import numpy", "no module called numpy here"),
    ],
)
def test_unsupported_features_are_refused_with_an_explanation(execute: Execute, code: str, said: str) -> None:
    data = execute(code)
    assert data["status"] == "error"
    assert said in data["error"]["explanation"]
