"""The Idempotency-Key header: a retry gets the response of the first request, and nothing is done twice."""

import functools
import hashlib
import json
import logging
import re
from collections.abc import Callable
from typing import Any

from flask import Response, g, make_response, request
from flask.typing import ResponseReturnValue

from portal import errors, translations
from portal.extensions import get_db, get_settings
from portal.models import IdempotencyClaim, StoredResponse
from portal.schemas.base import ResponseSchema
from portal.services import idempotency
from portal.web import languages
from portal.web.authentication import current_user_id
from portal.web.envelope import failure, success
from portal.web.view_metadata import View, record

log = logging.getLogger(__name__)

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
_KEY = re.compile(r"[\x21-\x7e]{1,255}")


def idempotent(view: View) -> View:
    """Honour the header; belongs between `json_body` and the view. A guest's is ignored, as nothing is stored.

    A view whose work must not be done twice calls `keep` in the transaction that does it; the responses of all others
    are stored after them.
    """

    @functools.wraps(view)
    def wrapper(body: dict[str, Any], *args: Any, **kwargs: Any) -> ResponseReturnValue:
        key, user_id = request.headers.get(HEADER), current_user_id()
        if key is not None and not _KEY.fullmatch(key):
            raise errors.ValidationFailed(details={HEADER: ["Must be 1 to 255 visible ASCII characters."]})
        if key is None or user_id is None:
            return view(body, *args, **kwargs)
        db = get_db()
        claimed = idempotency.claim(db, get_settings(), user_id, key, _fingerprint(body))
        if isinstance(claimed, StoredResponse):
            response = Response(claimed.body, claimed.status, {REPLAYED: "true"}, mimetype="application/json")
            return languages.declare(response, claimed.language or translations.LANGUAGES[0])
        g.idempotency_claim = claimed
        try:
            response = _respond(lambda: view(body, *args, **kwargs))
        except BaseException:
            idempotency.release(db, claimed)
            raise
        if response.status_code >= 400 or not g.get("is_response_kept"):
            _store(claimed, response)
        return response

    refusals = (errors.IdempotencyKeyInUse, errors.IdempotencyKeyReused)
    return record(wrapper, errors=refusals, request_headers=(HEADER,), headers=(REPLAYED,))  # type: ignore[return-value]


def _respond(view: Callable[[], ResponseReturnValue]) -> Response:
    """Call the view; errors of the caller are responses to store.

    Errors of the service are not, nor is the end of the session: the retry comes with another one.
    """
    try:
        return make_response(view())
    except errors.PortalError as error:
        if error.status >= 500 or isinstance(error, errors.Unauthorized):
            raise
        return failure(error)


def keep(schema: ResponseSchema, result: Any, message: str) -> None:
    """Store the success response of a request, if it has a key, in the transaction that does its work."""
    claimed: IdempotencyClaim | None = g.get("idempotency_claim")
    if claimed is not None:
        body = success(schema.dump(result), translations.translate(message)).get_data(as_text=True)
        idempotency.keep(get_db(), claimed, status=200, body=body, language=translations.current())
        g.is_response_kept = True


def _store(claimed: IdempotencyClaim, response: Response) -> None:
    """Store a response. The work is done, so a database that is busy now must not turn it into an error."""
    try:
        body = response.get_data(as_text=True)
        idempotency.store(get_db(), claimed, status=response.status_code, body=body, language=translations.current())
    except errors.PortalError as error:
        log.error("the response for an Idempotency-Key could not be stored: %s", error.code)


def _fingerprint(body: dict[str, Any]) -> str:
    content = json.dumps([request.method, request.path, body], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()
