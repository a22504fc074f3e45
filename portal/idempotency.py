"""The Idempotency-Key header: a retry gets the answer of the first request, and nothing is done twice."""

import functools
import hashlib
import json
import logging
import re
from collections.abc import Callable
from typing import Any

from flask import Response, make_response, request
from flask.typing import ResponseReturnValue

from portal import errors
from portal.answers import View, note
from portal.db import get_db
from portal.http import failure
from portal.identity import current_user_id
from portal.services import idempotency

log = logging.getLogger(__name__)

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
_KEY = re.compile(r"[\x21-\x7e]{1,255}")


def idempotent(view: View) -> View:
    """Heed the header; belongs between `json_body` and the view. Guests, who have nothing stored, are not heeded."""

    @functools.wraps(view)
    def wrapper(body: dict[str, Any], *args: Any, **kwargs: Any) -> ResponseReturnValue:
        key, user_id = request.headers.get(HEADER), current_user_id()
        if key is not None and not _KEY.fullmatch(key):
            raise errors.ValidationFailed(details={HEADER: ["Must be 1 to 255 visible ASCII characters."]})
        if key is None or user_id is None:
            return view(body, *args, **kwargs)
        db = get_db()
        kept = idempotency.claim(db, user_id, key, _fingerprint(body))
        if kept is not None:
            return Response(kept.body, kept.status, {REPLAYED: "true"}, mimetype="application/json")
        try:
            response = _answer(lambda: view(body, *args, **kwargs))
        except BaseException:
            idempotency.release(db, user_id, key)
            raise
        _keep(user_id, key, response)
        return response

    refused = (errors.IdempotencyKeyInUse, errors.IdempotencyKeyReused)
    return note(wrapper, errors=refused, takes=(HEADER,), headers=(REPLAYED,))  # type: ignore[return-value]


def _answer(view: Callable[[], ResponseReturnValue]) -> Response:
    """Call the view; a refusal is an answer to keep, a fault of ours is not."""
    try:
        return make_response(view())
    except errors.PortalError as error:
        if error.status >= 500:
            raise
        return failure(error)


def _keep(user_id: str, key: str, response: Response) -> None:
    """Keep an answer; what was done is done, so a database that is busy now does not turn it into an error."""
    try:
        idempotency.keep(get_db(), user_id, key, status=response.status_code, body=response.get_data(as_text=True))
    except errors.PortalError as error:
        log.error("the answer to an Idempotency-Key could not be kept: %s", error.code)


def _fingerprint(body: dict[str, Any]) -> str:
    told = json.dumps([request.method, request.path, body], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()
