"""The contract: a valid OpenAPI document that names every route and label, and an app that keeps it."""

import json
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from flask.testing import FlaskClient
from hypothesis import settings
from schemathesis.specs.openapi.schemas import OpenApiSchema

from classifier.labels import INDICATORS, LABELS
from service.app import create_app
from service.settings import Settings
from tests.conftest import CANARY, ROOT, tip

CONTRACT = json.loads((ROOT / "service" / "openapi.json").read_text(encoding="utf-8"))
SCHEMAS = CONTRACT["components"]["schemas"]
APP = create_app(Settings(ROOT / "models"))


def mark(_context: object, body: Any) -> Any:
    """Put the canary into every text that has a word, and so leave right right and wrong wrong."""
    documents = body.get("documents") if isinstance(body, dict) else None
    for document in (body, *(documents if isinstance(documents, list) else ())):
        text = document.get("text") if isinstance(document, dict) else None
        if isinstance(text, str) and text.strip():
            document["text"] = tip(text)
    return body


def load_schema() -> OpenApiSchema:
    config = schemathesis.Config.from_path(ROOT / "schemathesis.toml")
    schema = schemathesis.openapi.from_wsgi("/openapi.json", APP, config=config)
    schema.hook("map_body")(mark)
    return schema


SCHEMA = load_schema()


def test_the_contract_is_a_valid_openapi_document() -> None:
    SCHEMA.validate()


def test_a_broken_contract_would_be_noticed() -> None:
    broken = CONTRACT | {"paths": {"/healthz": {"get": {"responses": []}}}}
    with pytest.raises(Exception, match="not of type"):
        schemathesis.openapi.from_dict(broken).validate()


def test_the_contract_has_every_route_and_no_other() -> None:
    routes = {
        (rule.rule, method.lower()) for rule in APP.url_map.iter_rules() for method in rule.methods or ()
    }
    documented = {(path, method) for path, item in CONTRACT["paths"].items() for method in item}
    assert documented == {(path, method) for path, method in routes if method not in {"head", "options"}}


@pytest.mark.parametrize(("schema", "outputs"), [("Labels", LABELS), ("Indicators", INDICATORS)])
def test_the_contract_has_every_output_of_the_codebook(schema: str, outputs: tuple[str, ...]) -> None:
    assert SCHEMAS[schema]["required"] == list(outputs)
    assert list(SCHEMAS[schema]["properties"]) == list(outputs)


def test_the_contract_has_every_label_that_evidence_may_name() -> None:
    assert SCHEMAS["Evidence"]["properties"]["label"]["enum"] == list(LABELS)


def test_the_limits_of_the_contract_are_the_default_settings(models) -> None:
    default = Settings(models)
    documents = SCHEMAS["ClassifyRequest"]["oneOf"][1]["properties"]["documents"]
    assert (SCHEMAS["Text"]["maxLength"], documents["maxItems"]) == (
        default.max_text_chars,
        default.max_documents,
    )


@pytest.mark.parametrize(
    "example",
    CONTRACT["paths"]["/v1/classify"]["post"]["requestBody"]["content"]["application/json"][
        "examples"
    ].values(),
)
def test_the_examples_of_the_contract_work(client: FlaskClient, example: dict[str, Any]) -> None:
    assert client.post("/v1/classify", json=mark(None, example["value"])).status_code == 200


@pytest.mark.parametrize("sign", ["\u3000", "\x1c", "\x85", "\ufeff", "\u200b", "\x00"])
def test_contract_and_app_agree_on_what_is_white_space(client: FlaskClient, sign: str) -> None:
    """A pattern's `\\s` is that of ECMAScript, which is not that of Python."""
    wanted = 200 if jsonschema_rs.is_valid(SCHEMAS["Text"], sign) else 422
    assert client.post("/v1/classify", json={"text": sign}).status_code == wanted


@SCHEMA.parametrize()
@settings(max_examples=150)
def test_every_answer_keeps_the_contract(case: schemathesis.Case) -> None:
    response = case.call_and_validate()
    if response.status_code >= 400:
        assert CANARY not in response.text
