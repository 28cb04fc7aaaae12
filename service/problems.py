"""Errors as ``application/problem+json`` (RFC 9457), none of which repeats the text."""

import logging
from http import HTTPStatus
from typing import Any

import msgspec
from flask import Flask, Response
from werkzeug.exceptions import HTTPException

from classifier.errors import DuressError, InputError

MEDIA_TYPE = "application/problem+json"
_log = logging.getLogger("duress.problems")


class ProblemError(DuressError):
    """An error with its HTTP status and a short name that clients can rely on."""

    def __init__(
        self, status: HTTPStatus, name: str, what: str, *, where: str | None = None, hint: str | None = None
    ) -> None:
        super().__init__(what, where=where, hint=hint)
        self.status = status
        self.name = name


def problem_response(
    status: int, name: str, detail: str, *, pointer: str | None = None, hint: str | None = None
) -> Response:
    """Return a problem document.

    Args:
        status: of the response.
        name: ends the ``type``, such as ``text-too-long``.
        detail: what is wrong.
        pointer: where in the request, as a key path.
        hint: the wanted form.
    """
    document: dict[str, Any] = {
        "type": f"urn:duress:problem:{name}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    document |= {"pointer": pointer} if pointer else {}
    document |= {"hint": hint} if hint else {}
    return Response(msgspec.json.encode(document), status=status, mimetype=MEDIA_TYPE)


def register_problems(app: Flask) -> None:
    """Answer every error of an app with a problem document."""

    @app.errorhandler(ProblemError)
    def own(error: ProblemError) -> Response:
        return problem_response(error.status, error.name, error.what, pointer=error.where, hint=error.hint)

    @app.errorhandler(InputError)
    def bad_input(error: InputError) -> Response:
        return problem_response(422, "invalid-input", error.what, pointer=error.where, hint=error.hint)

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        # Werkzeug's description may quote the request; the phrase of the status never does.
        status = HTTPStatus(error.code or 500)
        response = problem_response(status, status.name.lower().replace("_", "-"), status.description)
        for header, value in error.get_headers():
            if header == "Allow":
                response.headers[header] = value
        return response

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Response:
        _log.error("unexpected error", exc_info=error)
        return problem_response(500, "internal-error", "something went wrong here; the log says where")
