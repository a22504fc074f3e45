from solution import ring


def test_one_call(capsys):
    """One call shows Ding and Dong"""
    capsys.readouterr()
    ring()
    assert capsys.readouterr().out == "Ding\nDong\n"


def test_two_calls(capsys):
    """Two calls show them twice"""
    capsys.readouterr()
    ring()
    ring()
    assert capsys.readouterr().out == "Ding\nDong\nDing\nDong\n"
