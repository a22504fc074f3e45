"""Prometheus metrics of the executor: runs by kind and status, durations, waits, refusals and faults."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """The collectors of one service."""

    def __init__(self) -> None:
        registry = self._registry = CollectorRegistry()
        self._runs = Counter("executor_runs", "Finished runs", ["kind", "status"], registry=registry)
        self._refused = Counter("executor_refused", "Runs refused because the queue was full", registry=registry)
        self._faults = Counter("executor_faults", "Runs lost because a worker failed", registry=registry)
        self._duration = Histogram(
            "executor_run_duration_seconds", "Wall-clock time of a run", ["kind"], buckets=_BUCKETS_S, registry=registry
        )
        self._queue = Histogram(
            "executor_queue_seconds", "Time a run waited for a worker", ["kind"], buckets=_BUCKETS_S, registry=registry
        )
        self.in_progress = Gauge("executor_runs_in_progress", "Runs active or waiting", registry=registry)

    def count_run(self, kind: str, status: str, duration_s: float) -> None:
        """Count a finished run, whatever its status."""
        self._runs.labels(kind, status).inc()
        self._duration.labels(kind).observe(duration_s)

    def observe_queue(self, kind: str, wait_s: float) -> None:
        """Record how long a run waited for a worker."""
        self._queue.labels(kind).observe(wait_s)

    def count_refused(self) -> None:
        """Count a run refused because the queue was full."""
        self._refused.inc()

    def count_fault(self) -> None:
        """Count a run lost because a worker failed."""
        self._faults.inc()

    def render(self) -> bytes:
        """Return the metrics in the Prometheus text format."""
        return generate_latest(self._registry)
