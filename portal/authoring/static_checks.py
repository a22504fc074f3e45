"""What can be said of an exercise without running anything."""

import ast
import graphlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from portal.authoring.models import AuthoredExercise
from portal.authoring.test_listing import list_tests, titles, useless_hidden_marks
from portal.models import Exercise

_CLOCK = {"time", "now", "today", "utcnow", "localtime", "gmtime"}


def faults_of(authored: AuthoredExercise) -> list[str]:
    """Return the wrong samples whose test does not exist, and the tests that never run or are hidden in vain."""
    tests = authored.exercise.test_code
    found = titles(tests).values()
    counts = Counter(test.name for test in list_tests(tests))
    repeated = [f"several tests are named {name}, of which only the last runs" for name in counts if counts[name] > 1]
    hidden = [
        f"line {line} of the tests hides nothing: put @pytest.mark.hidden on a function or class at the top of the "
        "file, or on a method of such a class"
        for line in useless_hidden_marks(tests)
    ]
    return [*repeated, *hidden] + [
        f"wrong/{sample.name} should be caught by {sample.caught_by!r}, which is not the title of a test"
        for sample in authored.wrong_samples
        if sample.caught_by not in found
    ]


def warnings_of(authored: AuthoredExercise) -> list[str]:
    """Return what could be better about the texts and the tests of an exercise."""
    exercise = authored.exercise
    tests = exercise.test_code
    return [*_weak_titles(exercise), *_never_run(tests), *_revealing_hints(exercise), *_clocks_read(tests)]


def prerequisite_faults(graph: Mapping[str, Sequence[str]], known: set[str]) -> dict[str, list[str]]:
    """Return, by exercise, the prerequisites that do not exist or lead back to the exercise.

    Args:
        graph: the prerequisites of each exercise by id.
        known: ids of further exercises that exist.
    """
    faults: dict[str, list[str]] = {}
    for id_, prerequisites in graph.items():
        missing = [name for name in prerequisites if name not in graph.keys() | known]
        faults[id_] = [f"its prerequisite {name} does not exist" for name in missing]
    for circle in _circles(graph):
        for id_ in dict.fromkeys(circle):
            faults[id_].append(f"its prerequisites form a circle: {', '.join(circle)}")
    return faults


def _circles(graph: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """Give circles, each from an exercise back to itself, until there is none without an exercise of those before."""
    left = dict(graph)
    while True:
        try:
            graphlib.TopologicalSorter(left).prepare()
        except graphlib.CycleError as error:
            yield error.args[1][::-1]
            for id_ in error.args[1]:
                left.pop(id_, None)
        else:
            return


def _weak_titles(exercise: Exercise) -> list[str]:
    found = titles(exercise.test_code)
    short = [
        f"{name} needs a docstring that tells a learner what is tested" for name in found if _is_short(found[name])
    ]
    twice = [f"two tests have the title {title!r}" for title, count in Counter(found.values()).items() if count > 1]
    return [*short, *twice]


def _never_run(test_code: str) -> list[str]:
    """Classes with tests that pytest passes over, unless another one inherits them."""
    classes = [node for node in ast.parse(test_code).body if isinstance(node, ast.ClassDef)]
    inherited = {ast.unparse(base) for node in classes for base in node.bases}
    listed = {test.name.partition(".")[0] for test in list_tests(test_code)}
    found = []
    for node in classes:
        methods = {item.name for item in node.body if isinstance(item, ast.FunctionDef) and not item.decorator_list}
        if node.name in inherited or not any(name.startswith("test") for name in methods):
            continue
        if node.name not in listed and not node.decorator_list:
            found.append(f"the tests of {node.name} never run: let its name begin with Test, or make it a TestCase")
        elif "__init__" in methods and not node.bases:
            found.append(f"the tests of {node.name} never run: pytest passes over a class with an __init__")
    return found


def _is_short(title: str) -> bool:
    return len(title.split()) < 2


def _revealing_hints(exercise: Exercise) -> list[str]:
    lines = _statement_lines(exercise.solution)
    revealing = [
        number for number, hint in enumerate(exercise.hints, 1) if lines and all(line in hint for line in lines)
    ]
    return [f"hint {number} contains the reference solution" for number in revealing]


def _statement_lines(solution: str) -> list[str]:
    """The lines of a solution that do something: without imports, headings of functions and classes, docstrings."""
    tree = ast.parse(solution)
    idle = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)
    statements = [node for node in ast.walk(tree) if isinstance(node, ast.stmt) and not isinstance(node, idle)]
    texts = [(ast.get_source_segment(solution, node) or "").partition("\n")[0] for node in statements]
    return [text for text in texts if not text.startswith(('"""', "'''"))]


def _clocks_read(test_code: str) -> list[str]:
    calls = [node for node in ast.walk(ast.parse(test_code)) if isinstance(node, ast.Call)]
    clocks = {node.func.attr for node in calls if isinstance(node.func, ast.Attribute) and _reads_clock(node)}
    return [f"the tests read the clock: {name}()" for name in sorted(clocks)]


def _reads_clock(call: ast.Call) -> bool:
    """Whether a call reads the clock, by its name; `datetime.time(9, 30)` and `time.localtime(0)` do not."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    return name == "now" or (name in _CLOCK and not call.args and not call.keywords)
