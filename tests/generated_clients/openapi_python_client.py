"""The main job with openapi-python-client: python openapi_python_client.py URL."""

import sys

from portal_client import AuthenticatedClient, Client
from portal_client.api.auth import login, register
from portal_client.api.exercises import get_exercise, list_exercises, run_code, submit_solution
from portal_client.models.get_exercise_response_200 import GetExerciseResponse200
from portal_client.models.list_exercises_difficulty import ListExercisesDifficulty
from portal_client.models.list_exercises_response_200 import ListExercisesResponse200
from portal_client.models.login import Login
from portal_client.models.login_response_200 import LoginResponse200
from portal_client.models.register import Register
from portal_client.models.register_response_201 import RegisterResponse201
from portal_client.models.run_code_response_200 import RunCodeResponse200
from portal_client.models.run_request import RunRequest
from portal_client.models.submit_solution_response_200 import SubmitSolutionResponse200
from portal_client.models.test_request import TestRequest
from portal_client.models.username_taken import UsernameTaken

url = sys.argv[1]
guest = Client(base_url=url)
registered = register.sync(
    client=guest, body=Register(email="opc@example.org", username="opc", password="another horse")
)
assert isinstance(registered, RegisterResponse201)
taken = register.sync(client=guest, body=Register(email="other@example.org", username="opc", password="another horse"))
assert isinstance(taken, UsernameTaken)
assert taken.error.code == "USERNAME_TAKEN"
signed_in = login.sync(client=guest, body=Login(username="opc", password="another horse"))
assert isinstance(signed_in, LoginResponse200)
client = AuthenticatedClient(base_url=url, token=signed_in.data.access_token)
listed = list_exercises.sync(client=client, difficulty=ListExercisesDifficulty.BEGINNER, per_page=5)
assert isinstance(listed, ListExercisesResponse200)
assert len(listed.data.exercises) == 5
exercise = get_exercise.sync("greet", client=client)
assert isinstance(exercise, GetExerciseResponse200)
assert exercise.data.exercise.id == "greet"
run = run_code.sync(client=client, body=RunRequest(code="print(input())", stdin="Ada"))
assert isinstance(run, RunCodeResponse200)
assert run.data.stdout == "Ada\n"
code = "def greet(name):\n    return f\"Hello, {name.strip() or 'friend'}!\"\n"
verdict = submit_solution.sync(client=client, body=TestRequest(exercise_id="greet", code=code))
assert isinstance(verdict, SubmitSolutionResponse200)
assert verdict.data.passed
sys.stdout.write("walked\n")
