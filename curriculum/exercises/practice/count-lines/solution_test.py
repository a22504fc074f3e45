import pytest
from solution import count_lines


@pytest.fixture
def file_with(tmp_path):
    def write(text):
        path = tmp_path / "text.txt"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_lines(file_with):
    """Three lines are counted"""
    assert count_lines(file_with("one\ntwo\nthree\n")) == 3


def test_empty_lines(file_with):
    """Empty lines and lines of spaces do not count"""
    assert count_lines(file_with("one\n\n   \ntwo\n")) == 2


def test_last_line(file_with):
    """A last line without a line break counts"""
    assert count_lines(file_with("one\ntwo")) == 2


def test_alphabet(file_with):
    """Every alphabet can be read"""
    assert count_lines(file_with("Grüße\n東京\n")) == 2


def test_empty_file(file_with):
    """An empty file has no lines"""
    assert count_lines(file_with("")) == 0
