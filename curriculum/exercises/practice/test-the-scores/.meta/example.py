def check(grade):
    assert grade(0) == "fail"
    assert grade(49) == "fail"
    assert grade(50) == "pass"
    assert grade(100) == "pass"
