def tally(text):
    """Return a dictionary from each word to how often it comes."""
    pass
