"""What learners did."""

from dataclasses import dataclass
from typing import Any


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
class IdempotencyClaim:
    """A request's hold on an Idempotency-Key of its user; the time of the claim tells it from a later one."""

    user_id: str
    key: str
    claimed_at: str


@dataclass(frozen=True)
class StoredResponse:
    """The response stored for an Idempotency-Key; `status` and `body` are None while its request is running."""

    fingerprint: str
    status: int | None
    body: str | None
    language: str | None
