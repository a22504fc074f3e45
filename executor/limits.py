"""What a run is asked to do and what it may use: plain data that crosses from the service to its workers."""

import dataclasses
import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Limits:
    """The most one run may use.

    Attributes:
        timeout_ms: wall clock.
        memory_mb: on top of what the interpreter itself holds.
        output_bytes: per stream.
        file_bytes: in the working folder, all files together.
        file_count: files and folders in the working folder.
    """

    timeout_ms: int = 10_000
    memory_mb: int = 128
    output_bytes: int = 65_536
    file_bytes: int = 16 * 2**20
    file_count: int = 1000


@dataclass(frozen=True)
class Task:
    """One run: a program with its standard input, or an attempt with the tests that grade it.

    Attributes:
        module: file name of the program in the working folder.
        tests: source of the test module; None runs the program as a script.
        files: further files of the working folder, name to text.
        locate: when the time is up, find out where the program was; takes a moment.
        trace: report which line is reached: how it is found out.
    """

    code: str
    limits: Limits
    stdin: str = ""
    module: str = "solution.py"
    tests: str | None = None
    files: dict[str, str] = dataclasses.field(default_factory=dict)
    locate: bool = True
    trace: bool = False

    def to_json(self) -> bytes:
        """Encode for a worker; lone surrogates survive as escapes."""
        return json.dumps({**vars(self), "limits": vars(self.limits)}).encode()

    @classmethod
    def from_json(cls, data: bytes) -> "Task":
        """Decode what `to_json` made."""
        fields: dict[str, Any] = json.loads(data)
        return cls(**{**fields, "limits": Limits(**fields["limits"])})
