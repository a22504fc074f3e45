class Animal:
    def __init__(self, name):
        self.name = name

    def sound(self):
        return "..."

    def speak(self):
        return f"{self.name} says ..."


class Cow(Animal):
    def sound(self):
        return "Moo"


class Puppy(Animal):
    def sound(self):
        return "Wow"

    def speak(self):
        return f"{self.name} says Wow and wags its tail"
