class Playlist:
    def __init__(self, name, titles=()):
        self.name = name
        self._titles = []
        self._place = 0
        for title in titles:
            self.add(title)

    def add(self, title):
        if title not in self:
            self._titles.append(title)

    def __len__(self):
        return len(self._titles)

    def __iter__(self):
        return self

    def __next__(self):
        if self._place == len(self._titles):
            raise StopIteration
        self._place += 1
        return self._titles[self._place - 1]

    def __contains__(self, title):
        return title.lower() in [known.lower() for known in self._titles]

    def __getitem__(self, index):
        return self._titles[index]

    def __add__(self, other):
        return Playlist(f"{self.name} & {other.name}", [*self._titles, *other._titles])
