class Playlist:
    """A named list of song titles, each of which comes once."""
