"""The pages made of the API document, as they are served; tests/browser/test_docs.py opens them in a browser."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from portal import errors
from tests.serving import PROJECT

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize("path", ["/api/docs", "/api/docs/errors"])
def test_a_page_loads_nothing_from_another_host_and_runs_no_script_of_its_own(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.mimetype == "text/html"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    sources = re.findall(r'(?:src|href)="([^"]*)"', answer.text)
    assert all(source.startswith("/") or source == "data:," for source in sources)
    for source in sources:
        if source != "data:,":
            assert client.get(source).status_code == 200, source
    assert not re.search(r"<script>|<style|\sstyle=|\son\w+=", answer.text)


def test_the_page_of_errors_tells_each_with_what_to_do(client: FlaskClient) -> None:
    rows = re.findall(r'<tr id="(\w+)">(.*?)</tr>', client.get("/api/docs/errors").text)
    assert [code for code, _ in rows] == [error.code for error in errors.registry()]
    for (_, row), error in zip(rows, errors.registry(), strict=True):
        cells = [unescape(re.sub("<[^>]+>", "", cell)) for cell in re.findall("<td>(.*?)</td>", row)]
        texts = [error.code, str(error.status), error.default_message(), error.action]
        assert cells == [text.replace("`", "") for text in texts], "code is marked up, not put in backticks"


def test_the_page_of_errors_has_those_of_the_proxy_too(client: FlaskClient) -> None:
    """Each code that nginx answers itself, and the status of those that are nginx's alone."""
    rows = re.findall(r"<tr[^>]*><td><code>(\w+)</code></td><td>([\d, ]+)</td>", client.get("/api/docs/errors").text)
    page = {code: {int(status) for status in statuses.split(",")} for code, statuses in rows}
    configuration = (PROJECT / "deploy" / "nginx" / "nginx.conf").read_text()
    sent = re.findall(r"""^ +(\d{3}) '"([A-Z_]+)","message""", configuration, re.MULTILINE)
    assert len(sent) > 10
    portals = {error.code for error in errors.registry()}
    assert [(code, status) for status, code in sent if code not in portals and int(status) not in page[code]] == []


@pytest.mark.parametrize("name", ["README.md", "none.js", "../../errors.py", "swagger-ui-5.35.0/../../../http.py"])
def test_nothing_but_the_files_of_the_pages_is_served(client: FlaskClient, name: str) -> None:
    assert client.get(f"/api/docs/{name}").status_code == 404


def test_a_file_that_the_browser_has_is_not_sent_again(client: FlaskClient) -> None:
    page = client.get("/api/docs/page.js")
    again = client.get("/api/docs/page.js", headers={"If-None-Match": page.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    kept = client.get("/api/docs/swagger-ui-5.35.0/swagger-ui-bundle.js")
    assert "immutable" in kept.headers["Cache-Control"]
