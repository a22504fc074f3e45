import pytest
from solution import add_note, find_notes, read_notes


@pytest.fixture
def path(tmp_path):
    return tmp_path / "notes.txt"


def test_notes_come_back_in_order(path):
    add_note(path, "buy milk")
    add_note(path, "call Tom")
    assert read_notes(path) == ["buy milk", "call Tom"]


def test_without_a_file_there_are_no_notes(path):
    assert read_notes(path) == []


def test_there_is_one_line_for_each_note(path):
    add_note(path, "one\ntwo")
    add_note(path, "three")
    assert path.read_text(encoding="utf-8").splitlines() == ["one two", "three"]


def test_every_alphabet_works(path):
    add_note(path, "Grüße aus 東京")
    assert read_notes(path) == ["Grüße aus 東京"]
    assert "東京" in path.read_bytes().decode("utf-8")


def test_finds_notes_whatever_the_capital_letters(path):
    for note in ("Call Tom", "buy milk", "ask tom about Mia"):
        add_note(path, note)
    assert find_notes(path, "TOM") == ["Call Tom", "ask tom about Mia"]


def test_finds_nothing_without_a_file(path):
    assert find_notes(path, "milk") == []
