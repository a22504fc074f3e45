import pytest
from solution import save_totals, total_scores


@pytest.fixture(autouse=True)
def working_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_adds_up_the_points_of_each_player(working_folder):
    (working_folder / "scores.csv").write_text("player,points\nMia,3\nTom,5\nMia,4\n")
    assert total_scores("scores.csv") == {"Mia": 7, "Tom": 5}


def test_a_file_without_games(working_folder):
    (working_folder / "scores.csv").write_text("player,points\n")
    assert total_scores("scores.csv") == {}


def test_a_name_with_a_comma(working_folder):
    (working_folder / "scores.csv").write_text('player,points\n"Doe, Jo",2\n')
    assert total_scores("scores.csv") == {"Doe, Jo": 2}


def test_saves_players_in_alphabetical_order(working_folder):
    save_totals({"Tom": 5, "Mia": 7}, "totals.csv")
    assert (working_folder / "totals.csv").read_text().split() == ["player,points", "Mia,7", "Tom,5"]


def test_what_was_saved_can_be_read_again(working_folder):
    totals = {"Doe, Jo": 2, "Mia": -1}
    save_totals(totals, "totals.csv")
    assert total_scores("totals.csv") == totals
