from solution import Playlist


def test_name_length_and_order():
    playlist = Playlist("Trip", ["Sun", "Rain"])
    assert playlist.name == "Trip"
    assert len(playlist) == 2
    assert list(playlist) == ["Sun", "Rain"]


def test_a_new_playlist_is_empty():
    first = Playlist("Trip")
    first.add("Sun")
    assert len(Playlist("Party")) == 0


def test_each_title_comes_once():
    playlist = Playlist("Trip", ["Sun", "sun"])
    playlist.add("SUN")
    playlist.add("Moon")
    assert list(playlist) == ["Sun", "Moon"]


def test_looking_for_a_title():
    playlist = Playlist("Trip", ["Sun"])
    assert "SUN" in playlist
    assert "Moon" not in playlist


def test_square_brackets():
    playlist = Playlist("Trip", ["Sun", "Rain", "Snow"])
    assert playlist[0] == "Sun"
    assert playlist[-1] == "Snow"


def test_adding_two_playlists():
    trip, party = Playlist("Trip", ["Sun", "Rain"]), Playlist("Party", ["rain", "Dance"])
    both = trip + party
    assert both.name == "Trip & Party"
    assert list(both) == ["Sun", "Rain", "Dance"]
    assert (len(trip), len(party)) == (2, 2)


def test_can_be_walked_through_twice():
    playlist = Playlist("Trip", ["Sun", "Rain"])
    assert list(playlist) == list(playlist) == ["Sun", "Rain"]
