"""``POST /v1/classify``: texts in, findings out."""

from http import HTTPStatus

import msgspec
from flask import Blueprint, Response, g, request
from werkzeug.exceptions import HTTPException

from service.live_model import LiveModel
from service.problems import ProblemError
from service.schemas import decode_classify_request
from service.settings import Settings


def classify_routes(live_model: LiveModel, settings: Settings) -> Blueprint:
    """Return the routes that classify."""
    routes = Blueprint("classify", __name__)

    @routes.post("/v1/classify")
    def classify() -> Response:
        if request.mimetype != "application/json":
            raise ProblemError(
                HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
                "not-json",
                "the body is not declared as JSON",
                hint="send the header `Content-Type: application/json`",
            )
        wanted = decode_classify_request(_read_body())
        documents = wanted.to_documents(settings)
        classifier = live_model.classifier
        findings = classifier.classify(documents, explain=wanted.explain, include_text=wanted.include_text)
        g.counts = {"documents": len(findings), "passages": sum(len(f.passages) for f in findings)}
        answer = findings[0] if wanted.is_single else {"model": classifier.version, "results": findings}
        return Response(msgspec.json.encode(answer), mimetype="application/json")

    return routes


def _read_body() -> bytes:
    """Return the body, or say that the server could not read it to its end."""
    try:
        return request.get_data()
    except HTTPException:
        raise
    except Exception as error:  # the server's own, such as for a chunk that is none
        raise ProblemError(
            HTTPStatus.BAD_REQUEST, "broken-body", "the body cannot be read to its end"
        ) from error
