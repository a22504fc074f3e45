"""A run writes to few pages of the snapshot: its objects are immortal, and what a run allocates lies together."""

import pytest

from executor import immortal
from tests.executor.conftest import Execute


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
        immortal.immortalize(component, [(1024, 2048)])


def test_only_counted_objects_with_the_expected_type_are_changed() -> None:
    memory = b"".join(word.to_bytes(4, "little") for word in (3, 900, 3, 901, 0x01E38A20, 900, 0, 900))
    data = b"\1\0\x41\x80\x08\x0b" + bytes([len(memory)]) + memory  # one piece at address 1024
    module = b"\0asm\1\0\0\0\x0b" + bytes([len(data)]) + data
    component = b"\0asm\x0d\0\1\0\1" + bytes([len(module)]) + module
    changed = immortal.immortalize(component, [(address, 900) for address in (0, 1024, 1032, 1040, 1048, 1052, 9999)])
    assert changed == component.replace(b"\3\0\0\0\x84\3", b"\0\0\0\x50\x84\3", 1)
    with pytest.raises(ValueError, match="none of the objects"):
        immortal.immortalize(component, [(0, 900)])
