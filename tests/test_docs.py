"""The documentation: every link leads somewhere, and every setting, verb and route has its words."""

import json
import re
from dataclasses import fields
from pathlib import Path

import pytest

from classifier.labels import INDICATORS, LABELS
from service.cli.main import duress
from service.screening.readers import find_inputs
from service.settings import PREFIX, Settings
from tests.conftest import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("data/*.md")])
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert "://" in target or (page.parent / target).exists(), target


def test_every_setting_is_explained() -> None:
    text = read("docs/operate.md")
    for field in fields(Settings):
        assert f"`{PREFIX}{field.name.upper()}`" in text


def test_every_verb_is_explained() -> None:
    text = read("docs/operate.md")
    for verb in duress.list_commands(None):  # type: ignore[attr-defined]
        assert f"`duress {verb}`" in text


def test_every_route_and_problem_is_explained() -> None:
    text = read("docs/api.md")
    for path in json.loads(read("service/openapi.json"))["paths"]:
        assert path in text
    names = re.findall(
        r'"([a-z]+(?:-[a-z]+)+)",\n', read("service/schemas.py") + read("service/api/classify.py")
    )
    for name in {*names, "no-model"}:
        assert name in text, name


def test_every_label_and_indicator_is_in_the_codebook() -> None:
    text = read("data/CODEBOOK.md")
    for name in (*LABELS, *INDICATORS):
        assert f"| `{name}` |" in text


def test_every_target_of_the_readme_is_in_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    wanted = set(re.findall(r"\bmake ([a-z]+)", read("README.md") + read("CONTRIBUTING.md")))
    assert wanted - {"its"} <= targets


def test_the_examples_can_all_be_read() -> None:
    assert find_inputs([str(ROOT / "examples")]) == [
        str(ROOT / "examples" / "article.txt"),
        str(ROOT / "examples" / "tips.jsonl"),
    ]
