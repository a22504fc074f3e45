"""Schemas of accounts, sign-ins and sessions."""

import unicodedata
from typing import Any, ClassVar

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from portal.models import ROLES
from portal.schemas.base import RequestSchema, ResponseSchema, SafeString, Timestamp, doc
from portal.services import account_names

# Enough for 128 characters in any Unicode form. Normalising longer text may take quadratic time.
_LONGEST_PASSWORD = validate.Length(max=1024)


class Email(SafeString):
    """An email address in its normal form."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        email = account_names.normalise_email(super()._deserialize(value, attr, data, **kwargs))
        if email is None:
            raise ValidationError("Not a valid email address.")
        return email


class Username(SafeString):
    """A username: 3 to 32 letters, digits, `_`, `-` or `.`, of any alphabet."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        username = account_names.normalise_username(super()._deserialize(value, attr, data, **kwargs))
        if username is None:
            raise ValidationError("Must be 3 to 32 letters, digits, '_', '-' or '.'.")
        return username


class NewPassword(SafeString):
    """A new password: 8 to 128 characters of any kind."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        _LONGEST_PASSWORD(text)
        if not 8 <= len(unicodedata.normalize("NFC", text)) <= 128:
            raise ValidationError("Must be 8 to 128 characters long.")
        return text


_EMAIL_DOC = doc("Stored trimmed and in lower case.", "ada@example.org", format="email", maxLength=254)
_USERNAME_DOC = doc(
    "3 to 32 letters and digits of any alphabet, `_`, `-` or `.`; trimmed. `Ada` and `ada` are the same name.",
    "ada",
    minLength=3,
    maxLength=32,
)
_CURRENT_DOC = doc("The current password.", "correct horse", format="password")
_PASSWORD_DOC = doc(
    "8 to 128 characters; common passwords are refused.",
    "correct horse",
    format="password",
    minLength=8,
    maxLength=128,
)


class Register(RequestSchema):
    """A new account."""

    email = Email(
        load_default=None,
        allow_none=True,
        metadata={
            **_EMAIL_DOC,
            "description": "Required unless `GET /api/auth/registration` says otherwise; stored in lower case.",
        },
    )
    username = Username(required=True, metadata=_USERNAME_DOC)
    password = NewPassword(required=True, metadata=_PASSWORD_DOC)


class Login(RequestSchema):
    """Either an email or a username, and the password. Malformed values count as wrong ones."""

    extra: ClassVar = {
        "examples": [{"username": "ada", "password": "correct horse"}],
    }

    email = SafeString(metadata=doc("The email address of the account.", "ada@example.org"))
    username = SafeString(metadata=doc("The username of the account, in any letter case.", "ada"))
    password = SafeString(required=True, validate=_LONGEST_PASSWORD, metadata=_CURRENT_DOC)

    @validates_schema
    def _one_name(self, data: dict[str, Any], **_kwargs: object) -> None:
        if ("email" in data) == ("username" in data):
            raise ValidationError("Give either an email or a username.", "email")

    @post_load
    def _as_name(self, data: dict[str, Any], **_kwargs: object) -> dict[str, Any]:
        return {"email": data.get("email"), "username": data.get("username"), "password": data["password"]}


class Refresh(RequestSchema):
    """The refresh token, when it is not in the header."""

    refresh_token = SafeString(
        load_default=None, metadata=doc("The newest refresh token; null means none.", "eyJhbGciOi...")
    )


class PasswordChange(RequestSchema):
    """A change of password."""

    current_password = SafeString(required=True, validate=_LONGEST_PASSWORD, metadata=_CURRENT_DOC)
    new_password = NewPassword(required=True, metadata={**_PASSWORD_DOC, "examples": ["battery staple"]})


class ForgottenPassword(RequestSchema):
    """A request for a link to choose a new password."""

    email = Email(required=True, metadata=_EMAIL_DOC)


class PasswordReset(RequestSchema):
    """A new password, with the token of the link."""

    token = SafeString(
        required=True,
        validate=validate.Length(max=2048),
        metadata=doc("What follows `#reset-password=` in the link.", "eyJhbGciOi..."),
    )
    new_password = NewPassword(required=True, metadata={**_PASSWORD_DOC, "examples": ["battery staple"]})


class AccountDeletion(RequestSchema):
    """The deletion of an account, confirmed by its password."""

    password = SafeString(required=True, validate=_LONGEST_PASSWORD, metadata=_CURRENT_DOC)


class UserSchema(ResponseSchema):
    """An account, as its owner sees it."""

    id = fields.String(metadata=doc("Never changes.", "4fff6157-9b1f-4cdb-996c-9134cd3c6b69", format="uuid"))
    email = fields.String(
        allow_none=True, metadata=doc("In lower case; null if the account has none.", "ada@example.org")
    )
    username = fields.String(metadata=doc("As it was chosen.", "ada"))
    role = fields.String(
        validate=validate.OneOf(ROLES), metadata=doc("Authors and admins may manage exercises.", "learner")
    )
    created_at = Timestamp("When the account was created.")


class RegistrationSchema(ResponseSchema):
    """What an account needs."""

    email_required = fields.Boolean(metadata=doc("Whether accounts must have an email address.", True))


class AccountSchema(ResponseSchema):
    """The account of the caller."""

    user = fields.Nested(UserSchema)


class SignInSchema(ResponseSchema):
    """A user with a pair of tokens."""

    user = fields.Nested(UserSchema)
    access_token = fields.String(metadata=doc("For `Authorization: Bearer`.", "eyJhbGciOi..."))
    refresh_token = fields.String(metadata=doc("Good for one new pair of tokens.", "eyJhbGciOi..."))
    token_type = fields.String(dump_default="Bearer", validate=validate.Equal("Bearer"))
    expires_in = fields.Integer(metadata=doc("Lifetime of the access token in seconds.", 86_400))


class SessionSchema(ResponseSchema):
    """One place where the learner is signed in."""

    id = fields.String(metadata=doc("Identifies the session.", "0d6a7c2e-5f0b-4a57-9d3c-6f1a1c1f7b10", format="uuid"))
    created_at = Timestamp("When this place signed in.")
    last_used_at = Timestamp("When it last renewed its tokens.")
    expires_at = Timestamp("When it ends unless it renews its tokens.")
    address = fields.String(metadata=doc("Where it signed in from.", "203.0.113.7"))
    user_agent = fields.String(metadata=doc("What it signed in with.", "Mozilla/5.0"))
    current = fields.Boolean(metadata=doc("Whether this request belongs to it.", True))


class SessionListSchema(ResponseSchema):
    """Where the learner is signed in, newest first."""

    sessions = fields.List(fields.Nested(SessionSchema))


class EndedSessionsSchema(ResponseSchema):
    """The sessions that a change of password ended."""

    ended_sessions = fields.Integer(metadata=doc("How many other places were signed out.", 2))
