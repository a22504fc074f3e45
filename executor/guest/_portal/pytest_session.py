"""The pytest session of a graded run: configured and started while the snapshot is made, and continued by each run."""

import functools
import io
import os
import types
from pathlib import Path
from typing import Any

import _pytest.logging
import pytest
from _pytest.config import Config, _prepareconfig
from _pytest.main import FSHookProxy

from _portal import test_marks
from _portal.environment import WORK

# Plugins that write files, draw on a terminal, watch threads or take breakpoint() over, none of which a graded run has.
_LEFT_OUT = (
    "cacheprovider", "debugging", "doctest", "faulthandler", "junitxml", "legacypath", "pastebin", "setuponly",
    "setupplan", "stepwise", "terminal", "threadexception", "unraisableexception", "warnings",
)  # fmt: skip

# Plugins that act on every test, and the words without which a test file cannot use them.
_ON_DEMAND = {
    "logging-plugin": ("log",),
    "capturemanager": ("cap",),
    "skipping": ("skip", "xfail", "unittest"),
    "unittest": ("unittest",),
    "tmpdir": ("tmp",),
}

config: Config
_session: "_Session"


class _Options:
    """What other plugins read from the options of those left out."""

    def pytest_addoption(self, parser: pytest.Parser) -> None:
        group = parser.getgroup("terminal")
        group.addoption("--verbosity", dest="verbose", type=int, default=0)
        group.addoption("--tb", dest="tbstyle", default="no")
        group.addoption("--show-capture", dest="showcapture", default="no")
        group.addoption("--pdb", dest="usepdb", default=False)
        group.addoption("--trace", dest="trace", default=False)


class _Session(pytest.Session):
    """A session in which the hooks of a test do not depend on where its file is: there is no conftest.py."""

    hooks: Any

    def gethookproxy(self, fspath: "os.PathLike[str]") -> Any:
        return self.hooks


def prepare(plugin: object) -> None:
    """Configure pytest, with a plugin of ours, and start the session."""
    global config
    # The logging plugin (caplog) insists on a log file and opens /dev/null, which WASI lacks.
    _pytest.logging._FileHandler._open = lambda self: io.StringIO()
    left_out = [option for name in _LEFT_OUT for option in ("-p", f"no:{name}")]
    config = _prepareconfig(["--capture=no", f"--basetemp={WORK}/tmp", *left_out], [_Options()])
    config._do_configure()
    for marker in test_marks.MARKERS:
        config.addinivalue_line("markers", marker)
    config.pluginmanager.register(plugin)
    _start()


def start_anew() -> None:
    """Forget the tests of a rehearsal."""
    config.pluginmanager.unregister(_session)
    config.pluginmanager.unregister(name="funcmanage")
    _start()


def _start() -> None:
    global _session
    _session = _Session.from_config(config)
    choose_plugins(None)
    config.hook.pytest_sessionstart(session=_session)


def choose_plugins(tests: str | None) -> None:
    """Leave out plugins that a test file cannot use.

    Args:
        tests: None if other code could use plugins as well: that of a companion module, or of a program that shares the
            interpreter.
    """
    unused = () if tests is None else (name for name, words in _ON_DEMAND.items() if not any(map(tests.count, words)))
    _session.hooks = _hooks_without(*unused)


@functools.cache
def _hooks_without(*names: str) -> FSHookProxy:
    """Return the hooks of the other plugins, in the way in which pytest leaves out the conftest.py of other folders."""
    return FSHookProxy(config.pluginmanager, {config.pluginmanager.get_plugin(name) for name in names})


def collect(test_module: types.ModuleType) -> list[pytest.Item]:
    """Collect the tests of a module that was executed already."""
    module = pytest.Module.from_parent(_session, path=Path(str(test_module.__file__)))
    module.obj = test_module
    items = list(_session.genitems(module))
    _session.items = items
    _session.testscollected = len(items)
    config.hook.pytest_collection_modifyitems(session=_session, config=config, items=items)
    return items
