"""Follow a program while it runs, on server-sent events. `python follow.py [URL]`; needs requests. Ctrl-C ends it."""

import json
import sys

import requests

URL = sys.argv[1] if len(sys.argv) > 1 else "http://localhost:3000"
PROGRAM = """
import time
name = input("Name? ")
for second in (2, 1):
    print(second, "...")
    time.sleep(0.2)
print("Hello,", name)
"""


def events(lines):
    """Return name and data of each event as it arrives."""
    name = ""
    for line in lines:
        field, _, value = line.partition(": ")
        if field == "event":
            name = value
        elif field == "data":
            yield name, json.loads(value)


body = {"code": PROGRAM, "stdin": "Ada", "echo": True}
headers = {"Accept": "text/event-stream"}
with requests.post(f"{URL}/api/exercises/run", json=body, headers=headers, stream=True, timeout=60) as response:
    if response.headers["Content-Type"] == "application/json":
        raise SystemExit(response.json()["error"]["message"])
    response.encoding = "utf-8"
    for name, data in events(response.iter_lines(chunk_size=1, decode_unicode=True)):
        if name == "output":
            print(data["text"], end="", flush=True)
        elif name == "result":
            print("The program ended:", data["data"]["status"])
        else:
            raise SystemExit(data["error"]["message"])
