class Section:
    def __init__(self, name):
        self.name = name
        self.failed = False

    def __enter__(self):
        print(f"> {self.name}")

    def __exit__(self, error_type, error, traceback):
        self.failed = error_type is not None
        print(f"{'!' if self.failed else '<'} {self.name}")
