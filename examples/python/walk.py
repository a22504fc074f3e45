"""Walk through the main job: register, list, run, submit, see the progress. `python walk.py [URL]`; needs requests."""

import sys
import uuid

import requests

URL = sys.argv[1] if len(sys.argv) > 1 else "http://localhost:3000"
api = requests.Session()


def call(method, path, body=None):
    """Call the API and return the data of its answer; an error ends the program with its code and message."""
    answer = api.request(method, f"{URL}/api{path}", json=body, timeout=60).json()
    if not answer["success"]:
        raise SystemExit(f"{answer['error']['code']}: {answer['error']['message']}")
    return answer["data"]


name = f"ada-{uuid.uuid4().hex[:8]}"
account = {"email": f"{name}@example.org", "username": name, "password": "correct horse"}
api.headers["Authorization"] = "Bearer " + call("POST", "/auth/register", account)["accessToken"]

exercises = call("GET", "/exercises?difficulty=beginner&perPage=3")
print("Exercises:", ", ".join(exercise["title"] for exercise in exercises["exercises"]))

run = call("POST", "/exercises/run", {"code": "print('Hello,', input())", "stdin": "Ada"})
print("The program printed:", run["stdout"].strip())

code = "def keep_even(numbers):\n    return [number for number in numbers if number % 2 == 0]\n"
verdict = call("POST", "/exercises/test", {"exerciseId": "keep-even", "code": code})
print("Tests passed:", verdict["summary"]["passed"], "of", verdict["summary"]["total"])

for progress in call("GET", "/progress")["progress"]:
    print("Progress:", progress["exerciseId"], progress["status"])
stats = call("GET", "/progress/stats")
print("Completed:", stats["totals"]["completed"], "of", stats["totals"]["total"])
