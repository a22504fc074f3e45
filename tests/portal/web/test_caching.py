import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from portal.database import Database
from portal.extensions import compress, get_db
from portal.services import catalogue, starter_curriculum, track_import
from portal.web import compression
from tests.conftest import Headers, MakeApp, sign_up, starter_ids
from tests.document import DECODERS

LIST = "/api/exercises"


def write_track(folder: Path, instructions: str) -> None:
    """Lay out one exercise as a course author does."""
    named = {"files": {"solution": ["double.py"], "test": ["double_test.py"], "example": [".meta/example.py"]}}
    files = {
        ".meta/config.json": json.dumps(named),
        ".meta/example.py": "def double(n):\n    return n * 2\n",
        ".docs/instructions.md": instructions,
        "double.py": "def double(n):\n    pass\n",
        "double_test.py": "from double import double\n\n\ndef test_two():\n    assert double(2) == 4\n",
    }
    for name, text in files.items():
        path = folder / "exercises" / "practice" / "double" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def total(client: FlaskClient, headers: Headers | None = None) -> int:
    return int(client.get(LIST, headers=headers).get_json()["data"]["pagination"]["total"])


@pytest.mark.parametrize("coding", DECODERS)
@pytest.mark.parametrize("path", [LIST, f"{LIST}/greet"])
def test_the_catalogue_is_compressed_as_the_caller_asks(client: FlaskClient, coding: str, path: str) -> None:
    plain = client.get(path)
    packed = client.get(path, headers={"Accept-Encoding": coding})
    assert packed.headers["Content-Encoding"] == coding
    assert packed.content_length == len(packed.data) < len(plain.data)
    assert DECODERS[coding](packed.data) == plain.data
    assert packed.headers["ETag"] != plain.headers["ETag"]


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip, br", "br"),
        ("zstd;q=0.5, gzip", "gzip"),
        ("*", "zstd"),
        ("zstd;q=0, br;q=0, *", None),
        ("identity, gzip;q=0.5", None),
        ("gzip;q=0", None),
        ("deflate", None),
        ("", None),
        (";;q=,,", None),
    ],
)
def test_the_coding_is_the_one_the_caller_likes_best(client: FlaskClient, accepted: str, coding: str | None) -> None:
    response = client.get(LIST, headers={"Accept-Encoding": accepted})
    assert response.headers.get("Content-Encoding") == coding
    assert "Accept-Encoding" in response.headers["Vary"]


def test_answers_to_learners_are_compressed_too_unless_they_hold_tokens(
    client: FlaskClient, auth_headers: Headers
) -> None:
    asking = {"Accept-Encoding": "gzip"}
    listed = client.get(LIST, headers={**auth_headers, **asking})
    assert json.loads(gzip.decompress(listed.data))["data"]["exercises"][0]["status"] == "not_started"
    body = {"username": "ada", "password": "correct horse"}
    for _ in range(5):
        signed_in = client.post("/api/auth/login", json=body, headers=asking)
    sessions = client.get("/api/auth/sessions", headers={**auth_headers, **asking})
    assert len(sessions.data) > 1024
    assert "Content-Encoding" not in signed_in.headers
    assert "Content-Encoding" not in sessions.headers
    assert "Content-Encoding" not in client.get("/health", headers=asking).headers


@pytest.mark.parametrize("coding", [*DECODERS, ""])
@pytest.mark.parametrize("path", [LIST, f"{LIST}/greet"])
def test_a_caller_that_has_the_bytes_gets_304(client: FlaskClient, path: str, coding: str) -> None:
    asking = {"Accept-Encoding": coding}
    first = client.get(path, headers=asking)
    tag = first.headers["ETag"]
    assert not tag.startswith("W/")
    for condition in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        again = client.get(path, headers={**asking, "If-None-Match": condition})
        assert (again.status_code, again.data) == (304, b"")
        for name in ("ETag", "Cache-Control", "Vary"):
            assert again.headers[name] == first.headers[name]
    assert client.get(path, headers={**asking, "If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("path", [LIST, f"{LIST}/greet", "/api/openapi.json", "/api/docs", "/"])
@pytest.mark.parametrize(
    "condition", [{"If-Match": '"x"'}, {"If-Match": "*"}, {"If-Unmodified-Since": "x"}, {"Range": "bytes=0-1"}]
)
def test_conditions_that_protect_changes_do_not_matter_to_reads(
    client: FlaskClient, path: str, condition: Headers
) -> None:
    assert client.get(path, headers=condition).status_code == 200


@pytest.mark.parametrize("date", ["Sun, 06 Nov 99999999999 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 +99999999", "x"])
def test_a_date_decides_on_nothing(client: FlaskClient, date: str) -> None:
    tag = client.get(LIST).headers["ETag"]
    for name in ("If-Modified-Since", "If-Unmodified-Since", "If-Range"):
        assert client.get(LIST, headers={name: date}).status_code == 200
        assert client.get(LIST, headers={name: date, "If-None-Match": tag}).status_code == 304


def test_guests_may_keep_the_catalogue_and_learners_may_not(client: FlaskClient, auth_headers: Headers) -> None:
    for path in (LIST, f"{LIST}/greet"):
        guest, learner = client.get(path), client.get(path, headers=auth_headers)
        assert guest.headers["Cache-Control"] == "public, max-age=60"
        assert {"Authorization", "Accept-Encoding"} <= set(guest.headers["Vary"].split(", "))
        assert learner.headers["Cache-Control"] == "no-store"
        assert "ETag" not in learner.headers


@pytest.mark.parametrize("path", ["/health", "/api/nothing", f"{LIST}/nothing", "/api/progress", "/api/auth/me"])
def test_responses_are_not_stored_unless_declared_cacheable(client: FlaskClient, path: str) -> None:
    assert client.get(path).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("coding", DECODERS)
def test_a_learners_status_never_reaches_a_guest_or_another_learner(
    client: FlaskClient, auth_headers: Headers, coding: str
) -> None:
    first = client.get(LIST).get_json()["data"]["exercises"][0]["id"]

    def status(headers: Headers | None) -> Any:
        one = client.get(f"{LIST}/{first}", headers=headers).get_json()["data"]["exercise"]
        response = client.get(LIST, headers={**(headers or {}), "Accept-Encoding": coding})
        listed = json.loads(DECODERS[coding](response.data))["data"]["exercises"][0]
        assert one.get("status") == listed.get("status")
        return one.get("status")

    assert status(auth_headers) == "not_started"
    client.post("/api/progress", json={"exerciseId": first, "status": "completed"}, headers=auth_headers)
    learners = (auth_headers, None, sign_up(client, "eve"), auth_headers)
    assert [status(headers) for headers in learners] == ["completed", None, "not_started", "completed"]


def test_an_import_and_a_seed_show_at_once_in_every_process(make_app: MakeApp, tmp_path: Path) -> None:
    here, there = make_app(), make_app()
    client = here.test_client()
    headers = sign_up(client, "ada")
    assert (total(client), total(client, headers)) == (len(starter_ids()),) * 2
    write_track(tmp_path, "Double it.")
    with there.app_context():  # another connection to the same file, as another process has
        track_import.load(get_db(), track_import.plan(get_db(), tmp_path))
    assert (total(client), total(client, headers)) == (len(starter_ids()) + 1,) * 2
    tag = client.get(f"{LIST}/double").headers["ETag"]
    write_track(tmp_path, "Double the number.")
    with there.app_context():
        track_import.load(get_db(), track_import.plan(get_db(), tmp_path))
    changed = client.get(f"{LIST}/double", headers={"If-None-Match": tag})
    assert changed.get_json()["data"]["exercise"]["instructions"].startswith("Double the number.")
    with there.app_context():
        get_db().execute("DELETE FROM exercises WHERE id = 'greet'")
        starter_curriculum.load(get_db())
    assert client.get(f"{LIST}/greet").status_code == 200


def test_a_change_that_is_rolled_back_changes_nothing(client: FlaskClient, db: Database) -> None:
    before = client.get(LIST).headers["ETag"]
    with pytest.raises(RuntimeError), db.transaction():
        get_db().execute("UPDATE catalogue SET version = version + 1")
        get_db().execute("DELETE FROM exercises WHERE id = 'greet'")
        raise RuntimeError
    assert client.get(LIST).headers["ETag"] == before


def test_seeding_again_keeps_the_etags(client: FlaskClient, db: Database) -> None:
    before = client.get(LIST).headers["ETag"]
    starter_curriculum.load(db)
    assert client.get(LIST).headers["ETag"] == before


def test_a_guests_list_costs_one_query_once_it_is_cached(client: FlaskClient, statements: list[str]) -> None:
    client.get(LIST)
    statements.clear()
    client.get(LIST)
    client.get(f"{LIST}?search=nothing-like-it")
    tables = [statement.split(" FROM ")[1].split()[0] for statement in statements]
    assert tables == ["catalogue", "catalogue"]


def test_any_number_of_searches_fills_a_bounded_part_of_the_memory(client: FlaskClient) -> None:
    for number in range(600):
        client.get(f"{LIST}?search={number}")
    assert len(catalogue._cache._entries) == 512
    assert total(client) == len(starter_ids())


def test_any_number_of_searches_leaves_what_is_read_again_in_the_memory(db: Database) -> None:
    for number in range(600):
        catalogue.get_page(db, page=1, per_page=20, search=str(number))
    page, entry = catalogue.get_page(db, page=1, per_page=20), catalogue.get_entry(db, "greet")
    for number in range(400):
        catalogue.get_page(db, page=1, per_page=20, search=f"other-{number}")
    assert catalogue.get_page(db, page=1, per_page=20) is page
    assert catalogue.get_entry(db, "greet") is entry


def test_what_is_the_same_for_many_is_compressed_once(client: FlaskClient) -> None:
    kept = kept_compressed()
    kept.clear()
    for name in ("ada", "eve", "bob"):
        client.get(LIST, headers={**sign_up(client, name), "Accept-Encoding": "zstd"})
    assert len(kept) == 1
    headers = sign_up(client, "ida")
    client.post("/api/progress", json={"exerciseId": "greet", "lastCode": "#" * 2000}, headers=headers)
    own = client.get("/api/progress", headers={**headers, "Accept-Encoding": "zstd"})
    assert own.headers["Content-Encoding"] == "zstd"
    assert len(kept) == 1


def test_any_number_of_pages_fills_a_bounded_part_of_the_memory(client: FlaskClient) -> None:
    kept = kept_compressed()
    kept.update({f"zstd;{number}": b"" for number in range(512)})
    assert client.get(LIST, headers={"Accept-Encoding": "zstd"}).status_code == 200
    assert len(kept) <= 512


def kept_compressed() -> dict[str, bytes]:
    cache = compress.cache
    assert isinstance(cache, compression._Cache)
    return cache._compressed


def test_head_answers_as_get_does_without_the_body(client: FlaskClient) -> None:
    for path in (LIST, f"{LIST}/greet", "/health", "/api/nothing"):
        got, asked = client.get(path), client.head(path)
        assert asked.data == b""
        assert asked.status_code == got.status_code
        for name in ("Content-Type", "Content-Length", "Cache-Control", "ETag", "Vary"):
            assert asked.headers.get(name) == got.headers.get(name), (path, name)


def test_options_names_the_methods(client: FlaskClient) -> None:
    response = client.options(f"{LIST}/greet/solution")
    assert (response.status_code, response.data) == (200, b"")
    assert {method.strip() for method in response.headers["Allow"].split(",")} == {"GET", "HEAD", "OPTIONS"}
    assert client.options("/api/nothing").status_code == 404, "unless a browser asks before a request: see test_cors"
