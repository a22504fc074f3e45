class Animal:
    def __init__(self, name):
        self.name = name

    def sound(self):
        return "..."

    def speak(self):
        return f"{self.name} says {self.sound()}"


class Cow(Animal):
    def sound(self):
        return "Moo"


class Puppy(Animal):
    def sound(self):
        return "Wow"

    def speak(self):
        return super().speak() + " and wags its tail"
