"""A run writes to few pages of the snapshot: objects are immortal, what runs write to or allocate is in one place."""

import pytest

from executor import immortal
from executor.immortal import Code, Objects
from tests.executor.conftest import Execute

IMMORTAL = 5 << 28


@pytest.mark.integration
def test_objects_of_the_snapshot_are_immortal_and_those_of_a_run_are_not(execute: Execute) -> None:
    program = """
import json, sys
for one in (json.dumps, json.dumps.__code__, vars(json), json.JSONEncoder, json.__doc__, [], object(), sys.stdout):
    print(sys._is_immortal(one), end=" ")
"""
    assert execute(program)["output"].split() == ["True"] * 5 + ["False"] * 3


@pytest.mark.integration
def test_what_a_run_allocates_lies_together(execute: Execute) -> None:
    pages = execute("made = [[] for _ in range(1000)]\nprint(len({id(one) // 4096 for one in made}))")["output"]
    assert int(pages) < 100, "a thousand lists take twelve pages; they lay on seven hundred before"


@pytest.mark.parametrize(
    "component",
    [b"", b"\0asm\x0d\0\1\0", b"\0asm\x0d\0\1\0\1\x08\0asm\1\0\0\0"],
    ids=["empty", "without a module", "a module without data"],
)
def test_a_component_without_a_memory_image_is_refused(component: bytes) -> None:
    with pytest.raises(ValueError, match="no section"):
        immortal.immortalize(component, Objects([(1024, 2048)], [], 0))


def component_with(*words: int) -> bytes:
    """Return a component whose memory holds these words at address 1024."""
    memory = b"".join(word.to_bytes(4, "little") for word in words)
    data = b"\1\0\x41\x80\x08\x0b" + bytes([len(memory)]) + memory
    module = b"\0asm\1\0\0\0\x0b" + bytes([len(data)]) + data
    return b"\0asm\x0d\0\1\0\1" + bytes([len(module)]) + module


def test_only_counted_objects_with_the_expected_type_are_changed() -> None:
    component = component_with(3, 900, 3, 901, 0x01E38A20, 900, 0, 900)
    types = [(address, 900) for address in (0, 1024, 1032, 1040, 1048, 1052, 9999)]
    changed = immortal.immortalize(component, Objects(types, [], 0))
    assert changed == component_with(IMMORTAL, 900, 3, 901, 0x01E38A20, 900, 0, 900)
    with pytest.raises(ValueError, match="none of the objects"):
        immortal.immortalize(component, Objects([(0, 900)], [], 0))


@pytest.mark.parametrize(("references", "target"), [(3, 1072), (2, 1024), (4, 1024)])
def test_code_is_moved_if_all_references_to_it_are_known(references: int, target: int) -> None:
    code, function, constants, room = (references, 900, 7, 8), (1, 901, 1024, 9), (1, 902, 1, 1024), (-1 % 2**32,) * 6
    objects = Objects([(1024, 900)], [Code(1024, 16, [(1040, 16), (1056, 16)])], 1072)
    changed = immortal.immortalize(component_with(*code, *function, *constants, *room), objects)
    copy = (IMMORTAL, 900, 7, 8) if target == 1072 else room[:4]
    expected = (IMMORTAL, 900, 7, 8, 1, 901, target, 9, 1, 902, 1, target, *copy, *room[4:])
    assert changed == component_with(*expected)


@pytest.mark.integration
def test_code_that_runs_execute_lies_together(execute: Execute) -> None:
    program = """
import gc, types
from _portal import heap
gc.unfreeze()
room = range(heap.address_of_room(), heap.address_of_room() + 2**20)
print(sum(type(one) is types.FunctionType and id(one.__code__) in room for one in gc.get_objects()), len(heap.hot_code))
"""
    moved, hot = map(int, execute(program)["output"].split())
    assert hot > 300
    assert moved > hot * 0.9


@pytest.mark.integration
def test_nothing_of_the_rehearsal_is_left_in_sys(execute: Execute) -> None:
    program = "import sys\nprint([name for name in vars(sys) if name.startswith('last_')])"
    assert execute(program)["output"] == "[]\n"
