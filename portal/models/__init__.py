"""The domain's values, immutable. Those that mirror a table have its JSON columns decoded and 0 and 1 as booleans."""

from portal.models.accounts import ROLES, Session, SignIn, User
from portal.models.exercises import Exercise, ExerciseSummary, ExerciseVersion, StoredExercise
from portal.models.learning import IdempotencyClaim, Progress, Regrade, StoredResponse, Submission
from portal.models.runs import ALL_TESTS, GradeOptions, Origin, Output, Program, RunResult, Verdict

__all__ = [
    "ALL_TESTS",
    "ROLES",
    "Exercise",
    "ExerciseSummary",
    "ExerciseVersion",
    "GradeOptions",
    "IdempotencyClaim",
    "Origin",
    "Output",
    "Program",
    "Progress",
    "Regrade",
    "RunResult",
    "Session",
    "SignIn",
    "StoredExercise",
    "StoredResponse",
    "Submission",
    "User",
    "Verdict",
]
