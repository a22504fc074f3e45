INSERT INTO exercises (id, position, title, summary, category, difficulty, instructions, starter_code, test_code, solution, created_at, updated_at) VALUES ('add','1','Add','a','basics','beginner','i','def add(a, b):
    pass
','from solution import add

def test_a():
    assert add(1, 2) == 3

def test_b():
    assert add(1, 1) == 2

def test_c():
    assert add("a", "b") == "ab"

def test_d():
    assert add([1], [2]) == [1, 2]
','def add(a, b):
    return a + b
','2026-11-01T00:00:00.000Z','2026-11-01T00:00:00.000Z') ON CONFLICT (id) DO NOTHING;
