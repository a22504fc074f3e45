"""Entry point of the sandbox; the host calls it in a fresh copy of the snapshot, once per run.

The snapshot is taken after this module was imported, so the modules below, the standard library and a configured
pytest are already in memory when a run starts.

Request: {"code", "stdin", "echo": bool, "module", "tests": str | null, "test_name": str | null,
          "verdict_only": bool, "names": [...], "trace": bool, "serve": bool, "prepared": {...} | null}
          and, after a line break, what was reported so after {"prepared": ...}: the compiled test file
Answer:  {"status", "exitCode", "error": {"type", "message", "line", "explanation"} | null, "tests": [...] | null,
          "explanation": str | null}; texts that can be translated come with `translatable`, see messages.py
Event:   {"prepared": {...}} | {"test": {...}} | {"exit": code} | {"call": text} | {"file_limit": {...}}
         | {"expected": [name, ...], "canary": name | null, "about": {name: {...}}, "isolated": bool}
         | {"at": line, "loop": line | null, "unchanged": [name, ...]}
"""

import gc
import os

import wit_world
from _portal import (
    environment,
    event_loop,
    exception_monitor,
    grading,
    harness_frames,
    heap,
    ignored_errors,
    interruptible_waits,
    json_text,
    learner_server,
    library,
    linux_system,
    preload,
    processor_time,
    program,
    rehearsal,
    tracing,
)

preload.import_standard_library()
library.collect()
grading.prepare()
environment.patch()
linux_system.install()
interruptible_waits.install()
event_loop.install()
harness_frames.install()
ignored_errors.install()
exception_monitor.install()
with environment.muted():
    rehearsal.rehearse()


class WitWorld(wit_world.WitWorld):
    """The exported world; one is made when this module was imported, and its heap is as runs will find it."""

    def __init__(self) -> None:
        gc.collect()
        heap.fill_holes()
        gc.freeze()

    def run(self, request: str) -> str:
        """Run what the host asks for; a learner's failing program is a normal answer."""
        fields, _, compiled_tests = request.partition("\n")
        task = json_text.loads(fields)
        os.chdir(environment.WORK)
        environment.enter(task["stdin"], task["names"], echo=task["echo"])
        processor_time.start()
        if task["tests"] is None and exception_monitor.concerns(task["code"]):
            exception_monitor.start()
        if task["trace"]:
            tracing.Tracer(task["code"], task["module"]).start()
        if task["serve"]:
            learner_server.serve(task["code"], task["module"], task["names"])
        elif task["tests"] is None:
            outcome = program.run(task["code"], task["module"])
        else:
            outcome = grading.grade(task, compiled_tests)
        program.end()
        return json_text.dumps(outcome)
