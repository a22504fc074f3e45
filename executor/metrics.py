"""What an operator sees of the executor: runs by status and kind, their duration, and how busy the pool is."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """The collectors of one service."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._runs = Counter("executor_runs", "Runs that ended", ["kind", "status"], registry=self._registry)
        self._refused = Counter("executor_refused", "Runs refused, the queue being full", registry=self._registry)
        self._faults = Counter("executor_faults", "Runs lost to a broken worker", registry=self._registry)
        self._duration = Histogram(
            "executor_run_duration_seconds", "Wall clock of a run", ["kind"], buckets=_BUCKETS, registry=self._registry
        )
        self._queue = Histogram(
            "executor_queue_seconds", "Wait for a worker", ["kind"], buckets=_BUCKETS, registry=self._registry
        )
        self.in_use = Gauge("executor_runs_in_progress", "Runs under way or waiting", registry=self._registry)

    def count_run(self, kind: str, status: str, duration_s: float) -> None:
        """Count a run that ended, whatever its status."""
        self._runs.labels(kind, status).inc()
        self._duration.labels(kind).observe(duration_s)

    def observe_queue(self, kind: str, wait_s: float) -> None:
        """Record how long a run waited for a worker."""
        self._queue.labels(kind).observe(wait_s)

    def count_refused(self) -> None:
        """Count a run that found no place."""
        self._refused.inc()

    def count_fault(self) -> None:
        """Count a run that a broken worker lost."""
        self._faults.inc()

    def render(self) -> bytes:
        """Return the text that Prometheus reads."""
        return generate_latest(self._registry)
