"""The shape of the code: imports run one way, the two services stay apart, every endpoint declares who may call it."""

import ast
import re
import sys
from pathlib import Path
from types import FrameType

import pytest
from flask import Flask

from tests.conftest import MakeApp
from tests.portal import fake_executor

PROJECT = Path(__file__).resolve().parent.parent
MODULES = sorted(
    path
    for folder in ("portal", "executor")
    for path in (PROJECT / folder).rglob("*.py")
    if "guest" not in path.relative_to(PROJECT).parts
)
TOP = {"bulkhead", "clock", "config", "config_reader", "config_values", "extensions", "translations"}
PACKAGES = {
    *("authoring", "cli", "dao", "database", "errors", "execution", "models", "observability"),
    *("openapi", "routes", "schemas", "services", "web"),
}
# What may import whom inside the portal; a package may always import itself.
ALLOWED = {
    "portal.routes": "extensions errors models clock services schemas translations web observability openapi",
    "portal.web": "extensions config errors models services schemas observability translations",
    "portal.openapi": "errors schemas translations web",
    "portal.cli": "authoring bulkhead clock config config_reader config_values database errors execution extensions"
    " models services",
    "portal.extensions": "bulkhead config database errors execution services",
    "portal.services": "authoring bulkhead clock config dao database errors execution models observability"
    " translations",
    "portal.schemas": "services execution models translations",
    "portal.authoring": "models",
    "portal.dao": "database models",
    "portal.database": "bulkhead clock errors observability",
    "portal.execution": "bulkhead config errors models observability",
    "portal.observability": "clock config web",
    "portal.bulkhead": "errors observability",
    "portal.config": "config_reader config_values",
    "portal.config_reader": "",
    "portal.config_values": "",
    "portal.clock": "",
    "portal.errors": "",
    "portal.models": "",
    "portal.translations": "",
}
WITHOUT_FLASK = (
    *("portal.authoring", "portal.services", "portal.dao", "portal.database"),
    *("portal.models", "portal.errors", "portal.config"),
)


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


def test_decisions_state_their_status() -> None:
    pages = {page.name: page.read_text() for page in (PROJECT / "docs" / "decisions").glob("*.md")}
    status = {name: text.split("\n")[2] for name, text in pages.items()}
    assert [name for name, line in status.items() if not re.match(r"Status: (Accepted|Superseded by \[)", line)] == []
    for line in status.values():
        for later in re.findall(r"Superseded by \[\d+\]\((.+?)\)", line):
            assert "Supersedes" in status[later]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_the_two_services_share_no_code(path: Path) -> None:
    other = "executor" if name_of(path).startswith("portal") else "portal"
    assert not [name for name in imports_of(path) if name.split(".")[0] == other]


def test_only_modules_that_every_part_uses_stand_at_the_top() -> None:
    assert {path.stem for path in (PROJECT / "portal").glob("*.py")} == TOP | {"__init__"}
    assert {path.parent.name for path in (PROJECT / "portal").glob("*/__init__.py")} == PACKAGES


@pytest.mark.parametrize("path", [path for path in MODULES if "portal" in path.parts], ids=name_of)
def test_imports_run_one_way(path: Path) -> None:
    name = name_of(path)
    if name == "portal":
        return
    package = ".".join(name.split(".")[:2])
    allowed = {*ALLOWED[package].split(), package.split(".")[1]}
    imported = {part.split(".")[1] for part in imports_of(path) if part.startswith("portal.")}
    assert imported <= allowed, f"{name} imports {imported - allowed}"


@pytest.mark.parametrize("path", [path for path in MODULES if name_of(path).startswith(WITHOUT_FLASK)], ids=name_of)
def test_rules_and_data_never_import_flask(path: Path) -> None:
    assert not [name for name in imports_of(path) if name.split(".")[0].startswith("flask")]


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_files_stay_around_two_hundred_lines(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 260


def test_only_the_database_package_knows_the_driver() -> None:
    drivers = {"sqlite3", "psycopg", "psycopg_pool"}
    knowing = [name_of(path) for path in MODULES if drivers & {name.split(".")[0] for name in imports_of(path)}]
    assert {name.split("_")[0] for name in knowing} == {"portal.database.sqlite", "portal.database.postgresql"}


def test_sql_stays_in_dao_and_database() -> None:
    statement = re.compile(r'"(SELECT|INSERT INTO|UPDATE|DELETE FROM) ')
    holding = {name_of(path) for path in MODULES if statement.search(path.read_text())}
    assert all(name.startswith(("portal.dao", "portal.database")) for name in holding)


def test_nothing_reaches_into_another_packages_private_names() -> None:
    """A leading underscore after a dot, on anything that is not self, cls or our own module's."""
    imported_private = {
        f"{name_of(path)}: {name}"
        for path in MODULES
        for name in imports_of(path)
        if name.split(".")[0] not in {"portal", "executor", "_portal", "__future__"}
        and any(part.startswith("_") for part in name.split("."))
    }
    assert imported_private == set()


def requirements() -> set[str]:
    """The names in requirements.in, without extras and markers."""
    lines = (PROJECT / "requirements.in").read_text().splitlines()
    return {re.split(r"[\[;]", line)[0] for line in lines if line and not line.startswith("#")}


def test_every_requirement_is_imported() -> None:
    named = {
        "flask-cors": "flask_cors", "flask-compress": "flask_compress", "flask-jwt-extended": "flask_jwt_extended",
        "flask-limiter": "flask_limiter", "prometheus-flask-exporter": "prometheus_flask_exporter",
        "componentize-py": "componentize_py", "backports-zstd": "backports",
    }  # fmt: skip
    wanted = {named.get(name, name) for name in requirements()}
    sources = [*MODULES, PROJECT / "app.py", *(PROJECT / "executor").rglob("*.py")]
    imported = {name.split(".")[0] for path in sources for name in imports_of(path)}
    started_as_commands = {"gunicorn", "componentize_py"}
    assert wanted - imported <= started_as_commands


def test_every_requirement_is_listed_with_its_pinned_version() -> None:
    pins = dict(re.findall(r"^([\w.-]+)==(\S+)", (PROJECT / "requirements.txt").read_text(), re.MULTILINE))
    table = (PROJECT / "docs" / "dependencies.md").read_text()
    rows = dict(re.findall(r"^\| ([\w-]+) \| .*? \| ([\d.]+), \d{4}-\d{2} \|", table, re.MULTILINE))
    assert rows == {name: pins[name] for name in requirements()}


def test_every_endpoint_declares_who_may_call_it(app: Flask) -> None:
    declared = {
        rule.endpoint: getattr(app.view_functions[rule.endpoint], "auth", None) for rule in app.url_map.iter_rules()
    }
    assert set(declared.values()) <= {"public", "required", "author", "optional", "refresh_token"}
    public = {endpoint for endpoint, auth in declared.items() if auth == "public"}
    assert public == {
        "auth.get_registration",
        "auth.register",
        "auth.login",
        "auth.request_password_reset",
        "auth.reset_password",
        "health.get_health",
        "health.get_readiness",
        "health.get_dependencies",
        "health.get_metrics",
        "docs.get_index",
        "docs.get_openapi_document",
        "docs.get_docs_page",
        "docs.get_errors_page",
        "docs.get_docs_file",
        "playground.get_page",
        "playground.get_favicon",
        "playground.get_robots",
        "playground.get_asset",
    }


def variables_in(path: str) -> set[str]:
    return set(re.findall(r'"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|PORT|PLAYGROUND)"', (PROJECT / path).read_text()))


def test_settings_are_the_same_in_code_example_and_documentation() -> None:
    in_code = variables_in("portal/config.py") | variables_in("executor/settings.py") | {"EXECUTOR_PORT"}
    in_example = set(re.findall(r"^#?\s*([A-Z][A-Z0-9_]+)=", (PROJECT / ".env.example").read_text(), re.MULTILINE))
    documentation = (PROJECT / "docs" / "configuration.md").read_text()
    documented = {
        name
        for row in re.findall(r"^\| (`[A-Z].*?) \|", documentation, re.MULTILINE)
        for name in re.findall(r"`([A-Z_0-9]+)`", row)
    }
    assert in_example == in_code
    assert documented == in_code


def test_the_described_way_of_a_submission_is_the_one_it_takes(make_app: MakeApp) -> None:
    text = (PROJECT / "docs" / "architecture.md").read_text().partition("## The way of a submission")[2]
    described = re.findall(r"^\| \d+ \| `([\w/.]+)`", text, re.MULTILINE)
    assert 10 <= len(described) <= 15
    passed_through: set[str] = set()

    def note(frame: FrameType, _event: str, _argument: object) -> None:
        passed_through.add(frame.f_code.co_filename)

    with fake_executor.serve() as executor:
        client = make_app(EXECUTOR_SERVICE_URL=executor.url).test_client()
        account = {"email": "ada@example.org", "username": "ada", "password": "correct horse"}
        token = client.post("/api/auth/register", json=account).get_json()["data"]["accessToken"]
        sys.setprofile(note)
        try:
            verdict = client.post(
                "/api/exercises/test",
                json={"exerciseId": "keep-even", "code": "pass"},
                headers={"Authorization": f"Bearer {token}"},
            )
        finally:
            sys.setprofile(None)
    assert verdict.status_code == 200
    assert [name for name in described if str(PROJECT / "portal" / name) not in passed_through] == []
