"""Exercises, and what a learner did with them."""

from portal.errors.base import NotFound, PortalError


class ExerciseNotFound(NotFound):
    """There is no exercise with this id."""

    code = "EXERCISE_NOT_FOUND"
    action = "Take an id from the list of exercises."


class ProgressNotFound(NotFound):
    """You have not started this exercise."""

    code = "PROGRESS_NOT_FOUND"
    action = "Show the exercise as not started; saving progress or submitting starts it."


class ExerciseCheckFailed(PortalError):
    """The exercise was not published: its check found faults, which `details` lists."""

    status = 422
    code = "EXERCISE_CHECK_FAILED"
    action = "Correct what `details.report.faults` names; `POST /api/exercises/check` checks without publishing."


class SolutionLocked(PortalError):
    """The reference solution is available once you have passed the exercise."""

    status = 403
    code = "SOLUTION_LOCKED"
    action = "Submit a solution that passes first."
