"""The Flask app: wiring only."""

import logging
import secrets
import time

from flask import Flask, Response, g, request

from service.api.classify import classify_routes
from service.api.health import health_routes
from service.live_model import LiveModel
from service.problems import register_problems
from service.settings import Settings

_log = logging.getLogger("duress.request")


def create_app(settings: Settings) -> Flask:
    """Return the app; without a good model it answers, but is not ready."""
    app = Flask("duress", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body_bytes
    app.config["PROPAGATE_EXCEPTIONS"] = False
    # A redirect to the path with fewer slashes would repeat the query.
    app.url_map.merge_slashes = False
    live_model = LiveModel(settings.models)
    live_model.load_if_good()
    register_problems(app)
    app.register_blueprint(classify_routes(live_model, settings))
    app.register_blueprint(health_routes(live_model))
    _log_requests(app)
    return app


def _log_requests(app: Flask) -> None:
    """Log each request by its route, never by its path, query, headers or body."""

    @app.before_request
    def start() -> None:
        g.started = time.perf_counter()
        g.request_id = secrets.token_hex(8)

    @app.after_request
    def finish(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.request_id
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Content-Type-Options"] = "nosniff"
        fields = {
            "request": g.request_id,
            "route": request.url_rule.rule if request.url_rule else None,
            "status": response.status_code,
            "ms": round(1000 * (time.perf_counter() - g.started), 1),
            **g.get("counts", {}),
        }
        _log.info("request", extra={"fields": fields})
        return response
