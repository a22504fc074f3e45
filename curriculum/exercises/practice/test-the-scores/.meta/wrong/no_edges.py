def check(grade):
    assert grade(20) == "fail"
    assert grade(75) == "pass"
    assert grade(100) == "pass"
