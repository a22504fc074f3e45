def tick_tock(n):
    """Return what the clock says from 1 to n."""
    pass
