"""The shape of the house: imports run one way, the two services stay apart, every endpoint says who may call it."""

import ast
import re
from pathlib import Path

import pytest
from flask import Flask

PROJECT = Path(__file__).resolve().parent.parent
MODULES = sorted(
    path for folder in ("portal", "executor") for path in (PROJECT / folder).rglob("*.py") if "guest" not in path.parts
)


def rooms(names: str) -> set[str]:
    return set(names.split())


# Who may import whom inside the portal: a room may import the rooms named with it, and its own neighbours.
ALLOWED = {
    "portal.routes": rooms(
        "services schemas db config errors models clock http identity idempotency metrics answers openapi pages context"
        " executor_errors token_errors"
    ),
    "portal.services": rooms(
        "dao schemas db db_faults migrations config errors executor_errors token_errors models clock names metrics http"
        " security_log compression context"
    ),
    "portal.dao": rooms("db models"),
    "portal.migrations": rooms("db db_faults clock"),
    "portal.db_faults": rooms("errors"),
    "portal.schemas": rooms("names"),
    "portal.names": rooms(""),
    "portal.errors": rooms(""),
    "portal.executor_errors": rooms("errors"),
    "portal.token_errors": rooms("errors"),
    "portal.answers": rooms("compression errors schemas"),
    "portal.openapi": rooms("answers errors openapi_parts rate_limiting schemas arrival_errors"),
    "portal.pages": rooms("compression errors"),
    "portal.models": rooms(""),
    "portal.config": rooms(""),
    "portal.clock": rooms(""),
    "portal.context": rooms(""),
    "portal.log_writer": rooms(""),
    "portal.change_mark": rooms(""),
    "portal.security_log": rooms(""),
}


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(PROJECT).with_suffix("").parts).removesuffix(".__init__")


def imports_of(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names if alias.name != "__version__"}
    return found


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_the_two_services_share_no_code(path: Path) -> None:
    other = "executor" if name_of(path).startswith("portal") else "portal"
    assert not [name for name in imports_of(path) if name.split(".")[0] == other]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_run_one_way(path: Path) -> None:
    room = next((room for room in ALLOWED if f"{name_of(path)}.".startswith(f"{room}.")), None)
    for name in imports_of(path):
        parts = name.split(".")
        if parts[0] != "portal" or len(parts) < 2:
            continue
        assert parts[1] != "routes", "only app.py imports routes"
        if room is not None and parts[1] != room.split(".")[1]:
            assert parts[1] in ALLOWED[room], f"{name_of(path)} imports {name}"


@pytest.mark.parametrize("path", [path for path in MODULES if "dao" in path.parts], ids=name_of)
def test_dao_never_imports_flask(path: Path) -> None:
    assert not [name for name in imports_of(path) if name.split(".")[0].startswith("flask")]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_files_stay_around_two_hundred_lines(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 260


def test_only_db_knows_the_driver() -> None:
    knowing = [name_of(path) for path in MODULES if "sqlite3" in {name.split(".")[0] for name in imports_of(path)}]
    assert knowing == ["portal.db", "portal.db_faults"]


def test_sql_stays_in_dao_and_db() -> None:
    statement = re.compile(r'"(SELECT|INSERT INTO|UPDATE|DELETE FROM) ')
    holding = {name_of(path) for path in MODULES if statement.search(path.read_text())}
    assert {name.rpartition(".")[0] for name in holding} <= {"portal.dao", "portal"}
    assert {name for name in holding if not name.startswith("portal.dao")} <= {"portal.db", "portal.migrations"}


def test_every_endpoint_declares_who_may_call_it(app: Flask) -> None:
    declared = {
        rule.endpoint: getattr(app.view_functions[rule.endpoint], "auth", None) for rule in app.url_map.iter_rules()
    }
    assert set(declared.values()) <= {"public", "signed_in", "maybe_signed_in", "with_refresh_token"}
    public = {endpoint for endpoint, auth in declared.items() if auth == "public"}
    assert public == {
        "auth.register",
        "auth.login",
        "health.get_health",
        "health.get_readiness",
        "health.get_dependencies",
        "health.get_metrics",
        "docs.get_openapi_document",
        "docs.get_docs_page",
        "docs.get_errors_page",
        "docs.get_docs_file",
        "playground.page",
        "playground.asset",
    }


def variables_in(path: str) -> set[str]:
    return set(re.findall(r'"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|PORT|PLAYGROUND)"', (PROJECT / path).read_text()))


def test_settings_are_the_same_in_code_example_and_readme() -> None:
    in_code = variables_in("portal/config.py") | variables_in("executor/settings.py") | {"EXECUTOR_PORT"}
    in_example = set(re.findall(r"^#?\s*([A-Z][A-Z0-9_]+)=", (PROJECT / ".env.example").read_text(), re.MULTILINE))
    readme = (PROJECT / "README.md").read_text()
    in_readme = {
        name
        for row in re.findall(r"^\| (`[A-Z].*?) \|", readme, re.MULTILINE)
        for name in re.findall(r"`([A-Z_0-9]+)`", row)
    }
    assert in_example == in_code
    assert in_readme == in_code
