"""The main job with openapi-generator's Python client: python openapi_generator.py URL."""

import sys

import pytest
from portal_client import ApiClient, AuthApi, Configuration, ExercisesApi, Login, Register, RunRequest, TestRequest
from portal_client.exceptions import ConflictException

configuration = Configuration(host=sys.argv[1])
auth, exercises = AuthApi(ApiClient(configuration)), ExercisesApi(ApiClient(configuration))
account = Register(email="ogp@example.org", username="ogp", password="another horse")
assert auth.register(account).data.user.username == "ogp"
with pytest.raises(ConflictException, match="_TAKEN"):
    auth.register(account)
signed_in = auth.login(Login(username="ogp", password="another horse"))
configuration.access_token = signed_in.data.access_token
listed = exercises.list_exercises(difficulty="beginner", per_page=5)
assert len(listed.data.exercises) == 5
assert exercises.get_exercise("greet").data.exercise.id == "greet"
assert exercises.run_code(RunRequest(code="print(input())", stdin="Ada")).data.stdout == "Ada\n"
code = "def greet(name):\n    return f\"Hello, {name.strip() or 'friend'}!\"\n"
verdict = exercises.submit_solution(TestRequest(exerciseId="greet", code=code))
assert verdict.data.passed
assert verdict.data.submission_id is not None
sys.stdout.write("walked\n")
