"""Memory, CPU time, descriptors and threads of all processes of the service, read from /proc at each scrape."""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

_PROC = Path("/proc")
# Positions in /proc/PID/stat behind the command name, see proc(5).
_PARENT, _CPU_TICKS, _THREADS, _RESIDENT_PAGES = 1, slice(11, 15), 17, 21


class ProcessTree(Collector):
    """Totals over one process and its descendants, the embedded executor and its workers among them.

    Nothing is exposed where there is no /proc.
    """

    def __init__(self, root: int) -> None:
        self._root = root

    def collect(self) -> Iterable[Metric]:
        """Yield the totals; pages that processes share count once for each."""
        found = list(_descendants(self._root))
        if not found:
            return
        processes, stats = zip(*found, strict=True)
        ticks = sum(int(part) for stat in stats for part in stat[_CPU_TICKS])
        pages = sum(int(stat[_RESIDENT_PAGES]) for stat in stats)
        # The time of children that have ended is included, so the total does not fall when a worker is replaced.
        yield CounterMetricFamily("process_cpu_seconds", "CPU time of all processes", ticks / os.sysconf("SC_CLK_TCK"))
        yield GaugeMetricFamily("process_resident_memory_bytes", "Memory of all processes", pages * _page_bytes())
        yield GaugeMetricFamily(
            "process_threads", "Threads of all processes", sum(int(stat[_THREADS]) for stat in stats)
        )
        yield GaugeMetricFamily("process_open_fds", "Descriptors of all processes", sum(map(_descriptors, processes)))
        limits = [limit for process in processes if (limit := _descriptor_limit(process))]
        yield GaugeMetricFamily("process_max_fds", "Sum of the processes' limits on descriptors", sum(limits))
        yield GaugeMetricFamily("portal_processes", "Processes", len(processes))


def _descendants(root: int) -> Iterator[tuple[int, list[str]]]:
    """Yield a process and all below it, each with the fields of its stat file."""
    stats: dict[int, list[str]] = {}
    children: dict[int, list[int]] = defaultdict(list)
    for folder in _PROC.glob("[0-9]*"):
        with suppress(OSError):  # it has ended meanwhile
            stat = (folder / "stat").read_text(errors="replace").rpartition(")")[2].split()
            stats[int(folder.name)] = stat
            children[int(stat[_PARENT])].append(int(folder.name))
    waiting = [root] if root in stats else []
    while waiting:
        process = waiting.pop()
        yield process, stats[process]
        waiting += children[process]


def _descriptors(process: int) -> int:
    with suppress(OSError):
        return len(os.listdir(_PROC / str(process) / "fd"))
    return 0


def _descriptor_limit(process: int) -> int:
    with suppress(OSError):
        for line in (_PROC / str(process) / "limits").read_text().splitlines():
            if line.startswith("Max open files"):
                soft = line.split()[3]
                return int(soft) if soft.isdecimal() else 0  # or "unlimited"
    return 0


def _page_bytes() -> int:
    return os.sysconf("SC_PAGE_SIZE")
