"""``POST /v1/classify``: findings in the design's shape, in order, with offsets of the text as sent."""

import pytest
from flask.testing import FlaskClient

from classifier.artefact import current_version
from tests.conftest import CANARY, ROOT, tip
from tests.service.shapes import assert_finding

TEXTS = {
    "one sentence": tip(),
    "paragraphs": tip("They came at night and took him.\n\nThe court rejected the appeal of the lawyers."),
    "CRLF": tip("They came at night and took him.\r\n\r\nHis passport was taken.\r\n"),
    "lone CR": tip("They came at night and took him.\r\rHis passport was taken from him."),
    "emoji": "😭😭 " + tip("his brother was taken 👨‍👩‍👧‍👦.\n\n🇺🇦 And they beat him at the office."),
    "byte order mark": "\ufeff" + tip("They took him.\n\n\ufeffHis passport was taken from him."),
    "combining marks": tip(
        "Его заставили подписать; и\u0306 e\u0301.\n\nКонтракт подписали за не\u0308е\u0301."
    ),
    "zero width": tip("con\u200btract \u202eat the office\u202c.\n\nThey took his pass\u00adport too."),
    "NUL": tip("They took him\x00 from the market.\n\nAnd the \x00 passport."),
    "one long paragraph": tip("They beat him and took his passport at the office. " * 60),
    "one long word": CANARY + "a" * 5_000,
    "one letter": "a",
    "space around it": f"\n\n\t {tip()} \u2003\n",
}


@pytest.mark.parametrize("explain", [False, True])
@pytest.mark.parametrize("include_text", [False, True])
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_finding_has_the_shape_of_the_design(
    client: FlaskClient, text: str, include_text: bool, explain: bool
) -> None:
    response = client.post(
        "/v1/classify", json={"text": text, "include_text": include_text, "explain": explain}
    )
    assert response.status_code == 200
    assert response.content_type == "application/json"
    assert_finding(response.json, text, explain=explain, with_text=include_text)
    assert response.json["model"] == current_version(ROOT / "models")


def test_without_include_text_no_part_of_the_text_comes_back(client: FlaskClient) -> None:
    response = client.post("/v1/classify", json={"text": tip(), "explain": True})
    assert CANARY not in response.text


@pytest.mark.parametrize("id_", ["t-1", "", "идентификатор 😀", None])
def test_the_id_comes_back(client: FlaskClient, id_: str | None) -> None:
    single = client.post("/v1/classify", json={"text": tip(), "id": id_}).json
    several = client.post("/v1/classify", json={"documents": [{"text": tip(), "id": id_}]}).json
    assert (single["id"], several["results"][0]["id"]) == (id_, id_)


def test_without_an_id_it_is_null(client: FlaskClient) -> None:
    single = client.post("/v1/classify", json={"text": tip()}).json
    several = client.post("/v1/classify", json={"documents": [{"text": tip()}]}).json
    assert (single["id"], several["results"][0]["id"]) == (None, None)


def test_documents_come_back_in_order_each_as_if_sent_alone(client: FlaskClient) -> None:
    documents = [{"text": text, "id": name} for name, text in TEXTS.items()]
    answer = client.post("/v1/classify", json={"documents": documents}).json
    alone = [client.post("/v1/classify", json=document).json for document in documents]
    assert list(answer) == ["model", "results"]
    assert answer["model"] == current_version(ROOT / "models")
    assert answer["results"] == alone


def test_one_document_is_answered_as_documents(client: FlaskClient) -> None:
    answer = client.post("/v1/classify", json={"documents": [{"text": tip()}], "explain": True}).json
    (finding,) = answer["results"]
    assert_finding(finding, tip(), explain=True)


def test_the_charset_of_json_may_be_named(client: FlaskClient) -> None:
    body = f'{{"text": "{tip()}"}}'.encode()
    response = client.post("/v1/classify", data=body, content_type="application/json; charset=utf-8")
    assert response.status_code == 200


def test_an_escaped_text_is_read_as_the_same_text(client: FlaskClient) -> None:
    plain = client.post(
        "/v1/classify", data=f'{{"text": "{tip("😭")}"}}'.encode(), content_type="application/json"
    )
    escaped = client.post(
        "/v1/classify",
        data=b'{"text": "' + tip("").encode("ascii", "backslashreplace") + b'\\ud83d\\ude2d"}',
        content_type="application/json",
    )
    assert escaped.json == plain.json
