"""The CPU time of a run and of a submission, by group of processes: the portal, the executor service, its workers.

    python -m bench.cost [checkout]

Clients keep their connections and ask again at once: one alone, and four beside each other. With the path of another
checkout of the project, its service is measured in turn with this one, round by round: both see the same machine.
"""

import json
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import product
from pathlib import Path

from bench.cpu import GROUPS, cpu_by_group
from bench.load import measure, request_bytes
from bench.results import write_section
from bench.service import PROJECT, Client, Service
from bench.speed import HELLO, RIGHT, WRONG, serving

ROUNDS = 7
CLIENTS = (1, 4)
# A round: enough that the clock of /proc, which counts in steps of 10 ms, is exact to a percent.
ROUND_S = 1.5

_NOTES = (
    "Clients that ask again at once; CPU time of all processes, the median of several rounds. Ratio: to the\n"
    "other checkout, where there is one, whose rounds alternate with these."
)

# By request and number of clients: the CPU time of each group of processes in each round.
Measured = dict[tuple[str, int], list[dict[str, float]]]


def main() -> None:
    """Measure this checkout, and the one that was named; print what each request costs, and write it down."""
    projects = [PROJECT, *(Path(name).resolve() for name in sys.argv[1:2])]
    with ExitStack() as stack:
        subjects = [stack.enter_context(_subject(project)) for project in projects]
        measured: list[Measured] = [defaultdict(list) for _ in subjects]
        for title, clients in product(subjects[0].requests, CLIENTS):
            for _ in range(ROUNDS):
                for subject, results in zip(subjects, measured, strict=True):
                    results[title, clients].append(subject.cost_ms(title, clients))
    rows = table(projects, measured)
    print(*rows, sep="\n")
    write_section("CPU time of a run and of a submission", _NOTES, rows)


class Subject:
    """A running service and the requests that are measured."""

    def __init__(self, service: Service) -> None:
        self._service = service
        account = {"email": "bench@example.org", "username": "bench", "password": "correct horse"}
        token = Client(service.url).post("/api/auth/register", account)["accessToken"]
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
            self.cost_ms(title, 1)  # warms up

    def cost_ms(self, title: str, clients: int) -> dict[str, float]:
        """Return the milliseconds of CPU time per request, by group, in a round of such requests."""
        before = cpu_by_group(self._service.pid)
        figures = measure(self._service.port, [self.requests[title]], clients=clients, seconds=ROUND_S)
        after = cpu_by_group(self._service.pid)
        return {group: (after[group] - before[group]) / figures.answers * 1000 for group in GROUPS}


@contextmanager
def _subject(project: Path) -> Iterator[Subject]:
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder), project) as service:
        yield Subject(service)


def table(projects: list[Path], measured: list[Measured]) -> list[str]:
    """Return the rows of a table: medians of the rounds, and of their ratios to the other checkout."""
    rows = [f"| CPU per request, ms | clients | {' | '.join(GROUPS)} | all | ratio |", "|---|---|---|---|---|---|---|"]
    for title, clients in measured[0]:
        for project, results in zip(projects, measured, strict=True):
            rounds = results[title, clients]
            cells = [f"{statistics.median(costs[group] for costs in rounds):.2f}" for group in GROUPS]
            total = statistics.median(sum(costs.values()) for costs in rounds)
            pairs = zip(rounds, measured[-1][title, clients], strict=True)
            ratio = statistics.median(sum(mine.values()) / sum(other.values()) for mine, other in pairs)
            where = "" if project == PROJECT else f" ({project.name})"
            rows.append(f"| {title}{where} | {clients} | {' | '.join(cells)} | {total:.2f} | {ratio:.2f} |")
    return rows


if __name__ == "__main__":
    main()
