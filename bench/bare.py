"""The yardstick: the least that Flask can do, with none of our layers."""

from flask import Flask

app = Flask("bare")


@app.get("/")
def index() -> dict[str, bool]:
    """Answer."""
    return {"success": True}
