"""Grade one attempt with pytest: the test module lives in memory only and imports the learner's module by name."""

import ast
import io
import json
import sys
import types
from pathlib import Path

import _pytest.logging
import pytest
from _pytest.assertion.rewrite import rewrite_asserts
from _pytest.config import Config, _prepareconfig
from _pytest.main import Session

from _portal import faults, program
from _portal.environment import WORK, report
from _portal.recorder import Recorder

# Plugins that write files, draw on a terminal or watch threads, none of which a graded run has.
_LEFT_OUT = (
    "cacheprovider", "doctest", "faulthandler", "junitxml", "legacypath", "pastebin", "setuponly", "setupplan",
    "stepwise", "terminal", "threadexception", "unraisableexception", "warnings",
)  # fmt: skip

_config: Config
_session: Session


class _WithoutSkipped(ast.NodeTransformer):
    """Leaves out the tests that their author skips; skipping while they run, which a learner could do, is no pass."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return ast.copy_location(ast.Pass(), node) if _is_skipped(node) else node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        return ast.copy_location(ast.Pass(), node) if _is_skipped(node) else self.generic_visit(node)


def _is_skipped(node: ast.FunctionDef | ast.ClassDef) -> bool:
    names = [ast.unparse(decorator).partition("(")[0] for decorator in node.decorator_list]
    return any(name in {"skip", "unittest.skip", "pytest.mark.skip", "mark.skip"} for name in names)


class _TerminalOptions:
    """What other plugins read from the terminal plugin's options."""

    def pytest_addoption(self, parser: pytest.Parser) -> None:
        group = parser.getgroup("terminal")
        group.addoption("--verbosity", dest="verbose", type=int, default=0)
        group.addoption("--tb", dest="tbstyle", default="no")
        group.addoption("--show-capture", dest="showcapture", default="no")


def prepare() -> None:
    """Configure pytest and start its session while the snapshot is made, so that a run does not pay for it."""
    global _config, _session
    # The logging plugin (caplog) insists on a log file and opens /dev/null, which WASI lacks.
    _pytest.logging._FileHandler._open = lambda self: io.StringIO()
    left_out = [option for name in _LEFT_OUT for option in ("-p", f"no:{name}")]
    _config = _prepareconfig(["--capture=no", f"--basetemp={WORK}/tmp", *left_out], [_TerminalOptions()])
    _config._do_configure()
    _session = Session.from_config(_config)
    _config.hook.pytest_sessionstart(session=_session)


def grade(tests: str, module: str, learner_files: list[str]) -> program.Outcome:
    """Collect and run the tests; every expected test gets exactly one verdict.

    Returns:
        The outcome, with `tests` as a list of {"name", "passed", "error", "output", "duration" in ms}. Status
        `grader_error` means that the tests themselves are broken, which is never the learner's fault.
    """
    name = f"{module.removesuffix('.py')}_test"
    test_module = types.ModuleType(name)
    test_module.__file__ = f"/tests/{name}.py"
    try:
        tree = _WithoutSkipped().visit(ast.parse(tests, test_module.__file__))
        declared = _declared_tests(tree)
        rewrite_asserts(tree, tests.encode(), test_module.__file__, _config)
        code = compile(tree, test_module.__file__, "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError) as exc:
        return _grader_error(faults.text_of(exc))
    report(json.dumps({"expected": declared}))
    sys.modules[name] = test_module
    try:
        exec(code, test_module.__dict__)
    except BaseException as exc:
        return _could_not_import(exc, declared, learner_files)
    return _run(test_module)


def _run(test_module: types.ModuleType) -> program.Outcome:
    recorder = Recorder()
    _config.pluginmanager.register(recorder)
    items = _collect(test_module)
    if not items:
        return _grader_error("the test file holds no test")
    recorder.expect(items)
    for item, following in zip(items, [*items[1:], None], strict=True):
        recorder.begin(item)
        try:
            _config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        except BaseException as exc:
            recorder.abort(item, exc)
            break
        recorder.end(item)
    return _outcome(recorder)


def _collect(test_module: types.ModuleType) -> list[pytest.Item]:
    module = pytest.Module.from_parent(_session, path=Path(str(test_module.__file__)))
    module.obj = test_module
    items = list(_session.genitems(module))
    _session.items = items
    _session.testscollected = len(items)
    _config.hook.pytest_collection_modifyitems(session=_session, config=_config, items=items)
    return items


def _outcome(recorder: Recorder) -> program.Outcome:
    if recorder.grader_fault is not None:
        return _grader_error(recorder.grader_fault)
    for name in recorder.expected:
        recorder.verdicts.setdefault(name, _not_run(name, "the test run ended before this test"))
    tests = [recorder.verdicts[name] for name in recorder.expected]
    if recorder.aborted is not None:
        return {"status": "incomplete", "exitCode": 1, "error": faults.describe(recorder.aborted), "tests": tests}
    return {"status": "ok", "exitCode": 0, "error": None, "tests": tests}


def _could_not_import(exc: BaseException, declared: list[str], learner_files: list[str]) -> program.Outcome:
    if not _is_learners_fault(exc, learner_files):
        return _grader_error(f"{type(exc).__name__}: {faults.text_of(exc)}")
    outcome = program.failed(exc)
    if isinstance(exc, SystemExit | KeyboardInterrupt | pytest.exit.Exception):
        outcome["status"] = "incomplete"
    line = faults.line_of(exc)
    where = f" (line {line})" if line else ""
    message = f"your code could not be loaded: {type(exc).__name__}: {faults.text_of(exc)}{where}"
    outcome["tests"] = [_not_run(name, faults.shorten(message)) for name in declared]
    return outcome


def _is_learners_fault(exc: BaseException, learner_files: list[str]) -> bool:
    """Whether the learner's code raised while it was imported, or lacks a name that the tests import."""
    if faults.line_of(exc) is not None:
        return True
    stems = {name.removesuffix(".py") for name in learner_files}
    missing_from = exc.name if isinstance(exc, ImportError) else getattr(exc, "obj", None)
    return missing_from in stems or getattr(missing_from, "__name__", None) in stems


def _declared_tests(tree: ast.Module) -> list[str]:
    """The names of the tests as far as they can be read without running the file."""
    names: list[str] = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test"):
            names.append(node.name)
        elif isinstance(node, ast.ClassDef):
            methods = [item for item in node.body if isinstance(item, ast.FunctionDef)]
            names += [f"{node.name}.{method.name}" for method in methods if method.name.startswith("test")]
    return names


def _not_run(name: str, reason: str) -> dict[str, object]:
    return {"name": name, "passed": False, "error": reason, "output": "", "duration": 0.0}


def _grader_error(reason: str) -> program.Outcome:
    error = {"type": "GraderError", "message": faults.shorten(reason), "line": None}
    return {"status": "grader_error", "exitCode": 1, "error": error, "tests": None}
