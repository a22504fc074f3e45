import gzip
import hashlib
import re
import urllib.robotparser
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.conftest import MakeApp

pytestmark = pytest.mark.one_database

FOLDER = Path(__file__).resolve().parents[3] / "portal" / "static" / "playground"
PAGE = (FOLDER / "index.html").read_text()
OWN_MODULES = sorted(FOLDER.glob("*.js"))
ACE = next(FOLDER.glob("ace-*"))
VENDORED = sorted(path.parent for path in FOLDER.glob("*/LICENSE"))
NOT_SERVED = ("nothing.js", "../../config.py", "..%2f..%2f..%2fapp.py", ACE.name, f"{ACE.name}/README.md")


def test_the_page_may_load_and_reach_nothing_but_this_service(client: FlaskClient) -> None:
    answer = client.get("/")
    assert (answer.status_code, answer.content_type) == (200, "text/html; charset=utf-8")
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
    assert policy.pop("default-src") == "'none'"
    assert set(policy.values()) == {"'self'", "'none'"}
    assert {name for name, value in policy.items() if value == "'self'"} == {
        "script-src",
        "style-src",
        "img-src",
        "connect-src",
    }
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("main.js", "text/javascript; charset=utf-8"),
        ("style.css", "text/css; charset=utf-8"),
        ("favicon.svg", "image/svg+xml; charset=utf-8"),
    ],
)
def test_files_have_their_types_and_are_asked_for_anew(client: FlaskClient, path: str, content_type: str) -> None:
    answer = client.get(f"/playground/{path}")
    assert (answer.status_code, answer.content_type) == (200, content_type)
    assert answer.headers["Cache-Control"] == "public, max-age=0, s-maxage=10"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    again = client.get(f"/playground/{path}", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_files_are_compressed_for_those_who_can_read_it(client: FlaskClient) -> None:
    path = f"/playground/{ACE.name}/ace.js"
    plain = client.get(path)
    packed = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert (packed.headers["Content-Encoding"], packed.headers["Vary"]) == ("gzip", "Accept-Encoding")
    assert gzip.decompress(packed.data) == plain.data == (ACE / "ace.js").read_bytes()
    assert len(packed.data) < len(plain.data) / 3
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert "Content-Encoding" not in client.get(path, headers={"Accept-Encoding": "gzip;q=0"}).headers


def test_the_editor_is_kept_by_browsers_since_its_folder_bears_its_version(client: FlaskClient) -> None:
    assert "max-age=31536000" in client.get(f"/playground/{ACE.name}/ace.js").headers["Cache-Control"]


@pytest.mark.parametrize(
    "path",
    ["nothing.js", "../../config.py", "..%2f..%2fapp.py", f"{ACE.name}/README.md", f"{ACE.name}/LICENSE", ACE.name],
)
def test_other_paths_are_the_ordinary_404(client: FlaskClient, path: str) -> None:
    answer = client.get(f"/playground/{path}")
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (404, "NOT_FOUND")


@pytest.mark.parametrize("path", ["/", "/playground/main.js"])
def test_switched_off_it_is_not_there(make_app: MakeApp, path: str) -> None:
    answer = make_app(PLAYGROUND="false").test_client().get(path)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (404, "NOT_FOUND")


def test_the_page_loads_what_it_needs_at_first_at_once() -> None:
    needed, pending = {"display.js"}, ["main.js"]  # display.js is no module
    while pending:
        name = pending.pop()
        needed.add(name)
        imported = re.findall(r'^import [^"]*"\./([\w-]+\.js)";$', (FOLDER / name).read_text(), re.MULTILINE)
        pending += set(imported) - needed
    assert set(re.findall(r'"/playground/([\w-]+\.js)"', PAGE)) == needed


def test_every_module_is_loaded_at_first_or_when_it_is_needed() -> None:
    loaded = set(
        re.findall(r'"(?:/playground|\.)/([\w-]+\.js)"', PAGE + "".join(path.read_text() for path in OWN_MODULES))
    )
    assert loaded == {path.name for path in OWN_MODULES}


def test_all_that_the_page_names_is_there(client: FlaskClient) -> None:
    for path in re.findall(r'(?:href|src)="(/playground/[^"]+)"', PAGE):
        assert client.get(path).status_code == 200, path


def test_nothing_in_the_page_is_inline() -> None:
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|javascript:", PAGE)


@pytest.mark.parametrize("path", OWN_MODULES, ids=lambda path: path.name)
def test_no_module_turns_text_into_markup_or_code(path: Path) -> None:
    dangerous = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|setHTML|srcdoc|\beval\b|new Function"
    assert not re.search(dangerous, path.read_text())


@pytest.mark.parametrize("folder", VENDORED, ids=lambda folder: folder.name)
def test_third_party_files_are_as_they_were_published(folder: Path) -> None:
    table = (folder / "README.md").read_text()
    sums = dict(re.findall(r"^\| `([\w.-]+)` \|.*\| `([0-9a-f]{64})` \|$", table, re.MULTILINE))
    shipped = {path.name for path in folder.iterdir()} - {"README.md", "LICENSE"}
    assert {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in shipped} == sums


def test_third_party_files_are_complete() -> None:
    assert [folder.name.split("-")[0] for folder in VENDORED] == ["ace", "marked"]


def test_robots_are_kept_from_the_api_but_not_from_its_documentation() -> None:
    robots = urllib.robotparser.RobotFileParser()
    robots.parse((FOLDER / "robots.txt").read_text().splitlines())
    paths = ("/", "/playground/main.js", "/api/docs", "/api/docs/errors", "/api/exercises", "/api/auth/login")
    assert [robots.can_fetch("*", path) for path in paths] == [True, True, True, True, False, False]
