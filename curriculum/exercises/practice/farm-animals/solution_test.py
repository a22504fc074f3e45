from solution import Animal, Cow, Puppy


def test_animal():
    """An animal has a name and a sound"""
    rex = Animal("Rex")
    assert rex.name == "Rex"
    assert rex.sound() == "..."
    assert rex.speak() == "Rex says ..."


def test_cow():
    """A cow says Moo"""
    assert Cow("Berta").speak() == "Berta says Moo"


def test_puppy():
    """A puppy says Wow and wags its tail"""
    assert Puppy("Bo").sound() == "Wow"
    assert Puppy("Bo").speak() == "Bo says Wow and wags its tail"


def test_inherits():
    """Cows and puppies are animals"""
    assert isinstance(Cow("Berta"), Animal)
    assert isinstance(Puppy("Bo"), Animal)
    assert Cow("Berta").name == "Berta"
