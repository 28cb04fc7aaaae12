"""The app around its routes: health, headers, and request logs without a word of what was sent."""

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from classifier.artefact import current_version
from service.app import create_app
from service.settings import Settings
from tests.conftest import CANARY, tip

REQUESTS = [
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("GET", "/openapi.json"),
    ("POST", "/v1/classify"),
    ("GET", "/v1/classify"),
    ("GET", f"/{CANARY}"),
]


def request_lines(lines: list[str]) -> list[dict[str, object]]:
    return [line for line in map(json.loads, lines) if line["logger"] == "duress.request"]


def test_healthz_says_alive(client: FlaskClient) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.json) == (200, {"status": "alive"})


def test_readyz_names_the_model(client: FlaskClient, models: Path) -> None:
    response = client.get("/readyz")
    assert (response.status_code, response.json) == (
        200,
        {"status": "ready", "model": current_version(models)},
    )


def test_the_contract_is_served_as_json(client: FlaskClient) -> None:
    response = client.get("/openapi.json")
    assert (response.status_code, response.content_type) == (200, "application/json")
    assert response.json["openapi"].startswith("3.1")


@pytest.mark.parametrize(("method", "path"), REQUESTS)
def test_every_answer_has_the_same_headers(client: FlaskClient, method: str, path: str) -> None:
    response = client.open(path, method=method)
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert len(bytes.fromhex(response.headers["X-Request-Id"])) == 8


def test_no_two_requests_have_the_same_id(client: FlaskClient) -> None:
    ids = {client.get("/healthz").headers["X-Request-Id"] for _ in range(20)}
    assert len(ids) == 20


def test_a_request_is_logged_by_route_status_and_counts(client: FlaskClient, no_canary) -> None:
    text = tip("They came at night and took him.\n\nHis passport was taken from him.")
    response = client.post(
        f"/v1/classify?{CANARY}={CANARY}", json={"documents": [{"text": text}, {"text": tip()}]}
    )
    (line,) = request_lines(no_canary.lines)
    passages = sum(len(finding["passages"]) for finding in response.json["results"])
    del line["time"], line["ms"]
    assert line == {
        "level": "info",
        "logger": "duress.request",
        "event": "request",
        "request": response.headers["X-Request-Id"],
        "route": "/v1/classify",
        "status": 200,
        "documents": 2,
        "passages": passages,
    }


@pytest.mark.parametrize(
    ("path", "status", "route"),
    [(f"/{CANARY}", 404, None), ("/v1/classify", 405, None), (f"/healthz?{CANARY}", 200, "/healthz")],
)
def test_a_path_or_query_is_never_logged(
    client: FlaskClient, no_canary, path: str, status: int, route: str | None
) -> None:
    client.get(path, headers={"X-Tip": tip(), "User-Agent": tip()})
    (line,) = request_lines(no_canary.lines)
    assert (line["status"], line["route"]) == (status, route)


def test_an_app_is_made_without_a_model_and_is_alive(tmp_path: Path) -> None:
    client = create_app(Settings(tmp_path / "none")).test_client()
    assert client.get("/healthz").status_code == 200
    assert client.get("/openapi.json").status_code == 200


def test_two_apps_share_nothing(models: Path, tmp_path: Path) -> None:
    with_model = create_app(Settings(models)).test_client()
    without = create_app(Settings(tmp_path)).test_client()
    assert (with_model.get("/readyz").status_code, without.get("/readyz").status_code) == (200, 503)
