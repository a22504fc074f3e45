"""The pytest session of a graded run: configured and started while the snapshot is made, and continued by each run."""

import functools
import io
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

import _pytest.logging
import pytest
from _pytest.config import Config, _prepareconfig
from _pytest.main import FSHookProxy

from _portal import plain_tests, test_marks
from _portal.environment import WORK
from _portal.plain_tests import PlainTest, PlainTests, Test

# Plugins that write files, draw on a terminal, watch threads or take breakpoint() over, none of which a graded run has.
_LEFT_OUT = (
    "cacheprovider", "debugging", "doctest", "faulthandler", "junitxml", "legacypath", "pastebin", "setuponly",
    "setupplan", "stepwise", "terminal", "threadexception", "unraisableexception",
)  # fmt: skip

# Plugins that act on every test, and the words without which a test file cannot use them.
_ON_DEMAND = {
    "logging-plugin": ("caplog", "logging"),
    "capturemanager": ("capfd", "capsys", "capteesys"),
    "skipping": ("skip", "xfail", "unittest"),
    "unittest": ("unittest",),
    "tmpdir": ("tmp",),
    "warnings": ("warn",),
}
ON_DEMAND_PLUGINS = list(_ON_DEMAND)
# Where the chain from the session to a test holds what is defined in the module.
_BELOW_MODULE = 2

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
    leave_out(())
    config.hook.pytest_sessionstart(session=_session)


def unused_plugins(tests: str) -> list[str]:
    """Return the names of plugins that a test file cannot use."""
    return [name for name, words in _ON_DEMAND.items() if not any(word in tests for word in words)]


def leave_out(plugins: Iterable[str]) -> None:
    """Have the plugins of these names take no part in tests."""
    _session.hooks = _hooks_without(*plugins)


@functools.cache
def _hooks_without(*names: str) -> FSHookProxy:
    """Return the hooks of the other plugins, in the way in which pytest leaves out the conftest.py of other folders."""
    return FSHookProxy(config.pluginmanager, {config.pluginmanager.get_plugin(name) for name in names})


def run_plain(call: Callable[[], object]) -> None:
    """Call plain tests within what plugins prepare for a test, such as how asserts describe what they compare."""
    _session.hooks.pytest_runtest_protocol(item=PlainTests(config, _session.hooks, call), nextitem=None)


def collect(test_module: ModuleType, plain: list[PlainTest]) -> list[Test]:
    """Collect the tests of a module that was executed already, some of which are plain."""
    other = plain_tests.without(plain, test_module) if plain else test_module
    items = _collect(test_module, other) if other is not None else []
    places = {name: place for place, name in enumerate(vars(test_module))}
    return sorted([*items, *plain], key=lambda test: places[_name_in_module(test)]) if plain else items


def names_of_tests(module: ModuleType) -> list[str]:
    """Return the names of the tests of a module; none if it cannot be collected."""
    try:
        return [item.name for item in _collector(module, module).collect()]
    except (Exception, pytest.fail.Exception):
        return []


def _collect(test_module: ModuleType, what: ModuleType) -> list[pytest.Item]:
    module = _collector(test_module, what)
    items = list(_session.genitems(module))
    module.obj = test_module
    _session.items = items
    _session.testscollected = len(items)
    config.hook.pytest_collection_modifyitems(session=_session, config=config, items=items)
    return items


def _collector(test_module: ModuleType, what: ModuleType) -> pytest.Module:
    path = str(test_module.__file__)
    name = path.removeprefix("/")  # as pytest finds it, with the help of the file system
    module = pytest.Module.from_parent(_session, path=Path(path), name=name, nodeid=name)
    module.obj = what
    marks = vars(test_module).get("pytestmark", [])
    for mark in marks if isinstance(marks, list) else [marks]:
        if isinstance(mark, pytest.MarkDecorator):
            module.add_marker(mark)
    return module


def _name_in_module(test: Test) -> str:
    node = test if isinstance(test, PlainTest) else test.listchain()[_BELOW_MODULE]
    return node.name.partition("[")[0]
