"""SECURITY.md names tests; they exist."""

import re

from tests.test_architecture import PROJECT

CLAIMS = sorted(set(re.findall(r"`([\w/]+\.py)::(test_\w+)`", (PROJECT / "SECURITY.md").read_text())))


def test_every_test_that_the_security_page_names_exists() -> None:
    missing = [
        f"{path}::{name}"
        for path, name in CLAIMS
        if not re.search(rf"^def {name}\(", (PROJECT / "tests" / path).read_text(), re.MULTILINE)
    ]
    assert missing == []


def test_every_row_of_the_security_page_names_a_test() -> None:
    rows = [line for line in (PROJECT / "SECURITY.md").read_text().splitlines() if re.match(r"\| (API|V)\d", line)]
    assert len([row for row in rows if row.startswith("| API")]) == 10
    assert [row for row in rows if ".py::test_" not in row] == []
