"""Shapes of accounts, sign-ins and sessions."""

import unicodedata
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from portal import names
from portal.schemas.base import AnswerSchema, RequestSchema, SafeString

# Well over any 128 characters in any Unicode form; normalising a longer text may take time that grows with its square.
_LONGEST_PASSWORD = validate.Length(max=1024)


class Email(SafeString):
    """An email address, in the one form it is kept in."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        email = names.normal_email(super()._deserialize(value, attr, data, **kwargs))
        if email is None:
            raise ValidationError("Not a valid email address.")
        return email


class Username(SafeString):
    """A username: 3 to 32 letters, digits, `_`, `-` or `.`, of any alphabet."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        username = names.normal_username(super()._deserialize(value, attr, data, **kwargs))
        if username is None:
            raise ValidationError("Must be 3 to 32 letters, digits, '_', '-' or '.'.")
        return username


class NewPassword(SafeString):
    """A password to be set: 8 to 128 characters, whichever they are."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        _LONGEST_PASSWORD(text)
        if not 8 <= len(unicodedata.normalize("NFC", text)) <= 128:
            raise ValidationError("Must be 8 to 128 characters long.")
        return text


class Register(RequestSchema):
    """`POST /api/auth/register`."""

    email = Email(required=True)
    username = Username(required=True)
    password = NewPassword(required=True)


class Login(RequestSchema):
    """`POST /api/auth/login`: one of the two names, and the password. What cannot be right is simply wrong."""

    email = SafeString()
    username = SafeString()
    password = SafeString(required=True, validate=_LONGEST_PASSWORD)

    @validates_schema
    def _one_name(self, data: dict[str, Any], **_kwargs: object) -> None:
        if ("email" in data) == ("username" in data):
            raise ValidationError("Give either an email or a username.", "email")

    @post_load
    def _as_name(self, data: dict[str, Any], **_kwargs: object) -> dict[str, Any]:
        return {"email": data.get("email"), "username": data.get("username"), "password": data["password"]}


class PasswordChange(RequestSchema):
    """`PUT /api/auth/password`."""

    current_password = SafeString(required=True, validate=_LONGEST_PASSWORD)
    new_password = NewPassword(required=True)


class AccountDeletion(RequestSchema):
    """`DELETE /api/auth/me`."""

    password = SafeString(required=True, validate=_LONGEST_PASSWORD)


class Refresh(RequestSchema):
    """`POST /api/auth/refresh`, when the token is not in the header."""

    refresh_token = SafeString(load_default=None)


class UserSchema(AnswerSchema):
    """A learner's account as its owner sees it."""

    id = fields.String()
    email = fields.String()
    username = fields.String()
    created_at = fields.String()


class SignInSchema(AnswerSchema):
    """What a sign-in or a refresh answers; `expires_in` is the access token's life in seconds."""

    user = fields.Nested(UserSchema)
    access_token = fields.String()
    refresh_token = fields.String()
    token_type = fields.Constant("Bearer")
    expires_in = fields.Integer()


class SessionSchema(AnswerSchema):
    """One place where the learner is signed in."""

    id = fields.String()
    created_at = fields.String()
    last_used_at = fields.String()
    expires_at = fields.String()
    address = fields.String()
    user_agent = fields.String()
