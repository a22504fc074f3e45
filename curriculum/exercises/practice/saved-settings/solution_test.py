import json

import pytest
from solution import load, save


@pytest.fixture
def path(tmp_path):
    return tmp_path / "settings.json"


def test_round_trip(path):
    """What was saved can be loaded again"""
    save(path, {"sound": False, "level": 7})
    assert load(path) == {"sound": False, "level": 7}


def test_json(path):
    """The file holds JSON"""
    save(path, {"level": 2})
    assert json.loads(path.read_text(encoding="utf-8")) == {"level": 2}


def test_replaced(path):
    """Saving again replaces the old settings"""
    save(path, {"sound": False, "level": 7, "name": "a long text"})
    save(path, {"level": 8})
    assert load(path) == {"level": 8}


def test_missing(path):
    """Without a file the settings are those of a new game"""
    assert load(path) == {"sound": True, "level": 1}


def test_broken(path):
    """A broken file is an error, not a new game"""
    path.write_text("{", encoding="utf-8")
    with pytest.raises(ValueError):
        load(path)
