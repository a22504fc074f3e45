class Section:
    """A context manager that prints where a section starts and ends."""
