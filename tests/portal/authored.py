"""An exercise as an author sends it, but for its tests."""

from typing import Any

SOLUTION = "def double(number):\n    return 2 * number\n"
DOUBLE_IT: dict[str, Any] = {
    "title": "Double it",
    "summary": "Double a number.",
    "category": "basics",
    "difficulty": "beginner",
    "instructions": "Write `double(number)`: twice the number.",
    "starterCode": "def double(number):\n    pass\n",
    "solution": SOLUTION,
}
