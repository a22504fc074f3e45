def total_scores(filename):
    """Return a dictionary from player to the sum of their points."""
    pass


def save_totals(totals, filename):
    """Write the totals to a CSV file."""
    pass
