"""The CPU time of a run and of a submission, by group of processes: the portal, the executor service, its workers.

    python -m bench.cost [checkout]

One client that keeps its connection and asks again at once. With the path of another checkout of the project, its
service is measured in turn with this one, round by round, so that both see the same machine.
"""

import json
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench.cpu import GROUPS, cpu_by_group
from bench.load import request_bytes
from bench.results import write_section
from bench.service import PROJECT, Client, Service
from bench.speed import HELLO, RIGHT, WRONG, serving

ROUNDS = 7
WARM_UP = 30
# Requests of a round: enough that the clock of /proc, which counts in steps of 10 ms, is exact to a percent.
REQUESTS = 120

_NOTES = (
    "One client, which asks again at once; CPU time of all processes, the median of several rounds. Ratio: to the\n"
    "other checkout, where there is one, whose rounds alternate with these."
)

Measured = dict[str, list[dict[str, float]]]


def main() -> None:
    """Measure this checkout, and the one that was named; print what each request costs, and write it down."""
    projects = [PROJECT, *(Path(name).resolve() for name in sys.argv[1:2])]
    with ExitStack() as stack:
        subjects = [stack.enter_context(_subject(project)) for project in projects]
        measured: list[Measured] = [{title: [] for title in subject.requests} for subject in subjects]
        for _ in range(ROUNDS):
            for subject, results in zip(subjects, measured, strict=True):
                for title in subject.requests:
                    results[title].append(subject.cost_ms(title))
    rows = table(projects, measured)
    print(*rows, sep="\n")
    write_section("CPU time of a run and of a submission", _NOTES, rows)


class Subject:
    """A running service and the requests that are measured."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._client = Client(service.url)
        account = {"email": "bench@example.org", "username": "bench", "password": "correct horse"}
        token = self._client.post("/api/auth/register", account)["accessToken"]
        bodies = {
            'run, print("hi")': ("/api/exercises/run", {"code": HELLO}),
            "submission, six tests, passing": ("/api/exercises/test", {"exerciseId": "double-it", "code": RIGHT}),
            "submission, six tests, failing": ("/api/exercises/test", {"exerciseId": "double-it", "code": WRONG}),
        }
        self.requests = {
            title: request_bytes("POST", path, body=json.dumps(body).encode(), token=token)
            for title, (path, body) in bodies.items()
        }
        for title in self.requests:
            self._ask(title, WARM_UP)

    def cost_ms(self, title: str) -> dict[str, float]:
        """Return the milliseconds of CPU time per request, by group, in a round of such requests."""
        self._ask(title, 5)  # the workers prepare for runs like the last one
        before = cpu_by_group(self._service.pid)
        self._ask(title, REQUESTS)
        after = cpu_by_group(self._service.pid)
        return {group: (after[group] - before[group]) / REQUESTS * 1000 for group in GROUPS}

    def _ask(self, title: str, times: int) -> None:
        for _ in range(times):
            self._client.ask(self.requests[title])


@contextmanager
def _subject(project: Path) -> Iterator[Subject]:
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder), project) as service:
        yield Subject(service)


def table(projects: list[Path], measured: list[Measured]) -> list[str]:
    """Return the rows of a table: medians of the rounds, and of their ratios to the other checkout."""
    rows = [f"| CPU per request, ms | {' | '.join(GROUPS)} | all | ratio |", "|---|---|---|---|---|---|"]
    for title in measured[0]:
        for project, results in zip(projects, measured, strict=True):
            rounds = results[title]
            cells = [f"{statistics.median(costs[group] for costs in rounds):.2f}" for group in GROUPS]
            total = statistics.median(sum(costs.values()) for costs in rounds)
            pairs = zip(rounds, measured[-1][title], strict=True)
            ratio = statistics.median(sum(mine.values()) / sum(other.values()) for mine, other in pairs)
            where = "" if project == PROJECT else f" ({project.name})"
            rows.append(f"| {title}{where} | {' | '.join(cells)} | {total:.2f} | {ratio:.2f} |")
    return rows


if __name__ == "__main__":
    main()
