"""The domain's values, immutable. Those that mirror a table have its JSON columns decoded and 0 and 1 as booleans."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

_NOT_CONTENT = ("id", "position", "source", "retired")
_VERSION_DIGITS = 16

ROLES = ("learner", "author", "admin")


@dataclass(frozen=True)
class User:
    """An account; authors and admins may manage exercises."""

    id: str
    email: str
    username: str
    password_hash: str
    created_at: str
    role: str = "learner"

    @property
    def is_author(self) -> bool:
        """Whether the account may manage exercises."""
        return self.role in ("author", "admin")


@dataclass(frozen=True)
class Session:
    """One sign-in, and the family of refresh tokens issued for it.

    Attributes:
        generation: number of the refresh token that is valid now.
        spent_at: when earlier generations were spent, as far back as the grace period reaches.
    """

    id: str
    user_id: str
    generation: int
    spent_at: dict[str, str]
    created_at: str
    last_used_at: str
    expires_at: str
    revoked_at: str | None
    address: str
    user_agent: str


@dataclass(frozen=True)
class SignIn:
    """A user together with the session that was just opened or refreshed."""

    user: User
    session: Session


@dataclass(frozen=True)
class Exercise:
    """An exercise with everything needed to show and to grade it; a retired one is not in the catalogue."""

    id: str
    position: int
    title: str
    summary: str
    category: str
    difficulty: str
    topics: tuple[str, ...]
    prerequisites: tuple[str, ...]
    instructions: str
    hints: tuple[str, ...]
    starter_code: str
    module: str
    test_code: str
    solution: str
    files: dict[str, str]
    source: str
    retired: bool = False

    @property
    def content(self) -> dict[str, Any]:
        """What a learner sees or is graded by: everything but its place in the catalogue, its source and its state."""
        return {name: value for name, value in vars(self).items() if name not in _NOT_CONTENT}

    @property
    def version(self) -> str:
        """Hash of the content. Empty fields do not count, so that adding one changes no version."""
        filled = {name: value for name, value in self.content.items() if value}
        text = json.dumps(filled, sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()[:_VERSION_DIGITS]


@dataclass(frozen=True)
class StoredExercise:
    """An exercise with what only its author needs, as JSON data."""

    exercise: Exercise
    author_data: dict[str, Any]
    updated_at: str


@dataclass(frozen=True)
class ExerciseVersion:
    """A version of an exercise that was published; `published_by` is a user's id, None for the command line."""

    exercise_id: str
    version: str
    published_at: str
    published_by: str | None


@dataclass(frozen=True)
class ExerciseSummary:
    """An exercise as lists show it."""

    id: str
    position: int
    title: str
    summary: str
    category: str
    difficulty: str
    topics: tuple[str, ...]
    prerequisites: tuple[str, ...]


@dataclass(frozen=True)
class Progress:
    """A learner's progress with one exercise.

    Attributes:
        completion_time: seconds.
        completed_version: the exercise's version when a submission first passed; None until then.
    """

    id: str
    user_id: str
    exercise_id: str
    status: str
    completion_time: int | None
    attempts: int
    last_code: str | None
    started_at: str
    completed_at: str | None
    updated_at: str
    verified: bool
    completed_version: str | None


@dataclass(frozen=True)
class Submission:
    """One graded attempt; `version` is that of the exercise that graded it, None before there were versions."""

    id: str
    user_id: str
    exercise_id: str
    code: str
    test_results: dict[str, Any]
    success: bool
    status: str
    submitted_at: str
    version: str | None = None


@dataclass(frozen=True)
class Regrade:
    """A submission that another version of its exercise grades otherwise.

    Attributes:
        outcome: `fails` for a pass that would fail, `passes` for a failure that would pass, `credited` for a failure
            that became a pass.
    """

    submission_id: str
    username: str
    submitted_at: str
    outcome: str


@dataclass(frozen=True)
class Origin:
    """Where a run comes from, for the executor's log and its fair queue.

    Attributes:
        caller: the learner, or the network of a guest.
        network: the network the request came from.
        trace_parent: W3C trace context, when the request had one.
    """

    caller: str
    network: str
    request_id: str
    trace_parent: str | None


@dataclass(frozen=True)
class Program:
    """A program to run; with `echo`, what it reads of `stdin` appears in its output, as in a terminal."""

    code: str
    stdin: str
    echo: bool
    timeout_ms: int


@dataclass(frozen=True)
class Output:
    """What a program wrote to `stdout` or `stderr`, while it runs."""

    stream: str
    text: str


@dataclass(frozen=True)
class RunResult:
    """How a run ended; times in milliseconds, `memory_used` in bytes.

    Attributes:
        error: {"type", "message", "line", "explanation", "translatable"} of the exception that ended it; `translatable`
            holds what texts were made of, see `portal.translations`.
        explanation: why a run that ended well did nothing visible, in words for beginners.
        limit: {"name", "value", "used", "unit"} of the limit that ended it.
        streams: for `stdout` and `stderr`, how many bytes were written and whether some were dropped.
    """

    status: str
    stdout: str
    stderr: str
    exit_code: int
    error: dict[str, Any] | None
    explanation: str | None
    limit: dict[str, Any] | None
    execution_time: float
    cpu_time: float | None
    memory_used: int
    truncated: bool
    streams: dict[str, dict[str, Any]]
    queue_time: float | None


@dataclass(frozen=True)
class Verdict:
    """A graded attempt: `passed` only when every test reported a pass.

    Attributes:
        tests: per test `name`, `title`, `task`, `hidden`, `passed`, `message`, `output`, `duration` in milliseconds and
            `failure`: None, or {"kind", "call", "expected", "actual", "difference", "line", "explanation", "hint",
            "translatable"}.
        isolated: whether the tests ran in another interpreter than the learner's code, which cannot forge that verdict.
        submission_id, progress: None for a guest, whose attempts are not stored.
    """

    passed: bool
    run: RunResult
    tests: tuple[dict[str, Any], ...]
    isolated: bool = False
    submission_id: str | None = None
    progress: Progress | None = None

    @property
    def summary(self) -> dict[str, int]:
        """How many tests there are, and how many passed and failed."""
        passed = sum(test["passed"] for test in self.tests)
        return {"total": len(self.tests), "passed": passed, "failed": len(self.tests) - passed}


@dataclass(frozen=True)
class StoredResponse:
    """The response stored for an Idempotency-Key; `status` and `body` are None while its request is running."""

    fingerprint: str
    status: int | None
    body: str | None
    language: str | None
