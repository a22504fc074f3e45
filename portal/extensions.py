"""Extensions, created unbound; `create_app` binds them."""

from flask_cors import CORS
from flask_jwt_extended import JWTManager

cors = CORS()
jwt = JWTManager()
