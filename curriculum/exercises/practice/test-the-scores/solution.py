def check(grade):
    assert grade(75) == "pass"
