"""Read data sets of exercises, one JSON object per line.

Three shapes are known by their fields: HumanEval's, MBPP's, and a plain one with `id`, `prompt`, `reference`, `tests`.
"""

import ast
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from portal.authoring import assert_tests, single_file, test_files
from portal.authoring.json_values import messages_of
from portal.authoring.models import AuthoredExercise, BrokenExercise, Track

_MAX_LINE_BYTES = 2_000_000
_MAX_EXERCISES = 10_000


class _Record(Schema):
    class Meta:
        unknown = EXCLUDE


class _HumanEval(_Record):
    task_id = fields.String(required=True)
    prompt = fields.String(required=True)
    canonical_solution = fields.String(required=True)
    test = fields.String(required=True)
    entry_point = fields.String(required=True, validate=validate.Regexp(r"[A-Za-z_]\w{0,99}\Z"))


class _Mbpp(_Record):
    task_id = fields.Integer(required=True, strict=True)
    text = fields.String()
    prompt = fields.String()
    code = fields.String(required=True)
    test_list = fields.List(fields.String(), required=True, validate=validate.Length(1, 1000))
    challenge_test_list = fields.List(fields.String(), load_default=list, validate=validate.Length(max=1000))
    test_setup_code = fields.String(load_default="")
    test_imports = fields.List(fields.String(), load_default=list, validate=validate.Length(max=100))


class _Plain(_Record):
    id = fields.String(required=True)
    title = fields.String(load_default="")
    prompt = fields.String(required=True)
    starter = fields.String(load_default="")
    reference = fields.String(required=True)
    tests = fields.Raw(required=True)
    category = fields.String(load_default="practice")
    difficulty = fields.String(
        load_default="intermediate", validate=validate.OneOf(("beginner", "intermediate", "advanced"))
    )


def read(path: Path, *, first_position: int = 10_000) -> Track:
    """Read every exercise of a file; one that cannot be read is a fault under its id or the number of its line."""
    track = Track(path.stem)
    known: set[str] = set()
    for number, line in _lines(path):
        name = f"line {number}"
        try:
            record = _parse(line)
            name = str(record.get("task_id") or record.get("id") or name)[:100]
            authored = _exercise(record, first_position + number)
            if authored.exercise.id in known:
                raise BrokenExercise("an exercise before it has the same id")
            known.add(authored.exercise.id)
            track.exercises.append(authored)
        except BrokenExercise as fault:
            track.faults[name.encode("ascii", "backslashreplace").decode()] = str(fault)
    return track


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    with path.open("rb") as file:
        for number in range(1, _MAX_EXERCISES + 1):
            line = file.readline(_MAX_LINE_BYTES + 1)
            if not line:
                return
            if line.strip():
                yield number, line


def _parse(line: bytes) -> dict[str, Any]:
    if len(line) > _MAX_LINE_BYTES:
        raise BrokenExercise(f"the line is longer than {_MAX_LINE_BYTES} bytes")
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BrokenExercise(f"it is not JSON: {error}") from error
    if not isinstance(record, dict):
        raise BrokenExercise("it is not a JSON object")
    return record


def _exercise(record: dict[str, Any], position: int) -> AuthoredExercise:
    for schema, convert in _SHAPES:
        needed = {name for name, field in schema.fields.items() if field.required}
        if needed <= record.keys():
            try:
                return convert(schema.load(record), position)
            except ValidationError as error:
                raise BrokenExercise(messages_of(error)) from error
    raise BrokenExercise("it has the fields of none of the known shapes; see docs/authoring.md")


def _from_human_eval(record: dict[str, Any], position: int) -> AuthoredExercise:
    name, prompt = record["entry_point"], record["prompt"]
    reference = prompt + record["canonical_solution"]
    function = _function(test_files.parse("its prompt", f"{prompt}\n    pass\n"), name)
    return single_file.make(
        slug=single_file.slug_of(record["task_id"]),
        position=position,
        title=_words(name),
        instructions=_markdown(ast.get_docstring(function) or ""),
        starter=f"{prompt.rstrip()}\n    pass\n",
        reference=reference,
        tests=assert_tests.from_check(record["test"], entry_point=name, reference=reference),
        category="practice",
    )


def _from_mbpp(record: dict[str, Any], position: int) -> AuthoredExercise:
    asserts = [*record["test_list"], *record["challenge_test_list"]]
    setup = "\n".join([*record["test_imports"], record["test_setup_code"]])
    tests = assert_tests.from_asserts(asserts, setup=setup, reference=record["code"])
    tree = test_files.parse("its code", record["code"])
    called = assert_tests.names_in(test_files.parse("its tests", tests))
    function = next((node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name in called), None)
    if function is None:
        raise BrokenExercise("its tests call no function of its code")
    task = record.get("text") or record.get("prompt", "")
    return single_file.make(
        slug=f"mbpp-{record['task_id']}",
        position=position,
        title=_words(function.name),
        instructions=f"{task}\n\nCall the function `{function.name}`.",
        starter=f"def {function.name}({ast.unparse(function.args)}):\n    pass\n",
        reference=record["code"],
        tests=tests,
        category="practice",
    )


def _from_plain(record: dict[str, Any], position: int) -> AuthoredExercise:
    tests = record["tests"]
    if isinstance(tests, list) and all(isinstance(text, str) for text in tests):
        tests = assert_tests.from_asserts(tests, setup="", reference=record["reference"])
    if not isinstance(tests, str):
        raise BrokenExercise("tests: neither a test module nor a list of assertions")
    if not test_files.is_test_file(tests):
        raise BrokenExercise("its tests define no test")
    return single_file.make(
        slug=single_file.slug_of(record["id"]),
        position=position,
        title=record["title"] or _words(record["id"]),
        instructions=record["prompt"],
        starter=record["starter"],
        reference=record["reference"],
        tests=tests,
        category=record["category"],
        difficulty=record["difficulty"],
    )


def _function(tree: ast.Module, name: str) -> ast.FunctionDef:
    found = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name]
    if not found:
        raise BrokenExercise(f"its prompt does not begin the function {name}")
    return found[-1]


def _words(name: str) -> str:
    return " ".join(name.replace("_", " ").replace("-", " ").split()).capitalize()


def _markdown(docstring: str) -> str:
    """The text of a docstring, with its `>>>` examples as code."""
    lines: list[str] = []
    in_example = False
    for line in docstring.splitlines():
        in_example = line.lstrip().startswith(">>>") or (in_example and bool(line.strip()))
        if in_example and lines and lines[-1] and not lines[-1].startswith("    "):
            lines.append("")
        lines.append(f"    {line.strip()}" if in_example else line.strip())
    return "\n".join(lines)


_SHAPES: list[tuple[Schema, Callable[[dict[str, Any], int], AuthoredExercise]]] = [
    (_HumanEval(), _from_human_eval),
    (_Mbpp(), _from_mbpp),
    (_Plain(), _from_plain),
]
