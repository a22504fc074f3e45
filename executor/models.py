"""A run as data: what it is asked to do, what it may use and how it ended. Crosses between service and workers."""

import dataclasses
import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Limits:
    """The most that one run may use.

    Attributes:
        timeout_ms: wall clock.
        cpu_ms: processor time of the worker; None leaves it to the wall clock.
        memory_mb: on top of what the interpreter itself holds.
        output_bytes: per stream.
        file_bytes: all files of the working folder together.
        file_count: files and folders in the working folder.
    """

    timeout_ms: int = 10_000
    memory_mb: int = 128
    output_bytes: int = 65_536
    file_bytes: int = 16 * 2**20
    file_count: int = 1000
    cpu_ms: int | None = None


@dataclass(frozen=True)
class Task:
    """One run: a program with its standard input, or an attempt with the tests that grade it.

    Attributes:
        echo: write what the program reads of its standard input to its output, as a terminal would.
        module: file name of the program in the working folder.
        tests: source of the test module; None runs the program as a script.
        test_name: the only test to run, with or without the case of a parametrized one; None runs all.
        verdict_only: end at the first test that fails, and explain nothing.
        files: further files of the working folder, name to text.
        locate: after a timeout, find out which line was running; costs one short extra run.
        trace: report each line that is reached; set for that extra run.
    """

    code: str
    limits: Limits
    stdin: str = ""
    module: str = "solution.py"
    tests: str | None = None
    test_name: str | None = None
    verdict_only: bool = False
    files: dict[str, str] = dataclasses.field(default_factory=dict)
    locate: bool = True
    trace: bool = False
    echo: bool = False

    def to_json(self) -> bytes:
        """Encode for a worker; lone surrogates survive as escapes."""
        return json.dumps({**vars(self), "limits": vars(self.limits)}).encode()

    @classmethod
    def from_json(cls, data: bytes) -> "Task":
        """Decode the output of `to_json`."""
        fields: dict[str, Any] = json.loads(data)
        return cls(**{**fields, "limits": Limits(**fields["limits"])})


@dataclass(frozen=True)
class Outcome:
    """How a run ended, as observed from outside the guest.

    Attributes:
        reason: `answered`, `exited`, `trapped`, `cancelled`, or the limit that was exceeded: `timeout`, `output_limit`,
            `file_limit`.
        answer: the guest's answer, not validated yet; None unless `reason` is `answered`.
        detail: the runtime's description of a trap.
        cpu_ms: processor time; None when the process had to be killed.
        memory_bytes: growth of the process. Guest memory never shrinks, so this is the peak. 0 where the operating
            system does not report it.
        stdout_bytes, stderr_bytes: bytes written, including those that were dropped.
        file_bytes, file_count, open_files: what the run held on disk when it was last measured.
        location: the guest's JSON about the line that was running at a timeout; not validated.
        call: the guest's JSON about what the tests had called at that time; not validated.
    """

    reason: str
    answer: str | None = None
    detail: str = ""
    duration_ms: float = 0.0
    cpu_ms: float | None = None
    memory_bytes: int = 0
    stdout_bytes: int = 0
    stderr_bytes: int = 0
    file_bytes: int = 0
    file_count: int = 0
    open_files: int = 0
    location: str = ""
    call: str = ""

    def to_json(self) -> bytes:
        """Encode for the service."""
        return json.dumps(vars(self)).encode()

    @classmethod
    def from_json(cls, data: bytes) -> "Outcome":
        """Decode the output of `to_json`."""
        return cls(**json.loads(data))
