"""Reading the authoring format: what is refused, and what learners may see of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from executor import schemas as executor_schemas
from portal.authoring import hints, limits, track
from portal.authoring.models import AuthoredExercise, BrokenExercise
from tests.portal.authoring.tracks import SOLUTION, write_exercise, write_track


def read_one(root: Path) -> AuthoredExercise:
    found = track.read(root)
    assert found.faults == {}
    return found.exercises[0]


def fault_of(root: Path) -> str:
    (fault,) = track.read(root).faults.values()
    return fault


def remove(name: str) -> Any:
    return lambda folder: (folder / name).unlink()


def write(name: str, content: bytes) -> Any:
    return lambda folder: (folder / name).write_bytes(content)


def link_out(folder: Path) -> None:
    (folder / "helper.py").unlink()
    (folder / "helper.py").symlink_to("/etc/hostname")


def many_files(folder: Path) -> None:
    for number in range(60):
        (folder / f"m{number}.py").write_text("")
    imports = "".join(f"import m{number}\n" for number in range(60))
    (folder / "helper.py").write_text(imports)


def become_folder(folder: Path) -> None:
    (folder / "helper.py").unlink()
    (folder / "helper.py").mkdir()


def link_to_itself(folder: Path) -> None:
    (folder / "helper.py").unlink()
    (folder / "helper.py").symlink_to("helper.py")


BREAKS = {
    "circle of links": (link_to_itself, "'helper.py' is not a valid file name"),
    "no config": (remove(".meta/config.json"), ".meta/config.json is missing"),
    "bad config": (write(".meta/config.json", b"{"), ".meta/config.json cannot be read"),
    "list config": (write(".meta/config.json", b"[]"), "is not a JSON object"),
    "no files": (
        write(".meta/config.json", b"{}"),
        "name a solution file, a test file, an example or exemplar file",
    ),
    "no stub": (remove("double_it.py"), "double_it.py is missing"),
    "no test": (remove("double_it_test.py"), "double_it_test.py is missing"),
    "does not name an example": (remove(".meta/example.py"), ".meta/example.py is missing"),
    "no text": (remove(".docs/instructions.md"), ".docs/instructions.md is missing"),
    "bad test": (write("double_it_test.py", b"def test_("), "double_it_test.py does not parse"),
    "not UTF-8": (write("double_it.py", b"\xff"), "double_it.py is not UTF-8"),
    "NUL": (write("helper.py", b"\0"), "helper.py contains a NUL character"),
    "too large": (write("helper.py", b"#" * 600_000), "helper.py is larger"),
    "too many": (many_files, "companion files are more than"),
    "symlink": (link_out, "helper.py is outside the exercise"),
    "a folder": (become_folder, "helper.py is a folder, not a file"),
    "empty bullet": (write(".docs/hints.md", b"- Think of two.\n- \n"), "a hint is empty"),
    "too many bullets": (write(".docs/hints.md", b"- x\n" * 51), "it has more than 50 hints"),
    "a long bullet": (write(".docs/hints.md", b"- " + b"x" * 5001), "a hint is longer than 5000 characters"),
    "no bullets": (write(".docs/hints.md", b"# Hints\n\nThink of two.\n"), ".docs/hints.md has text but no hint"),
    "one file name": (
        write(".meta/config.json", b'{"files": {"solution": "double_it.py"}}'),
        'files: solution must be a list, such as ["double_it.py"]',
    ),
}


def test_all_faults_of_an_exercise_are_named_at_once(tmp_path: Path) -> None:
    portal = {"topcis": [], "minutes": "3", "wrong": {"gone.py": "Double"}}
    folder = write_exercise(tmp_path, "broken", meta={"portal": portal, "blurb": "x" * 501})
    for name in ("double_it.py", "double_it_test.py", ".meta/example.py", ".docs/instructions.md"):
        (folder / name).unlink()
    (folder / ".meta" / "wrong").mkdir()
    for name in ("one.py", "two.py"):
        (folder / ".meta" / "wrong" / name).write_text("x = 1\n")
    faults = fault_of(tmp_path).split("; ")
    assert faults[:2] == [".meta/config.json: portal: minutes: Not a valid integer", "topcis: Unknown field"]
    assert faults[2] == ".docs/instructions.md is missing"
    assert [fault.rpartition("wrong/")[2] for fault in faults[3:5]] == ["one.py", "two.py"]
    assert faults[5:] == [f"{name} is missing" for name in ("double_it.py", ".meta/example.py", "double_it_test.py")]
    write_exercise(tmp_path, "broken", meta={"blurb": "x" * 501, "portal": {"category": "c" * 101}})
    assert "the summary is longer than 500 characters" in fault_of(tmp_path)


def test_a_blurb_tells_that_the_starter_works_already(tmp_path: Path) -> None:
    write_exercise(tmp_path, "double-it", meta={"blurb": "Refactor a doubler."})
    assert read_one(tmp_path).refactoring is True
    write_exercise(tmp_path, "double-it", meta={"blurb": "Refactor it.", "portal": {"refactoring": False}})
    assert read_one(tmp_path).refactoring is False


def test_an_exercise_cannot_need_itself(tmp_path: Path) -> None:
    write_exercise(tmp_path, "double-it", meta={"portal": {"prerequisites": ["double-it"]}})
    assert read_one(tmp_path).exercise.prerequisites == ("double-it",)  # the check finds the circle


def test_a_byte_order_mark_is_no_part_of_a_text(tmp_path: Path) -> None:
    folder = write_exercise(tmp_path, "marked")
    for path in folder.rglob("*.*"):
        if path.is_file():
            path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    marked = read_one(tmp_path).exercise
    write_exercise(tmp_path, "marked")
    assert marked == read_one(tmp_path).exercise


def test_folders_that_tools_leave_behind_are_no_exercises(tmp_path: Path) -> None:
    write_exercise(tmp_path, "double-it")
    for name in ("__pycache__", ".pytest_cache"):
        (tmp_path / "exercises" / "practice" / name).mkdir()
    assert read_one(tmp_path).exercise.id == "double-it"


@pytest.mark.parametrize(("break_it", "fault"), BREAKS.values(), ids=BREAKS)
def test_a_broken_exercise_is_named_and_the_others_load(tmp_path: Path, break_it: Any, fault: str) -> None:
    break_it(write_exercise(tmp_path, "broken"))
    write_exercise(tmp_path, "whole")
    found = track.read(tmp_path)
    assert [authored.exercise.id for authored in found.exercises] == ["whole"]
    assert list(found.faults) == ["broken"]
    assert fault in found.faults["broken"]


@pytest.mark.parametrize(
    ("files", "fault"),
    [
        ({"solution": ["../../../secret.py"]}, "outside"),
        ({"solution": ["notes.txt"]}, "not named like a Python module"),
        ({"test": ["/etc/passwd"]}, "outside"),
        ({"editor": ["../x.py"]}, "outside"),
        ({"example": None}, "does not name an example"),
    ],
)
def test_files_outside_the_exercise_are_never_read(tmp_path: Path, files: dict[str, Any], fault: str) -> None:
    write_exercise(tmp_path, "double-it", **files)
    assert fault in track.read(tmp_path).faults["double-it"]


EXTENSION = {
    "category": "numbers",
    "topics": ["arithmetic"],
    "minutes": 2,
    "timeLimitMs": 2500,
    "prerequisites": ["first-steps"],
    "position": 7,
    "refactoring": True,
    "wrong": {"adds_two.py": "Doubles a number"},
    "equivalent": ["return n * 2"],
}


def test_the_extension_of_the_format_is_read(tmp_path: Path) -> None:
    folder = write_exercise(tmp_path, "double-it", meta={"portal": EXTENSION})
    (folder / ".meta/wrong").mkdir()
    (folder / ".meta/wrong/adds_two.py").write_text("def double(n):\n    return n + 2\n")
    authored = read_one(tmp_path)
    exercise = authored.exercise
    assert (exercise.category, exercise.topics, exercise.position) == ("numbers", ("arithmetic",), 7)
    assert exercise.prerequisites == ("first-steps",)
    assert exercise.time_limit_ms == 2500
    assert (authored.minutes, authored.refactoring, authored.equivalent) == (2, True, ("return n * 2",))
    (sample,) = authored.wrong_samples
    assert (sample.name, sample.caught_by) == ("adds_two.py", "Doubles a number")
    assert "n + 2" in sample.code


@pytest.mark.parametrize(
    ("extension", "fault"),
    [
        ({"minute": 2}, "portal: minute: Unknown field"),
        ({"minutes": "2"}, "portal: minutes: Not a valid integer"),
        ({"timeLimitMs": 99}, "portal: timeLimitMs: Must be greater than or equal to 100"),
        ({"timeLimitMs": 600_001}, "portal: timeLimitMs: Must be"),
        ({"topics": "strings"}, "portal: topics: Not a valid list"),
        ({"retired": "yes"}, "portal: retired: Not a valid boolean"),
        ([], "portal: Invalid input"),
        ({"wrong": {"../x.py": "A test"}}, "portal: wrong: ../x.py"),
        ({"wrong": {"gone.py": "A test"}}, ".meta/wrong/gone.py is missing"),
    ],
)
def test_a_misspelt_extension_is_refused(tmp_path: Path, extension: Any, fault: str) -> None:
    write_exercise(tmp_path, "double-it", meta={"portal": extension})
    assert fault in fault_of(tmp_path)


def test_a_wrong_sample_needs_the_title_of_a_test(tmp_path: Path) -> None:
    folder = write_exercise(tmp_path, "double-it")
    (folder / ".meta/wrong").mkdir()
    (folder / ".meta/wrong/odd.py").write_text("")
    assert "does not name the test that must catch wrong/odd.py" in fault_of(tmp_path)


def test_a_retired_exercise_is_left_out(tmp_path: Path) -> None:
    write_exercise(tmp_path, "double-it", meta={"portal": {"retired": True}})
    assert (track.read(tmp_path).exercises, track.read(tmp_path).faults) == ([], {})


@pytest.mark.parametrize("part", ["example", "exemplar"])
def test_a_reference_beside_the_starter_is_not_given_to_learners(tmp_path: Path, part: str) -> None:
    files: dict[str, Any] = {"example": None, part: ["example.py"], "editor": ["example.py"]}
    folder = write_exercise(tmp_path, "double-it", **files)
    (folder / "example.py").write_text("import notes\n" + SOLUTION)
    (folder / "notes.py").write_text("")
    assert read_one(tmp_path).exercise.files == {"helper.py": "TWO = 2\n"}


def test_a_copy_of_the_reference_is_refused(tmp_path: Path) -> None:
    folder = write_exercise(tmp_path, "double-it", editor=["old.py"])
    (folder / "old.py").write_text(SOLUTION)
    assert fault_of(tmp_path) == "a companion file is the same as the reference solution"


def test_a_file_that_nothing_refers_to_is_not_given_to_learners(tmp_path: Path) -> None:
    folder = write_exercise(tmp_path, "double-it")
    for name in ("solution_draft.py", "more_test.py"):
        (folder / name).write_text("SECRET = 1\n")
    (folder / "helper.py").write_text("from deeper import TWO\n")
    (folder / "deeper.py").write_text("TWO = 2\n")
    assert read_one(tmp_path).exercise.files.keys() == {"helper.py", "deeper.py"}


def test_all_named_test_files_are_graded_and_hidden(tmp_path: Path) -> None:
    folder = write_exercise(tmp_path, "double-it", test=["double_it_test.py", "more_test.py", "test_data.py"])
    (folder / "more_test.py").write_text(
        "from double_it import double\n\ndef test_zero():\n    assert double(0) == 0\n"
    )
    (folder / "test_data.py").write_text("NUMBERS = [1]\n")
    exercise = read_one(tmp_path).exercise
    assert "class DoubleTest" in exercise.test_code
    assert "def test_zero" in exercise.test_code
    assert exercise.files.keys() == {"helper.py", "test_data.py"}


@pytest.mark.parametrize(
    ("second", "fault"),
    [
        ("class DoubleTest:\n    def test_a(self): ...\n", "both define DoubleTest"),
        ("from __future__ import annotations\n\ndef test_a(): ...\n", "imports from __future__"),
        ("def test_(", "more_test.py does not parse"),
    ],
)
def test_test_files_that_cannot_be_joined_are_refused(tmp_path: Path, second: str, fault: str) -> None:
    folder = write_exercise(tmp_path, "double-it", test=["double_it_test.py", "more_test.py"])
    (folder / "more_test.py").write_text(second)
    assert fault in fault_of(tmp_path)


def test_a_test_file_without_a_test_is_refused(tmp_path: Path) -> None:
    folder = write_exercise(tmp_path, "double-it")
    (folder / "double_it_test.py").write_text("import double_it\n")
    assert "does not define a test" in fault_of(tmp_path)


def test_hints_keep_their_task_and_their_code() -> None:
    markdown = """# Hints

## General

- Read the [docs][docs].

## 1. Count

- Use `len`,
  as in:

  ```python
  # not a heading
  len("ab")
  ```
- Second

## 2) Add

* Third

[docs]: https://docs.python.org
"""
    assert hints.parse(markdown) == (
        "Read the [docs][docs].",
        '1. Count: Use `len`,\nas in:\n\n```python\n# not a heading\nlen("ab")\n```',
        "1. Count: Second",
        "2) Add: Third [docs]: https://docs.python.org",
    )


@pytest.mark.parametrize(
    ("meta", "fault"),
    [
        ({"blurb": ["Twice."]}, ".meta/config.json: blurb must be a string"),
        ({"source": 5}, ".meta/config.json: source must be a string"),
        ({"authors": "Ada"}, '.meta/config.json: authors must be a list, such as ["Ada"]'),
    ],
)
def test_a_text_of_another_type_is_a_fault(tmp_path: Path, meta: dict[str, Any], fault: str) -> None:
    write_exercise(tmp_path, "double-it", meta=meta)
    assert track.read(tmp_path).faults == {"double-it": fault}


def test_authors_and_source_are_credited(tmp_path: Path) -> None:
    meta = {"authors": ["ada", 5, "grace"], "source": "A book", "source_url": "https://example.org/book"}
    write_exercise(tmp_path, "double-it", meta=meta)
    credited = "Double it.\n\n---\n\nWritten by ada, grace. Source: [A book](https://example.org/book)"
    assert read_one(tmp_path).exercise.instructions.endswith(credited)


@pytest.mark.parametrize(
    ("meta", "credited"),
    [
        ({"source": "A book"}, "Source: A book"),
        ({"source_url": "https://example.org"}, "Source: [https://example.org](https://example.org)"),
        ({"source": "A book", "source_url": "javascript:alert(1)"}, "Source: A book"),
    ],
)
def test_a_source_is_credited_with_a_link_where_there_is_one(
    tmp_path: Path, meta: dict[str, Any], credited: str
) -> None:
    write_exercise(tmp_path, "double-it", meta=meta)
    assert read_one(tmp_path).exercise.instructions.endswith(f"---\n\n{credited}")


@pytest.mark.parametrize("linked", ["exercises/practice/double-it", "exercises/practice", "exercises"])
def test_a_link_to_a_folder_outside_the_track_is_not_followed(tmp_path: Path, linked: str) -> None:
    write_exercise(tmp_path / "elsewhere", "double-it")
    link = tmp_path / "track" / linked
    link.parent.mkdir(parents=True)
    link.symlink_to(tmp_path / "elsewhere" / linked)
    assert "a link to a place outside the track" in fault_of(tmp_path / "track")


SURROGATE, NUL = "half of a surrogate pair", "a NUL character"


@pytest.mark.parametrize(("text", "fault"), [("\ud800", SURROGATE), ("a\0b", NUL)])
@pytest.mark.parametrize("place", ["name", "blurb", "practices", "category", "authors", "editor", "prerequisites"])
def test_text_that_cannot_be_stored_breaks_only_its_exercise(tmp_path: Path, text: str, fault: str, place: str) -> None:
    write_exercise(tmp_path, "whole")
    meta: dict[str, dict[str, Any]] = {
        "blurb": {"blurb": text},
        "category": {"portal": {"category": text}},
        "prerequisites": {"portal": {"prerequisites": [text]}},
        "authors": {"authors": [text]},
    }
    files: dict[str, Any] = {"editor": [text]} if place == "editor" else {}
    write_exercise(tmp_path, "broken", meta=meta.get(place), **files)
    entries: dict[str, Any] = {"name": {"name": text}, "practices": {"practices": [text]}}
    write_track(tmp_path, practice=[{"slug": "broken", **entries.get(place, {})}])
    found = track.read(tmp_path)
    assert [authored.exercise.id for authored in found.exercises] == ["whole"]
    assert fault in found.faults["broken"] or "not a valid file name" in found.faults["broken"]


def test_a_slug_that_cannot_be_printed_is_escaped(tmp_path: Path) -> None:
    write_exercise(tmp_path, "whole")
    write_track(tmp_path, practice=[{"slug": "\ud800"}])
    assert list(track.read(tmp_path).faults) == ["\\ud800"]


@pytest.mark.parametrize("name", [".hidden.py", "a/b/c/d/e/f.py", "ä.txt", "x" * 120 + ".py"])
def test_a_companion_that_the_executor_refuses_is_refused(tmp_path: Path, name: str) -> None:
    folder = write_exercise(tmp_path, "double-it", editor=[name])
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("")
    assert "the executor does not accept a file named" in fault_of(tmp_path)


@pytest.mark.parametrize("name", ["öl.py", "x" * 70 + ".py", "1st.py"])
def test_a_module_that_the_executor_refuses_is_refused(tmp_path: Path, name: str) -> None:
    folder = write_exercise(tmp_path, "double-it", solution=[name])
    (folder / name).write_text("")
    assert "not named like a Python module" in fault_of(tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        (".meta/example.py", "#" * 50_001, "the reference solution is longer than 50000 characters"),
        (".meta/example.py", " \n", "the reference solution is empty"),
        ("double_it.py", "#" * 50_001, "the starter is longer than 50000 characters"),
    ],
)
def test_code_that_the_executor_refuses_is_refused(tmp_path: Path, name: str, content: str, fault: str) -> None:
    folder = write_exercise(tmp_path, "double-it")
    (folder / name).write_text(content)
    assert fault_of(tmp_path) == fault


def test_the_limits_are_those_of_the_executor() -> None:
    assert (limits.MAX_CODE, limits.MAX_TESTS, limits.MAX_FILES, limits.MAX_FILES_BYTES) == (
        executor_schemas.MAX_CODE,
        executor_schemas.MAX_TESTS,
        executor_schemas.MAX_FILES,
        executor_schemas.MAX_FILES_BYTES,
    )


def test_the_names_of_modules_are_those_of_the_executor() -> None:
    assert limits.RESERVED_MODULES == executor_schemas.RESERVED_MODULES


@pytest.mark.parametrize("name", ["class.py", "sys.py", "math.py", "pytest.py", "two-fer.py", "1st.py", "a.txt"])
def test_a_module_that_tests_cannot_import_is_refused(name: str) -> None:
    with pytest.raises(BrokenExercise):
        limits.require_module(name)
    fields = {"code": "x = 1", "runTests": False, "module": name}
    assert list(executor_schemas.ExecuteRequest().validate(fields)) == ["module"]


@pytest.mark.parametrize("files", [["x/"], ["a//x"], ["./x"], ["a", "a/x"], ["solution.py/x"], ["a/b", "a/b/c/d"]])
def test_files_that_the_executor_refuses_are_refused(files: list[str]) -> None:
    texts = dict.fromkeys(files, "")
    with pytest.raises(BrokenExercise):
        limits.require_files(texts, "solution.py")
    fields = {"code": "x = 1", "runTests": False, "files": texts}
    assert list(executor_schemas.ExecuteRequest().validate(fields)) == ["files"]


@pytest.mark.parametrize("files", [["x"], ["a/x", "a/y", "b"], ["solution.txt", "a/solution.py"], ["a b/c.d-e_f"]])
def test_files_that_the_executor_accepts_are_accepted(files: list[str]) -> None:
    texts = dict.fromkeys(files, "")
    limits.require_files(texts, "solution.py")
    assert not executor_schemas.ExecuteRequest().validate({"code": "x = 1", "runTests": False, "files": texts})


@pytest.mark.parametrize("name", ["solution.py", "random.py", "json.py", "Zip_2.py", "_x.py", "match.py"])
def test_a_module_that_tests_can_import_is_accepted(name: str) -> None:
    limits.require_module(name)
    assert not executor_schemas.ExecuteRequest().validate({"code": "x = 1", "runTests": False, "module": name})


def test_approaches_are_kept_in_order(tmp_path: Path) -> None:
    folder = write_exercise(tmp_path, "double-it") / ".approaches"
    (folder / "add-it").mkdir(parents=True)
    (folder / "introduction.md").write_text("# Introduction\n\nTwo ways.\n")
    (folder / "add-it" / "content.md").write_text("# Add it\n")
    entry = {"uuid": "1", "slug": "add-it", "title": "Add it", "blurb": "Once more.", "authors": ["ada"]}
    (folder / "config.json").write_text(json.dumps({"introduction": {"authors": []}, "approaches": [entry]}))
    (authored,) = track.read(tmp_path).exercises
    assert [vars(approach) for approach in authored.approaches] == [
        {"slug": "introduction", "title": "Introduction", "summary": "", "content": "# Introduction\n\nTwo ways."},
        {"slug": "add-it", "title": "Add it", "summary": "Once more.", "content": "# Add it"},
    ]


@pytest.mark.parametrize(
    ("config", "fault"),
    [
        ("{", "config.json cannot be read"),
        ('{"approaches": {}}', "approaches is not a list"),
        ('{"approaches": ["x"]}', "approaches is not a list"),
        ('{"approaches": [{"slug": "x"}]}', "approaches is not a list"),
        ('{"approaches": [{"slug": "x", "title": "X", "blurb": 1}]}', "approaches is not a list"),
        (json.dumps({"approaches": [{"slug": "x", "title": "X"}] * 51}), "at most 50"),
        ('{"approaches": [{"slug": "../../x", "title": "X"}]}', "the slug may contain only"),
        (json.dumps({"approaches": [{"slug": "y", "title": "Y"}] * 2}), "two approaches have the same slug"),
        ('{"approaches": [{"slug": "x", "title": "X"}]}', ".approaches/x/content.md is missing"),
        ('{"approaches": [{"slug": "y", "title": "\\ud800"}]}', "half of a surrogate pair"),
        ('{"approaches": [{"slug": "y", "title": " "}]}', "the title of y is empty"),
        (json.dumps({"approaches": [{"slug": "y", "title": "Y", "blurb": "y" * 501}]}), "longer than 500 characters"),
    ],
)
def test_approaches_that_cannot_be_read_are_a_fault(tmp_path: Path, config: str, fault: str) -> None:
    folder = write_exercise(tmp_path, "double-it") / ".approaches"
    (folder / "y").mkdir(parents=True)
    (folder / "y" / "content.md").write_text("Y\n")
    (folder / "config.json").write_text(config)
    assert fault in track.read(tmp_path).faults["double-it"]


def test_a_reference_that_does_not_parse_is_a_fault(tmp_path: Path) -> None:
    (write_exercise(tmp_path, "double-it") / ".meta" / "example.py").write_text("def (\n")
    assert "the reference solution does not parse" in track.read(tmp_path).faults["double-it"]
