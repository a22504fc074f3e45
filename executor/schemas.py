"""Validation of requests to the executor; errors are reported by field name."""

import keyword
import re
from pathlib import PurePosixPath
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate, validates_schema

from executor.models import Limits, Task

MAX_CODE = 50_000
MAX_STDIN_BYTES = 65_536
MAX_TESTS = 500_000
MAX_TEST_NAME = 4000
MAX_FILES = 50
MAX_FILES_BYTES = 2**20
MAX_BODY_BYTES = 4 * 2**20
MIN_TIMEOUT_MS = 100
MIN_CPU_TIMEOUT_MS = 10
MIN_MEMORY_MB = 8
_MODULE = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,60}\.py")
# Names that an import statement cannot name, or that Python finds in itself before it looks for the learner's file.
RESERVED_MODULES = frozenset(keyword.kwlist) | {
    "atexit", "binascii", "builtins", "cmath", "codecs", "errno", "faulthandler", "gc", "genericpath", "io",
    "itertools", "marshal", "math", "ntpath", "os", "posix", "posixpath", "pyexpat", "pytest", "runpy", "select",
    "site", "stat", "sys", "time", "unicodedata", "unittest", "zipimport", "zlib",
}  # fmt: skip
_FILE_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_. -]{0,100}")


def _encodable(text: str) -> None:
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        raise ValidationError("Contains half of a surrogate pair.") from None
    if size > MAX_STDIN_BYTES:
        raise ValidationError(f"Longer than {MAX_STDIN_BYTES} bytes.")


def _plain_text(text: str) -> None:
    if "\0" in text:
        raise ValidationError("Contains a NUL character.")
    if not text.isascii() and re.search(r"[\ud800-\udfff]", text):
        raise ValidationError("Contains half of a surrogate pair.")


def _module_name(name: str) -> None:
    if not _MODULE.fullmatch(name) or name.removesuffix(".py") in RESERVED_MODULES:
        raise ValidationError("Not the file of a module that tests can import.")


def _file_name(name: str) -> None:
    parts = name.split("/")
    if len(parts) > 5 or not all(_FILE_PART.fullmatch(part) for part in parts):
        raise ValidationError("Not a plain relative path.")


def _files_size(files: dict[str, str]) -> None:
    if len(files) > MAX_FILES or sum(len(text.encode()) for text in files.values()) > MAX_FILES_BYTES:
        raise ValidationError(f"More than {MAX_FILES} files or {MAX_FILES_BYTES} bytes.")


class ExecuteRequest(Schema):
    """Body of `POST /api/execute` (DESIGN section 5)."""

    class Meta:
        unknown = RAISE

    code = fields.Str(required=True, validate=[validate.Length(1, MAX_CODE), _plain_text])
    stdin = fields.Str(load_default="", validate=_encodable)
    echo = fields.Bool(load_default=False, truthy={True}, falsy={False})
    exercise_id = fields.Str(data_key="exerciseId", validate=validate.Length(max=200))
    run_tests = fields.Bool(required=True, data_key="runTests", truthy={True}, falsy={False})
    test_code = fields.Str(data_key="testCode", validate=[validate.Length(1, MAX_TESTS), _plain_text])
    test_name = fields.Str(data_key="testName", validate=[validate.Length(1, MAX_TEST_NAME), _plain_text])
    verdict_only = fields.Bool(data_key="verdictOnly", load_default=False, truthy={True}, falsy={False})
    module = fields.Str(load_default="solution.py", validate=_module_name)
    files = fields.Dict(
        keys=fields.Str(validate=_file_name),
        values=fields.Str(validate=_plain_text),
        load_default=dict,
        validate=_files_size,
    )
    timeout = fields.Int(strict=True, validate=validate.Range(MIN_TIMEOUT_MS))
    cpu_timeout = fields.Int(strict=True, data_key="cpuTimeout", validate=validate.Range(MIN_CPU_TIMEOUT_MS))
    memory_limit = fields.Int(strict=True, data_key="memoryLimit", validate=validate.Range(MIN_MEMORY_MB))

    @validates_schema
    def _require_tests(self, data: dict[str, Any], **_kwargs: object) -> None:
        if data["run_tests"] and "test_code" not in data:
            raise ValidationError("Required when runTests is true.", "testCode")

    @validates_schema
    def _require_files_besides_folders(self, data: dict[str, Any], **_kwargs: object) -> None:
        folders = {str(folder) for name in data["files"] for folder in PurePosixPath(name).parents}
        if not folders.isdisjoint((*data["files"], data["module"])):
            raise ValidationError("A file is also the folder of another one.", "files")


def to_task(body: dict[str, Any], maximum: Limits) -> Task:
    """Return the task of a valid request; requested limits are capped at the maximum."""
    limits = Limits(
        timeout_ms=min(body.get("timeout", maximum.timeout_ms), maximum.timeout_ms),
        memory_mb=min(body.get("memory_limit", maximum.memory_mb), maximum.memory_mb),
        output_bytes=maximum.output_bytes,
        file_bytes=maximum.file_bytes,
        file_count=maximum.file_count,
        cpu_ms=body.get("cpu_timeout"),
    )
    tests = body["test_code"] if body["run_tests"] else None
    return Task(
        body["code"],
        limits,
        stdin=body["stdin"],
        echo=body["echo"],
        module=body["module"],
        tests=tests,
        test_name=body.get("test_name"),
        verdict_only=body["verdict_only"],
        files=body["files"],
    )
