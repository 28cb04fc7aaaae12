"""Language: the eight are told apart, other things are not taken for them."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.labels import LANGUAGES
from classifier.language import UNDETERMINED, identify_language
from tests.samples import corpus, field_passages

FOREIGN = Path(__file__).parents[2] / "bench" / "foreign.jsonl"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_language_is_known_by_its_passages(lang: str) -> None:
    texts = [p.text for p in (*field_passages(), *corpus()[::4]) if p.lang == lang]
    right = sum(identify_language(text) == lang for text in texts)
    assert right / len(texts) >= 0.9


def test_other_languages_are_not_taken_for_ours() -> None:
    rows = [json.loads(line) for line in FOREIGN.read_text().splitlines()]
    prose = [row for row in rows if row["lang"] not in {"code", "base64"}]
    taken = [row["lang"] for row in prose if identify_language(row["text"]) in LANGUAGES]
    assert len(taken) / len(prose) <= 0.02


@pytest.mark.parametrize(
    "text", ["", "  ", "12345 67-89", "!!! ???", "😀😀😀", "a" * 500, "\ud800", "\x00\x01"]
)
def test_what_is_no_prose_is_undetermined(text: str) -> None:
    assert identify_language(text) == UNDETERMINED


@given(st.text(max_size=300))
def test_any_text_has_an_answer_and_always_the_same(text: str) -> None:
    assert identify_language(text) == identify_language(text)


def test_kazakh_and_kyrgyz_are_told_apart_without_their_letters() -> None:
    assert identify_language("Балам еки кун бурын аскерге кетип калды, ендиги хабары жок") == "kk"
    assert (
        identify_language("Балам эки кун мурун аскерге кетип калды, эми кабары жок экен, эмне кылабыз")
        == "ky"
    )


def test_the_script_of_uzbek_is_named() -> None:
    assert identify_language("Akamni bozordan olib ketishdi, hujjatini tekshiramiz deb.") == "uz-Latn"
    assert identify_language("Акамни бозордан олиб кетишди, ҳужжатини текширамиз деб.") == "uz-Cyrl"
