"""Liveness, readiness and the contract."""

from importlib.resources import files

import msgspec
from flask import Blueprint, Response

from service.live_model import LiveModel


def health_routes(live_model: LiveModel) -> Blueprint:
    """Return the routes that say how the service is."""
    routes = Blueprint("health", __name__)
    contract = files("service").joinpath("openapi.json").read_bytes()

    @routes.get("/healthz")
    def healthz() -> Response:
        return _json({"status": "alive"})

    @routes.get("/readyz")
    def readyz() -> Response:
        return _json({"status": "ready", "model": live_model.classifier.version})

    @routes.get("/openapi.json")
    def openapi() -> Response:
        return Response(contract, mimetype="application/json")

    return routes


def _json(value: object) -> Response:
    return Response(msgspec.json.encode(value), mimetype="application/json")
