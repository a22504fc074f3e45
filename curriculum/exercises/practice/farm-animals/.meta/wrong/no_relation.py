class Animal:
    def __init__(self, name):
        self.name = name

    def sound(self):
        return "..."

    def speak(self):
        return f"{self.name} says {self.sound()}"


class Cow:
    def __init__(self, name):
        self.name = name

    def speak(self):
        return f"{self.name} says Moo"


class Puppy:
    def __init__(self, name):
        self.name = name

    def sound(self):
        return "Wow"

    def speak(self):
        return f"{self.name} says Wow and wags its tail"
