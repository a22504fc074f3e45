def check(grade):
    assert False
