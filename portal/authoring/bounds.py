"""The bounds of every exercise, wherever it comes from."""

from portal.authoring import limits, test_files
from portal.authoring.faults import Faults
from portal.authoring.folder import require_text
from portal.authoring.models import BrokenExercise
from portal.models import Exercise

# What is at /api/progress/:id for these is not the progress with an exercise.
_TAKEN_IDS = frozenset(("stats",))
_MAX_TITLE = 200
_MAX_SUMMARY = 500
_MAX_CATEGORY = 100
_MAX_INSTRUCTIONS = 100_000
_MAX_ITEMS = 50  # of each list
_MAX_ITEM = 100
_MAX_HINT = 5000


def require(exercise: Exercise) -> None:
    """Raise BrokenExercise, with all that is wrong, unless an exercise can be stored, shown and graded."""
    faults = Faults()
    faults.attempt(_require_free_id, exercise.id)
    faults.attempt(limits.require_module, exercise.module)
    faults.attempt(limits.require_code, "the reference solution", exercise.solution)
    faults.attempt(test_files.parse, "the reference solution", exercise.solution)
    faults.attempt(limits.require_code, "the test file", exercise.test_code, limits.MAX_TESTS)
    faults.attempt(limits.require_length, "the starter", exercise.starter_code)
    faults.attempt(limits.require_code, "the description", exercise.instructions, _MAX_INSTRUCTIONS)
    faults.attempt(limits.require_files, exercise.files, exercise.module)
    for name, text, maximum in (
        ("the title", exercise.title, _MAX_TITLE),
        ("the summary", exercise.summary, _MAX_SUMMARY),
        ("the category", exercise.category, _MAX_CATEGORY),
    ):
        faults.attempt(require_words, name, text, maximum)
    for name, texts, maximum in (
        ("topic", exercise.topics, _MAX_ITEM),
        ("prerequisite", exercise.prerequisites, _MAX_ITEM),
        ("hint", exercise.hints, _MAX_HINT),
    ):
        faults.attempt(_require_few, f"{name}s", texts)
        for text in texts:
            faults.attempt(require_words, f"a {name}", text, maximum)
    described = (exercise.title, exercise.summary, exercise.category, exercise.instructions, *exercise.hints)
    for text in described:
        faults.attempt(require_text, text, "its description")
    for text in (*exercise.topics, *exercise.prerequisites):
        faults.attempt(require_text, text, "its list of topics or prerequisites")
    for text in (exercise.starter_code, exercise.solution, exercise.test_code, *exercise.files.values()):
        faults.attempt(require_text, text, "its code")
    if faults:
        raise faults.as_error()


def require_words(name: str, text: str, maximum: int) -> None:
    """Raise BrokenExercise when a text is blank or too long."""
    if not text.strip():
        raise BrokenExercise(f"{name} is empty")
    limits.require_length(name, text, maximum)


def _require_few(name: str, texts: tuple[str, ...]) -> None:
    if len(texts) > _MAX_ITEMS:
        raise BrokenExercise(f"it has more than {_MAX_ITEMS} {name}")


def _require_free_id(id_: str) -> None:
    if id_ in _TAKEN_IDS:
        raise BrokenExercise(f"the slug {id_!a} is taken: /api/progress/{id_} is an address of the API")
