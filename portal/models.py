"""What the tables hold, as immutable values: JSON columns decoded, 0 and 1 as booleans."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class User:
    """A learner's account."""

    id: str
    email: str
    username: str
    password_hash: str
    created_at: str


@dataclass(frozen=True)
class Session:
    """One sign-in: the family of refresh tokens that descend from it.

    Attributes:
        generation: number of the refresh token that is valid now.
        spent_at: when earlier generations were spent, as far back as the grace reaches.
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
class Exercise:
    """An exercise with everything needed to show and to grade it."""

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


@dataclass(frozen=True)
class ExerciseSummary:
    """An exercise as a list shows it."""

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
    """How far a learner is with an exercise; `completion_time` in seconds."""

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


@dataclass(frozen=True)
class Submission:
    """One graded attempt."""

    id: str
    user_id: str
    exercise_id: str
    code: str
    test_results: dict[str, Any]
    success: bool
    status: str
    submitted_at: str


@dataclass(frozen=True)
class KeptAnswer:
    """The answer kept under an Idempotency-Key; `status` and `body` are None while its request still runs."""

    fingerprint: str
    status: int | None
    body: str | None
