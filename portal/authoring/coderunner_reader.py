"""Read questions of CodeRunner, Moodle's question type for programs, from Moodle's XML export.

Questions of the type `python3` are read: each test runs some code after the learner's, or the program itself when it
has none, with given input, and what is printed must be what is expected.
"""

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from portal.authoring import coderunner_tests, single_file
from portal.authoring.coderunner_tests import TestCase
from portal.authoring.models import AuthoredExercise, BrokenExercise, NotATrack, Track

_MAX_BYTES = 20_000_000
_MAX_TEXT = 200_000


@dataclass(frozen=True)
class _Question:
    name: str
    category: str
    element: Element


def read(path: Path, *, first_position: int = 10_000) -> Track:
    """Read every question of the type `python3`; all others are faults under their names.

    Raises:
        NotATrack: the file is too large, is not XML, or declares a document type or entities.
    """
    if path.stat().st_size > _MAX_BYTES:
        raise NotATrack(f"{path.name} is larger than {_MAX_BYTES} bytes")
    try:
        root = fromstring(path.read_bytes(), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise NotATrack(f"{path.name} cannot be read as XML without a document type: {error}") from error
    track = Track(path.stem)
    known: set[str] = set()
    for number, question in enumerate(_questions(root)):
        try:
            authored = _exercise(question, first_position + number)
            if authored.exercise.id in known:
                raise BrokenExercise("a question before it has the same name")
            known.add(authored.exercise.id)
            track.exercises.append(authored)
        except BrokenExercise as fault:
            track.faults[question.name or f"question {number + 1}"] = str(fault)
    return track


def _questions(root: Element) -> Iterator[_Question]:
    category = ""
    for element in root.iter("question"):
        if element.get("type") == "category":
            category = _text(element, "category/text").rpartition("/")[2]
        elif element.get("type") == "coderunner":
            yield _Question(_text(element, "name/text").strip()[:100], category, element)


def _exercise(question: _Question, position: int) -> AuthoredExercise:
    element = question.element
    _require_plain_question(element)
    cases = [_case(each) for each in element.iterfind("testcases/testcase") if each.get("testtype") != "1"]
    if not cases:
        raise BrokenExercise("it has no tests")
    reference = _text(element, "answer")
    if not reference.strip():
        raise BrokenExercise("it has no sample answer")
    return single_file.make(
        slug=single_file.slug_of(question.name),
        position=position,
        title=question.name,
        instructions=_instructions(element),
        starter=_text(element, "answerpreload"),
        reference=reference,
        tests=coderunner_tests.write(cases, reference=reference),
        category=question.category,
        files=dict(_files(element)),
    )


def _require_plain_question(element: Element) -> None:
    """Raise BrokenExercise for what changes the meaning of the tests."""
    kind = _text(element, "coderunnertype")
    if kind != "python3":
        raise BrokenExercise(f"its type is {kind[:50]!a}, not 'python3'")
    if _text(element, "prototypetype") not in ("", "0"):
        raise BrokenExercise("it is a prototype, not a question")
    if _text(element, "template").strip() or _text(element, "templateparams").strip() not in ("", "{}"):
        raise BrokenExercise("it has a template of its own")
    if _text(element, "grader") not in ("", "EqualityGrader"):
        raise BrokenExercise("it has another grader than EqualityGrader")


def _case(element: Element) -> TestCase:
    return TestCase(
        code=_text(element, "testcode/text"),
        stdin=_text(element, "stdin/text"),
        expected=_text(element, "expected/text"),
        hidden=_text(element, "display/text").startswith("HIDE"),
    )


def _instructions(element: Element) -> str:
    text = _text(element, "questiontext/text")
    node = element.find("questiontext")
    if node is None or node.get("format") not in ("html", "moodle_auto_format"):
        return text
    from markdownify import markdownify  # slow, and only this format needs it

    try:
        converted: str = markdownify(text, heading_style="ATX", escape_underscores=False, escape_asterisks=False)
    except RecursionError:
        raise BrokenExercise("its text is nested too deeply") from None
    return converted.replace("\N{NO-BREAK SPACE}", " ")


def _files(element: Element) -> Iterator[tuple[str, str]]:
    """The files that the question gives to programs."""
    for node in element.iterfind("testcases/file"):
        name = node.get("name", "")
        try:
            yield name, base64.b64decode(node.text or "", validate=False).decode()
        except (binascii.Error, UnicodeDecodeError):
            raise BrokenExercise(f"its file {name[:50]!a} is not text") from None


def _text(element: Element, path: str) -> str:
    text = element.findtext(path) or ""
    if len(text) > _MAX_TEXT:
        raise BrokenExercise(f"{path.partition('/')[0]} is longer than {_MAX_TEXT} characters")
    return text.replace("\r\n", "\n")
