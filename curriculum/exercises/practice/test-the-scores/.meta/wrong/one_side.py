def check(grade):
    assert grade(50) == "pass"
    assert grade(100) == "pass"
