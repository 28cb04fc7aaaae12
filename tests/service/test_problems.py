"""Every bad request is answered with problem+json of the right status that never repeats the text."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.app import create_app
from service.settings import Settings
from tests.conftest import CANARY, tip

KEYS = {"type", "title", "status", "detail", "pointer", "hint"}
RAW = CANARY.encode()
HUGE = b"9" * 5_000


@pytest.fixture
def client(models: Path) -> FlaskClient:
    """Return a client of an app with limits low enough to pass."""
    settings = Settings(models, max_text_chars=500, max_body_bytes=300_000, max_documents=3)
    return create_app(settings).test_client()


def assert_problem(response: TestResponse, status: int) -> dict[str, Any]:
    """Check that the answer is a problem document of this status, and return it."""
    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    problem = response.json
    assert {"type", "title", "status", "detail"} <= set(problem) <= KEYS
    assert problem["type"].startswith("urn:duress:problem:")
    assert problem["status"] == status
    assert all(problem.values())
    assert CANARY not in response.text
    assert CANARY not in response.get_data().decode("unicode-escape")
    assert CANARY not in str(response.headers)
    return problem


def of_json(**body: object) -> bytes:
    return json.dumps(body).encode()


NOT_JSON = {
    "an empty body": b"",
    "white space": b" \r\n\t",
    "JSON cut short": b'{"text": "' + RAW,
    "something after the end": b'{"text": "' + RAW + b'"} ' + RAW,
    "a bare word": RAW,
    "invalid UTF-8": b'{"text": "' + RAW + b' \xff"}',
    "UTF-8 of a surrogate": b'{"text": "' + RAW + b' \xed\xa0\x80"}',
    "UTF-16": f'{{"text": "{CANARY}"}}'.encode("utf-16"),
    "a lone high surrogate": b'{"text": "' + RAW + b' \\ud83d"}',
    "a lone low surrogate": b'{"text": "' + RAW + b' \\ude2d"}',
    "surrogates the wrong way round": b'{"text": "' + RAW + b' \\ude2d\\ud83d"}',
    "a control character": b'{"text": "' + RAW + b'\n"}',
    "NaN": b'{"text": NaN, "id": "' + RAW + b'"}',
    "Infinity": b'{"text": "' + RAW + b'", "explain": Infinity}',
    "single quotes": b"{'text': '" + RAW + b"'}",
    "a byte order mark": b"\xef\xbb\xbf" + of_json(text=tip()),
}

INVALID = {
    "an array": (b'["' + RAW + b'"]', "$"),
    "a string": (b'"' + RAW + b'"', "$"),
    "null": (b"null", "$"),
    "a number": (b"1e5", "$"),
    "nothing to read": (of_json(id=CANARY), "$"),
    "an empty text": (of_json(text="", id=CANARY), "$.text"),
    "white space as text": (of_json(text=" \n\t\u2003\u3000\x85", id=CANARY), "$.text"),
    "text of null": (of_json(text=None, id=CANARY), "$.text"),
    "text of a number": (of_json(text=7391, id=CANARY), "$.text"),
    "text of true": (of_json(text=True, id=CANARY), "$.text"),
    "text of an array": (of_json(text=[CANARY]), "$.text"),
    "text of an object": (of_json(text={CANARY: CANARY}), "$.text"),
    "a huge whole number": (b'{"id": "' + RAW + b'", "text": ' + HUGE + b"}", "$.text"),
    "id of a number": (of_json(text=tip(), id=5), "$.id"),
    "id of an object": (of_json(text=tip(), id={CANARY: 1}), "$.id"),
    "explain of a string": (of_json(text=tip(), explain=CANARY), "$.explain"),
    "explain of a number": (of_json(text=tip(), explain=1), "$.explain"),
    "explain of null": (of_json(text=tip(), explain=None), "$.explain"),
    "include_text of a string": (of_json(text=tip(), include_text="true"), "$.include_text"),
    "an unknown key": (of_json(text=tip(), **{CANARY: 1}), "$"),
    "an unknown key like a path": (of_json(text=tip(), **{f"{CANARY}` - at `$.{CANARY}`": 1}), "$"),
    "an unknown key of a document": (of_json(documents=[{"text": tip(), CANARY: 1}]), "$.documents[0]"),
    "explain inside a document": (of_json(documents=[{"text": tip(), "explain": True}]), "$.documents[0]"),
    "text and documents": (of_json(text=tip(), documents=[{"text": tip()}]), "$"),
    "id and documents": (of_json(id=CANARY, documents=[{"text": tip()}]), "$"),
    "documents of null": (of_json(documents=None), "$.documents"),
    "documents of a string": (of_json(documents=CANARY), "$.documents"),
    "documents of an object": (of_json(documents={CANARY: tip()}), "$.documents"),
    "no documents": (of_json(documents=[]), "$.documents"),
    "a document of a string": (of_json(documents=[CANARY]), "$.documents[0]"),
    "a document without text": (of_json(documents=[{"id": CANARY}]), "$.documents[0]"),
    "a document with text of null": (
        of_json(documents=[{"text": None, "id": CANARY}]),
        "$.documents[0].text",
    ),
    "a second document without a word": (
        of_json(documents=[{"text": tip()}, {"text": " ", "id": CANARY}]),
        "$.documents[1].text",
    ),
}

DEEP = {
    "brackets": b"[" * 100_000,
    "braces": b'{"documents":' * 20_000,
    "brackets in the text": b'{"id": "' + RAW + b'", "text": ' + b"[" * 100_000,
    "brackets under an unknown key": b'{"' + RAW + b'": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "brackets in documents": b'{"documents": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "a number out of range": b'{"id": "' + RAW + b'", "text": 1e999}',
    "a huge number for a flag": b'{"text": "' + RAW + b'", "explain": ' + HUGE + b"}",
}

TOO_MUCH = {
    "a long text": (of_json(text=CANARY + "a" * 500), "text-too-long"),
    "a long second document": (
        of_json(documents=[{"text": tip()}, {"text": CANARY + "a" * 500}]),
        "text-too-long",
    ),
    "many documents": (of_json(documents=[{"text": tip()}] * 4), "too-many-documents"),
    "a large body": (of_json(text=CANARY + "a" * 300_000), None),
}


def post(client: FlaskClient, body: bytes) -> TestResponse:
    return client.post("/v1/classify", data=body, content_type="application/json")


@pytest.mark.parametrize("body", NOT_JSON.values(), ids=NOT_JSON)
def test_a_body_that_is_no_json_is_a_bad_request(client: FlaskClient, body: bytes) -> None:
    problem = assert_problem(post(client, body), 400)
    assert problem["type"] == "urn:duress:problem:not-json"


@pytest.mark.parametrize(("body", "pointer"), INVALID.values(), ids=INVALID)
def test_json_of_the_wrong_form_is_named_by_its_place(client: FlaskClient, body: bytes, pointer: str) -> None:
    problem = assert_problem(post(client, body), 422)
    assert problem["type"] == "urn:duress:problem:invalid-request"
    assert problem["pointer"] == pointer


@pytest.mark.parametrize("body", DEEP.values(), ids=DEEP)
def test_depth_and_size_of_json_are_the_senders_fault(client: FlaskClient, body: bytes) -> None:
    """The decoder may stop at the form or at the depth, whichever it meets first."""
    response = post(client, body)
    assert response.status_code in {400, 422}
    assert_problem(response, response.status_code)


@pytest.mark.parametrize(("body", "name"), TOO_MUCH.values(), ids=TOO_MUCH)
def test_too_much_is_refused(client: FlaskClient, body: bytes, name: str | None) -> None:
    problem = assert_problem(post(client, body), 422 if name else 413)
    assert name is None or problem["type"] == f"urn:duress:problem:{name}"


def test_as_much_as_the_limits_say_is_taken(client: FlaskClient) -> None:
    text = CANARY + "a" * (500 - len(CANARY))
    assert post(client, of_json(documents=[{"text": text}] * 3)).status_code == 200


@pytest.mark.parametrize(
    "content_type", [None, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", CANARY]
)
def test_another_content_type_is_refused(client: FlaskClient, content_type: str | None) -> None:
    response = client.post("/v1/classify", data=of_json(text=tip()), content_type=content_type)
    assert_problem(response, 415)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/v1/classify", {"POST", "OPTIONS"}),
        ("DELETE", "/v1/classify", {"POST", "OPTIONS"}),
        ("POST", "/healthz", {"GET", "HEAD", "OPTIONS"}),
        (CANARY.encode("ascii", "ignore").decode().upper(), "/readyz", {"GET", "HEAD", "OPTIONS"}),
    ],
)
def test_a_wrong_method_is_told_the_right_ones(
    client: FlaskClient, method: str, path: str, allowed: set[str]
) -> None:
    response = client.open(path, method=method, data=tip().encode())
    assert_problem(response, 405)
    assert set(response.headers["Allow"].split(", ")) == allowed


@pytest.mark.parametrize(
    "path",
    [
        f"/{CANARY}",
        f"/v1/{CANARY}?{CANARY}",
        f"/v1/classify/{CANARY}",
        f"/v1/classify/?{CANARY}",
        f"/static/{CANARY}",
        "/%ff",
    ],
)
def test_an_unknown_path_is_not_found(client: FlaskClient, path: str) -> None:
    assert_problem(client.get(path), 404)


def test_a_path_with_a_slash_too_many_is_not_redirected_with_its_query(client: FlaskClient) -> None:
    response = client.post(f"/v1//classify?{CANARY}", json={"text": tip()})
    assert_problem(response, 404)


@pytest.mark.parametrize("folder", ["none", "damaged"])
def test_without_a_good_model_the_service_is_alive_but_not_ready(
    damaged_models: Path, tmp_path: Path, folder: str
) -> None:
    models = damaged_models if folder == "damaged" else tmp_path / "none"
    client = create_app(Settings(models)).test_client()
    assert client.get("/healthz").status_code == 200
    for response in (client.get("/readyz"), client.post("/v1/classify", json={"text": tip()})):
        assert assert_problem(response, 503)["type"] == "urn:duress:problem:no-model"


def test_a_bad_request_is_bad_also_without_a_model(tmp_path: Path) -> None:
    client = create_app(Settings(tmp_path)).test_client()
    assert_problem(post(client, of_json(text=tip(), explain=CANARY)), 422)


def test_an_unexpected_error_says_nothing_but_where_in_the_log(models: Path, no_canary) -> None:
    app = create_app(Settings(models))

    @app.get("/fails")
    def fails() -> str:
        raise ValueError(tip())

    problem = assert_problem(app.test_client().get("/fails"), 500)
    (line,) = [json.loads(line) for line in no_canary.lines if "unexpected" in line]
    assert problem["type"] == "urn:duress:problem:internal-error"
    assert line["exception"] == "ValueError"
    assert any(Path(__file__).name in place for place in line["at"])
