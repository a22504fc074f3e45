"""Exercises from data sets and from CodeRunner's XML; the samples are our own."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from portal.authoring import coderunner_reader, jsonl_reader
from portal.authoring.models import NotATrack
from portal.authoring.test_listing import titles
from tests.conftest import MakeApp

SAMPLES = Path(__file__).parent / "samples"
SQUARE = "<name><text>Square</text></name><coderunnertype>python3</coderunnertype><answer>def sqr(n): return n</answer>"
DEEP = f"<questiontext format='html'><text>{'&lt;b&gt;' * 5000}</text></questiontext>"
TEXT = "<questiontext><text>Square it.</text></questiontext>"
PLAIN = {"id": "one", "prompt": "Return 1.", "reference": "def one():\n    return 1\n", "tests": ["assert one() == 1"]}
HUMAN_EVAL = {
    "task_id": "HumanEval/1", "prompt": 'def one():\n    """One."""\n', "canonical_solution": "    return 1\n",
    "entry_point": "one", "test": "def check(f):\n    assert f() == 1\n",
}  # fmt: skip
LONG = "def one():\n    return 1\n" + "x = 1\n" * 50_000
MBPP = {"task_id": 1, "text": "One.", "code": PLAIN["reference"], "test_list": PLAIN["tests"]}


def case(code: str, expected: str = "4", file: str = "") -> str:
    return (
        f'<testcases><testcase testtype="0"><testcode><text>{code}</text></testcode>'
        f"<expected><text>{expected}</text></expected></testcase>{file}</testcases>"
    )


def write(path: Path, *lines: Any) -> Path:
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines))
    return path


def write_quiz(path: Path, *questions: str) -> Path:
    inner = "".join(f'<question type="coderunner">{question}</question>' for question in questions)
    path.write_text(f"<quiz>{inner}</quiz>")
    return path


def test_three_shapes_of_data_sets_are_read() -> None:
    track = jsonl_reader.read(SAMPLES / "sets.jsonl")
    assert track.faults == {}
    found = {authored.exercise.id: authored.exercise for authored in track.exercises}
    assert list(found) == ["humaneval-900", "humaneval-901", "mbpp-902", "mbpp-903", "shout-it"]
    clamp = found["humaneval-900"]
    assert clamp.instructions.endswith("larger than top by top.\n\n    >>> clamp([1, 9], 5)\n    [1, 5]")
    assert clamp.starter_code.endswith('    """\n    pass\n')
    assert titles(clamp.test_code) == {
        "test_1": "clamp([1, 9], 5) is [1, 5]",
        "test_2": "clamp([], 5) is []",
        "test_3": "clamp([7, 8], 7) is [7, 7]",
        "test_4": "clamp([-3], 0) is [-3]",
    }
    assert found["mbpp-903"].starter_code == "def distance(x, y=0):\n    pass\n"
    assert (found["shout-it"].difficulty, found["shout-it"].category) == ("beginner", "strings")


def test_questions_of_the_type_python3_are_read_and_others_named() -> None:
    track = coderunner_reader.read(SAMPLES / "questions.xml")
    assert track.faults == {"In C": "its type is 'c_function', not 'python3'"}
    square, total = (authored.exercise for authored in track.exercises)
    assert (square.id, square.category) == ("square-a-number", "Loops")
    assert square.instructions.startswith("Write a function `sqr(n)` that returns **n** squared,\nwhere n >= my_min.")
    assert list(titles(square.test_code)) == ["test_1", "test_2", "test_3"]
    assert "shout" not in square.test_code
    assert (total.files, total.starter_code) == ({"base.txt": "40\n"}, "number = int(input())\n")
    assert titles(total.test_code)["test_2"] == "With the input -40 it shows Sum: 0"


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{", "it is not JSON"),
        ("[" * 100_000, "it is not JSON"),
        ("[1]", "it is not a JSON object"),
        ({"id": "x"}, "it has the fields of none of the known shapes"),
        ({**PLAIN, "id": "---"}, "has no letters or digits for an id"),
        ({**PLAIN, "prompt": " "}, "the description is empty"),
        ({**PLAIN, "prompt": "half \ud800"}, "its description contains half of a surrogate pair"),
        ({**PLAIN, "prompt": "a\0b"}, "its description contains a NUL character"),
        ({**PLAIN, "reference": "def ("}, "its reference solution does not parse"),
        ({**PLAIN, "reference": LONG}, "the reference solution is longer than 50000"),
        ({**PLAIN, "tests": 3}, "tests: neither a test module nor a list of assertions"),
        ({**PLAIN, "tests": "x = 1"}, "its tests define no test"),
        ({**PLAIN, "tests": ["one()"]}, "its tests assert nothing"),
        ({**PLAIN, "tests": ["assert two() == 2"]}, "its tests use nothing that the reference solution defines"),
        ({**PLAIN, "difficulty": "odd"}, "difficulty: Must be one of"),
        ({**HUMAN_EVAL, "entry_point": "one; import os"}, "entry_point: "),
        ({**HUMAN_EVAL, "entry_point": "two"}, "its prompt does not begin the function two"),
        ({**HUMAN_EVAL, "test": "x = 1"}, "its test does not define check(candidate)"),
        ({**MBPP, "task_id": "1"}, "task_id: "),
        ({**MBPP, "test_list": []}, "test_list: "),
        ({**MBPP, "test_list": ["assert ("]}, "test 1 does not parse"),
    ],
)
def test_a_line_that_is_no_exercise_is_named_and_the_others_are_read(tmp_path: Path, line: Any, fault: str) -> None:
    track = jsonl_reader.read(write(tmp_path / "set.jsonl", PLAIN, line, {**PLAIN, "id": "other"}))
    assert [authored.exercise.id for authored in track.exercises] == ["one", "other"]
    (found,) = track.faults.values()
    assert fault in found
    assert "\n" not in found[:100]


def test_a_line_without_end_and_an_id_twice_are_faults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl_reader, "_MAX_LINE_BYTES", 1000)
    track = jsonl_reader.read(write(tmp_path / "set.jsonl", PLAIN, PLAIN, "x" * 1500))
    assert len(track.exercises) == 1
    assert track.faults["one"] == "an exercise before it has the same id"
    assert track.faults["line 3"] == "the line is longer than 1000 bytes"


@pytest.mark.parametrize(
    ("question", "fault"),
    [
        (SQUARE + TEXT, "it has no tests"),
        (SQUARE + case("print(sqr(2))"), "the description is empty"),
        (SQUARE.replace("def sqr(n): return n", "") + TEXT + case("print(sqr(2))"), "it has no sample answer"),
        (SQUARE + TEXT + case("print("), "the code of a test does not parse"),
        (SQUARE + TEXT + case("print(2)"), "its tests use nothing that the sample answer defines"),
        (SQUARE + TEXT + "<template>x</template>" + case("print(sqr(2))"), "it has a template of its own"),
        (SQUARE + TEXT + "<grader>RegexGrader</grader>" + case("sqr(2)"), "it has another grader"),
        (SQUARE + TEXT + "<prototypetype>2</prototypetype>" + case("sqr(2)"), "it is a prototype"),
        (SQUARE.replace("Square", "---") + TEXT + case("sqr(2)"), "has no letters or digits"),
        (SQUARE + TEXT + case("sqr(2)", file='<file name="../x">YQ==</file>'), "a file named"),
        (SQUARE + TEXT + case("sqr(2)", file='<file name="x">/w==</file>'), "is not text"),
        (SQUARE + DEEP + case("sqr(2)"), "nested"),
    ],
)  # fmt: skip
def test_a_question_that_is_no_exercise_is_named(tmp_path: Path, question: str, fault: str) -> None:
    good = SQUARE.replace("Square", "Good") + TEXT + case("print(sqr(4))")
    track = coderunner_reader.read(write_quiz(tmp_path / "quiz.xml", question, good))
    assert [authored.exercise.id for authored in track.exercises] == ["good"]
    (found,) = track.faults.values()
    assert fault in found


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
UNREADABLE = {
    "entities": f'<!DOCTYPE quiz [<!ENTITY a0 "ha">{LAUGHS}]><quiz>&a9;</quiz>',
    "outside": '<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>',
    "document type": '<!DOCTYPE quiz SYSTEM "http://127.0.0.1:1/quiz.dtd"><quiz/>',
    "no XML": "Hello",
    "not closed": "<quiz>",
    "encoding": '<?xml version="1.0" encoding="no-such"?><quiz/>',
}


@pytest.mark.parametrize("text", UNREADABLE.values(), ids=UNREADABLE)
def test_deny_xml_with_a_document_type_and_what_is_no_xml(tmp_path: Path, text: str) -> None:
    (tmp_path / "quiz.xml").write_text(text)
    with pytest.raises(NotATrack, match=r"quiz\.xml cannot be read"):
        coderunner_reader.read(tmp_path / "quiz.xml")


def test_deny_a_file_that_is_too_large_and_survive_one_that_is_deep(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "quiz.xml").write_text("<a>" * 300_000 + "</a>" * 300_000)
    assert coderunner_reader.read(tmp_path / "quiz.xml").exercises == []
    monkeypatch.setattr(coderunner_reader, "_MAX_BYTES", 1000)
    with pytest.raises(NotATrack, match="larger than 1000 bytes"):
        coderunner_reader.read(tmp_path / "quiz.xml")


@pytest.mark.integration
@pytest.mark.parametrize(
    ("format_", "sample", "ids"),
    [
        ("jsonl", "sets.jsonl", {"humaneval-900", "humaneval-901", "mbpp-902", "mbpp-903", "shout-it"}),
        ("coderunner", "questions.xml", {"square-a-number", "add-the-lines-of-a-file"}),
    ],
)
def test_samples_pass_the_check_and_are_loaded(
    make_app: MakeApp, executor_url: str, format_: str, sample: str, ids: set[str]
) -> None:
    app = make_app(EXECUTOR_SERVICE_URL=executor_url)
    result = app.test_cli_runner().invoke(args=["import-exercises", str(SAMPLES / sample), "--format", format_])
    assert f"Loaded {len(ids)} exercises" in result.output, result.output
    client = app.test_client()
    for id_ in ids:
        solution = client.get(f"/api/exercises/{id_}").get_json()["data"]["exercise"]["starterCode"]
        verdict = client.post("/api/exercises/test", json={"exerciseId": id_, "code": solution or "x = 1"})
        assert verdict.get_json()["data"]["passed"] is False


def test_a_format_that_does_not_fit_is_one_line(app: Flask) -> None:
    run = app.test_cli_runner().invoke
    for sample, format_ in (("sets.jsonl", "coderunner"), ("sets.jsonl", "exercism"), ("", "jsonl")):
        result = run(args=["import-exercises", str(SAMPLES / sample), "--format", format_])
        assert (result.exit_code, result.output.startswith("Error: "), result.output.count("\n")) == (1, True, 1)
