def main():
    """Ask for numbers until an empty line, then print their sum."""
    pass
