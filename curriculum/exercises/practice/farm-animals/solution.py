class Animal:
    pass


class Cow(Animal):
    pass


class Puppy(Animal):
    pass
