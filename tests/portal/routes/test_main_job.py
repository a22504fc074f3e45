"""The main job from end to end: registration to a graded exercise, in the real sandbox."""

import threading
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.conftest import MakeApp, sign_up

pytestmark = pytest.mark.integration

GREET = "def greet(name):\n    return f\"Hello, {name.strip() or 'friend'}!\"\n"


def test_a_learner_registers_runs_submits_and_sees_progress(real_client: FlaskClient) -> None:
    headers = sign_up(real_client, "ada")
    body: dict[str, Any] = {"code": "name = input('Name? ')\nprint('Hello', name)", "stdin": "Ada\n"}
    ran = real_client.post("/api/exercises/run", json=body, headers=headers).get_json()["data"]
    assert (ran["status"], ran["stdout"], ran["exitCode"]) == ("ok", "Name? Hello Ada\n", 0)

    body = {"exerciseId": "greet", "code": "def greet(name):\n    return 'Hello, Ada!'\n"}
    first = real_client.post("/api/exercises/test", json=body, headers=headers).get_json()["data"]
    assert first["passed"] is False
    assert first["summary"] == {"total": 6, "passed": 1, "failed": 5}
    assert "use the name that was given" in first["tests"][1]["message"]
    assert first["progress"]["status"] == "in_progress"

    body["code"] = GREET
    second = real_client.post("/api/exercises/test", json=body, headers=headers).get_json()["data"]
    assert second["passed"] is True
    progress = real_client.get("/api/progress", headers=headers).get_json()["data"]["progress"]
    assert [(item["exerciseId"], item["status"], item["attempts"], item["verified"]) for item in progress] == [
        ("greet", "completed", 2, True)
    ]
    stats = real_client.get("/api/progress/stats", headers=headers).get_json()["data"]
    assert (stats["totals"]["completed"], stats["attempts"], stats["successRate"]) == (1, 2, 0.5)
    assert stats["recommended"]["id"] == "hello"


def test_two_submissions_at_once_count_two_attempts(make_app: MakeApp, executor_url: str) -> None:
    app = make_app(EXECUTOR_SERVICE_URL=executor_url)
    headers = sign_up(app.test_client(), "ada")
    body = {"exerciseId": "greet", "code": GREET}
    threads = [
        threading.Thread(target=lambda: app.test_client().post("/api/exercises/test", json=body, headers=headers))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    progress = app.test_client().get("/api/progress", headers=headers).get_json()["data"]["progress"]
    assert progress[0]["attempts"] == 2


def test_a_programs_error_shows_the_learners_line_and_no_frame_of_ours(real_client: FlaskClient) -> None:
    code = "def half(n):\n    return n / 0\n\nprint('before')\nhalf(3)\n"
    ran = real_client.post("/api/exercises/run", json={"code": code}).get_json()["data"]
    explanation = ran["error"].pop("explanation")
    assert ran["error"] == {"type": "ZeroDivisionError", "message": "division by zero", "line": 2}
    assert explanation.startswith("A number was divided by zero")
    assert ran["stdout"] == "before\n"
    assert 'File "solution.py", line 5' in ran["stderr"]
    assert "_portal" not in ran["stderr"]


def test_the_dependencies_are_up(real_client: FlaskClient) -> None:
    found = real_client.get("/health/deps").get_json()["data"]["dependencies"]
    assert {name: entry["status"] for name, entry in found.items()} == {"database": "up", "executor": "up"}
