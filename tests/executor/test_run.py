"""Running programs: what they may do, what they may not, and what is said of how they ended."""

import pytest

from tests.executor.conftest import Execute

pytestmark = pytest.mark.integration


def test_support_output_and_input(execute: Execute) -> None:
    data = execute("name = input('Name? ')\nprint('Hello', name)", stdin="Ada\n")
    assert (data["status"], data["output"], data["errors"]) == ("ok", "Name? Hello Ada\n", "")
    assert data["success"] is True
    assert data["testResult"] is None


def test_support_every_alphabet(execute: Execute) -> None:
    assert execute("print(input()[::-1])", stdin="héé 東京 🐍")["output"] == "🐍 京東 ééh\n"


@pytest.mark.parametrize(
    ("code", "output"),
    [
        ("open('notes.txt', 'w').write('hi')\nprint(open('notes.txt').read())", "hi\n"),
        ("import sqlite3\nprint(sqlite3.connect(':memory:').execute('select 41 + 1').fetchone()[0])", "42\n"),
        ("import os\nprint(os.getcwd(), os.listdir())", "/work ['solution.py']\n"),
        ("from decimal import Decimal\nprint(Decimal('0.1') + Decimal('0.2'))", "0.3\n"),
        ("import inspect\ndef f(): return 1\nprint(inspect.getsource(f))", "def f(): return 1\n\n"),
        ("import time\ntime.sleep(0.12)\nprint('awake')", "awake\n"),
        ("import tempfile\nprint(tempfile.TemporaryFile().write(b'abc'))", "3\n"),
        ("class A:\n    def __del__(self): print('bye')\na = A()", "bye\n"),
        ("import atexit\natexit.register(print, 'end')\nprint('start')", "start\nend\n"),
        ("if __name__ == '__main__': print(__file__)", "/work/solution.py\n"),
    ],
)
def test_support_ordinary_programs(execute: Execute, code: str, output: str) -> None:
    data = execute(code)
    assert (data["output"], data["status"]) == (output, "ok"), data


def test_support_random_numbers_that_differ_from_run_to_run(execute: Execute) -> None:
    code = "import random\nprint(random.random())"
    assert execute(code)["output"] != execute(code)["output"]


def test_support_companion_files_and_folders(execute: Execute) -> None:
    data = execute(
        "import helper\nprint(helper.ANSWER, open('data/words.txt').read())",
        files={"helper.py": "ANSWER = 42\n", "data/words.txt": "abc"},
    )
    assert data["output"] == "42 abc\n"


def test_support_a_module_named_like_one_of_the_library(execute: Execute) -> None:
    data = execute("import string\nprint(string.MINE)", files={"string.py": "MINE = 'mine'\n"})
    assert data["output"] == "mine\n"


@pytest.mark.parametrize(
    ("code", "type_", "line"),
    [
        ("x = 1\nprint(y)", "NameError", 2),
        ("def f(:\n    pass", "SyntaxError", 1),
        ("def f():\n    return [][3]\n\nf()", "IndexError", 2),
        ("x = input()", "EOFError", 1),
        ("eval('(' * 100000)", "MemoryError", 1),
        ("class E(Exception):\n    def __str__(self): return 1 / 0\nraise E()", "E", 3),
        ("print('\\ud800')", "UnicodeEncodeError", 1),
        ("raise KeyError('\\ud800')", "KeyError", 1),
    ],
)
def test_support_errors_tell_type_and_line(execute: Execute, code: str, type_: str, line: int) -> None:
    data = execute(code)
    assert (data["status"], data["success"], data["exitCode"]) == ("error", False, 1)
    assert (data["error"]["type"], data["error"]["line"]) == (type_, line)


def test_a_traceback_shows_the_learners_frames_and_none_of_the_harness(execute: Execute) -> None:
    errors = execute("import json\n\ndef read(text):\n    return json.loads(text)\n\nread('{')")["errors"]
    assert 'File "solution.py", line 6, in <module>' in errors
    assert 'File "solution.py", line 4, in read' in errors
    assert "json.decoder.JSONDecodeError" in errors
    assert "_portal" not in errors
    assert "guest" not in errors


@pytest.mark.parametrize(
    ("code", "status", "exit_code"),
    [
        ("import sys\nsys.exit()", "ok", 0),
        ("import sys\nsys.exit(3)", "error", 3),
        ("raise SystemExit('sorry')", "error", 1),
        ("import os\nos._exit(0)", "ok", 0),
        ("import os\nos._exit(7)", "error", 7),
    ],
)
def test_support_ways_to_exit(execute: Execute, code: str, status: str, exit_code: int) -> None:
    data = execute("print('so far')\n" + code)
    assert (data["status"], data["exitCode"], data["output"]) == (status, exit_code, "so far\n")


LOOPS = {
    "busy": "while True: pass",
    "sleep": "import time\ntime.sleep(60)",
    "select": "import select\nselect.select([], [], [], 60)",
    "regex": "import re\nre.match(r'(a+)+b', 'a' * 40)",
    "number": "x = 3 ** 10 ** 8",
    "swallowed": "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
}


@pytest.mark.parametrize("code", LOOPS.values(), ids=LOOPS)
def test_deny_running_on_for_ever(execute: Execute, code: str) -> None:
    data = execute("print('so', 'far', end='')\n" + code, timeout=300)
    assert (data["status"], data["output"]) == ("timeout", "so far")
    assert 300 <= data["executionTime"] < 5000  # the program never ends by itself
    assert execute("print('next')")["output"] == "next\n"


MEMORY = {
    "list": "held = []\nwhile True: held.append('x' * 10**6)",
    "at once": "held = bytearray(10**9)",
    "text": "held = 'x'\nwhile True: held += held",
}


@pytest.mark.parametrize("code", MEMORY.values(), ids=MEMORY)
def test_deny_more_memory_than_the_limit(execute: Execute, code: str) -> None:
    data = execute("print('so far')\n" + code, memoryLimit=32)
    assert (data["status"], data["output"]) == ("memory", "so far\n")


def test_allow_memory_within_the_limit_and_catching_its_end(execute: Execute) -> None:
    code = "held = bytearray(20 * 10**6)\ntry:\n    bytearray(10**9)\nexcept MemoryError:\n    print('caught')"
    assert execute(code, memoryLimit=32)["output"] == "caught\n"


@pytest.mark.parametrize("stream", ["output", "errors"])
def test_deny_a_flood_of_output(execute: Execute, stream: str) -> None:
    descriptor = {"output": 1, "errors": 2}[stream]
    data = execute(f"import os\nwhile True: os.write({descriptor}, b'x' * 999)")
    assert (data["status"], data["truncated"]) == ("output_limit", True)
    assert data[stream] == "x" * 65_536


def test_output_cut_within_a_character_stays_valid(execute: Execute) -> None:
    data = execute("print('x' + 'é' * 40_000)")
    assert data["status"] == "output_limit"
    assert data["output"] == "x" + "é" * 32_767


def test_support_output_by_all_ways_in_its_order(execute: Execute) -> None:
    code = """
import array, os, sys
print("a" * 9000)
os.write(1, b"b")
assert sys.stdout.buffer.raw.write(array.array("I", [0x41424344])) == 4
for byte in "é".encode():
    sys.stdout.buffer.write(bytes([byte]))
    sys.stdout.buffer.flush()
sys.stdout.write("c")
"""
    assert execute(code)["output"] == "a" * 9000 + "\nbDCBAéc"


def test_support_a_file_in_place_of_standard_output(execute: Execute) -> None:
    code = """
import os, sys
os.close(1)
assert os.open("f", os.O_CREAT | os.O_RDWR) == 1
print("into the file")
sys.stderr.write(open("f").read())
"""
    data = execute(code)
    assert (data["status"], data["output"], data["errors"]) == ("ok", "", "into the file\n")


def test_allow_output_up_to_the_limit(execute: Execute) -> None:
    data = execute("print('x' * 65_535)")
    assert (data["status"], data["truncated"], len(data["output"])) == ("ok", False, 65_536)


FILES = {
    "one": "with open('big', 'wb') as file:\n    while True: file.write(b'x' * 10**6)",
    "many": "for i in range(10**6): open(f'f{i}', 'w').close()",
    "deep": "import os\nwhile True:\n    os.mkdir('d')\n    os.chdir('d')",
}


@pytest.mark.parametrize("code", FILES.values(), ids=FILES)
def test_deny_more_files_than_the_limit(execute: Execute, code: str) -> None:
    data = execute("print('so far')\n" + code)
    assert (data["status"], data["output"]) == ("file_limit", "so far\n")


def test_allow_files_within_the_limit(execute: Execute) -> None:
    data = execute("open('big', 'wb').write(bytes(10**6))\nfor i in range(50): open(f'f{i}', 'w').close()")
    assert data["status"] == "ok"


RECURSION = {
    "plain": "def f(n): return f(n + 1)\nf(0)",
    "property": "class A:\n    @property\n    def x(self): return self.x\nA().x",
    "eq": "class A:\n    def __eq__(self, other): return self == other\nA() == A()",
    "getattr": "class A:\n    def __getattr__(self, name): return getattr(self, name + 'x')\nA().x",
    "repr": "class A:\n    def __repr__(self): return repr(self)\nrepr(A())",
}


@pytest.mark.parametrize("code", RECURSION.values(), ids=RECURSION)
def test_deny_endless_recursion(execute: Execute, code: str) -> None:
    data = execute("print('so far')\n" + code)
    assert (data["status"], data["output"]) == ("error", "so far\n")
    assert data["error"]["type"] == "RecursionError"


@pytest.mark.parametrize("code", ["import json\njson.loads('[' * 100000)", "import os\nos.abort()"])
def test_deny_bringing_down_more_than_oneself(execute: Execute, code: str) -> None:
    data = execute("print('so far')\n" + code)
    assert (data["status"], data["output"]) == ("crashed", "so far\n")
    assert execute("print('next')")["output"] == "next\n"


HOST = {
    "file": ("open('/etc/passwd')", "FileNotFoundError"),
    "parent": ("open('../../etc/passwd')", "PermissionError"),
    "symlink": ("import os\nos.symlink('/etc/passwd', 'x')\nopen('x')", "PermissionError"),
    "root": ("import os\nos.listdir('/')", "FileNotFoundError"),
    "fork": ("import os\nos.fork()", "AttributeError"),
    "process": ("import subprocess\nsubprocess.run(['ls'])", "OSError"),
    "thread": ("import threading\nthreading.Thread(target=print).start()", "RuntimeError"),
    "ctypes": ("import ctypes", "ModuleNotFoundError"),
}


@pytest.mark.parametrize(("code", "type_"), HOST.values(), ids=HOST)
def test_deny_the_host(execute: Execute, code: str, type_: str) -> None:
    data = execute(code)
    assert (data["status"], data["error"]["type"], data["output"]) == ("error", type_, "")


@pytest.mark.parametrize("target", ["('127.0.0.1', 22)", "('one.one.one.one', 80)"])
def test_deny_the_network(execute: Execute, target: str) -> None:
    data = execute(f"import socket\nsocket.create_connection({target})")
    assert data["status"] == "error"


def test_deny_the_environment_of_the_host(execute: Execute) -> None:
    data = execute("import os\nprint(dict(os.environ))")
    assert data["output"] == "{'HOME': '/work', 'PWD': '/work'}\n"


def test_nothing_is_left_for_the_next_run(execute: Execute) -> None:
    execute("import builtins, sys, os\nbuiltins.print = None\nsys.modules.clear()\nopen('left', 'w').close()")
    assert execute("import os\nprint(os.listdir())")["output"] == "['solution.py']\n"


@pytest.mark.parametrize(
    "code",
    [
        "import sys\nsys.stdout.close()",
        "import sys\nsys.stdout = None",
        "import os\nos.close(1)",
        "import sys\nsys.stderr = 5\nraise ValueError",
    ],
)
def test_broken_streams_end_as_any_other_run(execute: Execute, code: str) -> None:
    assert execute(code)["status"] in {"ok", "error"}


ASYNC = """import asyncio

async def work(n):
    await asyncio.sleep(n / 100)
    print(n)
    return n

async def main():
    print(await asyncio.gather(work(2), work(1)))
    async with asyncio.TaskGroup() as group:
        group.create_task(work(4))
        group.create_task(work(3))
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(5)
    except TimeoutError:
        print('late')

asyncio.run(main())
"""


def test_support_asyncio(execute: Execute) -> None:
    assert execute(ASYNC)["output"] == "1\n2\n[2, 1]\n3\n4\nlate\n"


def test_tell_tasks_that_wait_for_each_other(execute: Execute) -> None:
    data = execute("import asyncio\nasync def main():\n    await asyncio.Event().wait()\nasyncio.run(main())")
    assert (data["status"], data["error"]["type"], data["error"]["line"]) == ("error", "RuntimeError", 4)


def test_threads_of_asyncio_are_refused_too(execute: Execute) -> None:
    data = execute("import asyncio\nasync def main():\n    await asyncio.to_thread(print, 1)\nasyncio.run(main())")
    assert "Threads are not available here" in data["error"]["explanation"]


@pytest.mark.parametrize(
    ("code", "limits", "name", "value", "unit"),
    [
        ("while True: pass", {"timeout": 200}, "timeout", 200, "ms"),
        ("x = bytearray()\nwhile True: x += bytes(10**6)", {"memoryLimit": 16}, "memory", 16 * 2**20, "bytes"),
        ("while True: print('x' * 999)", {}, "output_limit", 65_536, "bytes"),
        ("f = open('a', 'wb')\nwhile True: f.write(bytes(10**6))", {}, "file_limit", 16 * 2**20, "bytes"),
        ("open('a', 'wb').truncate(17 * 2**20)", {}, "file_limit", 16 * 2**20, "bytes"),
        ("import os\nfor n in range(2000): os.mkdir(str(n))", {}, "file_limit", 1000, "entries"),
    ],
)
def test_tell_which_limit_was_hit_and_how_much_was_used(
    execute: Execute, code: str, limits: dict[str, int], name: str, value: int, unit: str
) -> None:
    limit = execute(code, **limits)["limit"]
    assert (limit["name"], limit["value"], limit["unit"]) == (name, value, unit)
    assert limit["used"] > value / 2 or "truncate" in code  # what is asked for in one go is never had


def test_count_what_was_written_and_what_was_dropped(execute: Execute) -> None:
    data = execute("import sys\nsys.stderr.write('é' * 10)\nsys.stdout.write('é' * 40_000)")
    assert data["streams"]["output"]["truncated"] is True
    assert 65_536 < data["streams"]["output"]["bytes"] <= 80_000
    assert data["streams"]["errors"] == {"bytes": 20, "truncated": False}
    assert (data["output"], data["errors"]) == ("é" * 32_768, "é" * 10)


def test_measure_processor_time_apart_from_waiting(execute: Execute) -> None:
    waiting = execute("import time\ntime.sleep(0.3)")
    working = execute("for _ in range(3_000_000): pass")
    assert waiting["executionTime"] > 300
    assert waiting["cpuTime"] < working["cpuTime"]


def test_memory_is_the_most_that_was_held_and_not_what_is_left(execute: Execute) -> None:
    little = execute("pass")["memoryUsed"]
    much = execute("held = bytearray(60 * 10**6)\ndel held")["memoryUsed"]
    assert little < 30 * 10**6
    assert 55 * 10**6 < much < 110 * 10**6
