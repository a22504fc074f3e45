"""What the service counts besides requests and queries: executions, learners' activity, refusals, mail, log lines.

Labels are values from fixed lists, never client input: each value creates a permanent time series.
"""

from typing import Literal, get_args

from prometheus_client import Counter, Gauge, Histogram
from prometheus_client.metrics import MetricWrapperBase

Kind = Literal["run", "test"]
Action = Literal["register", "login", "login_failed", "refresh", "submission", "password_forgotten", "delete_account"]
MailResult = Literal["sent", "failed", "dropped"]

_RUN_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

_executions = Counter("portal_executions", "Runs and graded attempts", ["kind", "status"], registry=None)
_execution_time = Histogram(
    "portal_execution_duration_seconds", "Response time of the executor", ["kind"], buckets=_RUN_S, registry=None
)
_queue_time = Histogram(
    "portal_execution_queue_seconds", "Wait for a worker of the executor", ["kind"], buckets=_RUN_S, registry=None
)
_breaker = Gauge(
    "portal_executor_breaker_open",
    "Processes whose circuit breaker for the executor is not closed",
    multiprocess_mode="livesum",
    registry=None,
)
_bulkhead = Counter(
    "portal_bulkhead_refusals", "Calls refused to keep threads free for others", ["bulkhead"], registry=None
)
_rate_limit = Counter("portal_rate_limit_refusals", "Requests over a rate limit", ["scope"], registry=None)
_replays = Counter("portal_idempotency_replays", "Stored responses returned again", registry=None)
_activity = Counter("portal_user_activity", "Actions of learners", ["action"], registry=None)
# The label keeps the series away where there is no Redis: a gauge without one would be 0 there.
_redis_up = Gauge(
    "portal_redis_up",
    "Whether Redis answered at the last scrape",
    ["use"],
    multiprocess_mode="mostrecent",
    registry=None,
)
_mails = Counter("portal_mails", "Messages by result: sent, failed, dropped", ["result"], registry=None)
_dropped = Counter("portal_log_lines_dropped", "Log lines dropped because they could not be written", registry=None)
_active = Gauge(
    "portal_active_learners",
    "Learners seen within the window",
    ["window"],
    multiprocess_mode="mostrecent",
    registry=None,
)

COLLECTORS: tuple[MetricWrapperBase, ...] = (
    _executions, _execution_time, _queue_time, _breaker, _bulkhead, _rate_limit, _replays, _activity, _mails, _dropped,
    _redis_up, _active,
)  # fmt: skip


def expose_zeros() -> None:
    """Expose counters whose labels are known as zero: a series that begins with 1 is no increase to Prometheus."""
    for action in get_args(Action):
        _activity.labels(action)
    for result in get_args(MailResult):
        _mails.labels(result)
    for scope in ("default", "auth"):
        _rate_limit.labels(scope)


def expose_executions(statuses: tuple[str, ...]) -> None:
    """Expose executions with these statuses as zero, so that the first one is an increase."""
    for kind in get_args(Kind):
        for status in statuses:
            _executions.labels(kind, status)
        _queue_time.labels(kind)


def count_execution(kind: Kind, status: str, duration_s: float) -> None:
    """Record one response, or failure, of the executor."""
    _executions.labels(kind, status).inc()
    _execution_time.labels(kind).observe(duration_s)


def observe_queue(kind: Kind, wait_s: float) -> None:
    """Record how long an execution waited for a worker."""
    _queue_time.labels(kind).observe(wait_s)


def set_breaker(*, is_open: bool) -> None:
    """Record the state of this process's circuit breaker for the executor."""
    _breaker.set(int(is_open))


def expose_bulkhead(bulkhead: str) -> None:
    """Expose a bulkhead's refusals as zero, so that the first one is an increase."""
    _bulkhead.labels(bulkhead)


def count_bulkhead_refusal(bulkhead: str) -> None:
    """Record one call that a bulkhead refused; `bulkhead` names it."""
    _bulkhead.labels(bulkhead).inc()


def count_rate_limit_refusal(scope: str) -> None:
    """Record one request over a rate limit; `scope` names the limit."""
    _rate_limit.labels(scope).inc()


def count_replay() -> None:
    """Record one stored response that was returned again for its idempotency key."""
    _replays.inc()


def count_activity(action: Action) -> None:
    """Record an action of a learner."""
    _activity.labels(action).inc()


def count_mail(result: MailResult) -> None:
    """Record one message."""
    _mails.labels(result).inc()


def count_dropped_log_line() -> None:
    """Record one log line that was dropped: standard output was blocked, closed or full."""
    _dropped.inc()


def set_redis_up(*, is_up: bool) -> None:
    """Record whether Redis answers."""
    _redis_up.labels("rate_limits").set(int(is_up))


def set_active_learners(window: str, learners: int) -> None:
    """Record how many learners were active within a window such as `1d`."""
    _active.labels(window).set(learners)
