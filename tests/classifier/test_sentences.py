"""Sentence ends: good enough to cut a paragraph, never slow, never lost."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.labels import LANGUAGES
from classifier.sentences import sentence_ends

GOLD = Path(__file__).parents[2] / "bench" / "sentences"


@given(st.text(st.sampled_from("аБ. !?…\n\"'»)\u00a0\u2028—т.е"), max_size=60))
def test_ends_ascend_and_the_last_is_the_end_of_the_text(text: str) -> None:
    ends = list(sentence_ends(text))
    assert ends[-1] == len(text)
    assert ends == sorted(set(ends))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_boundaries_of_ordinary_passages_are_found(lang: str) -> None:
    rows = [json.loads(line) for line in (GOLD / f"{lang}.jsonl").read_text().splitlines()]
    right = wrong = missed = 0
    for row in rows:
        if row["id"].startswith("hard"):
            continue
        gold, found = set(row["starts"]) - {0}, set(sentence_ends(row["text"])) - {len(row["text"])}
        right, wrong, missed = (
            right + len(gold & found),
            wrong + len(found - gold),
            missed + len(gold - found),
        )
    assert right / (right + wrong) >= 0.97
    assert right / (right + missed) >= 0.97


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Mr. Brown came. He sat down.", 2),
        ("Живёт в г. Орле, ул. Лесная, д. 5. Там его ждали.", 2),
        ("А. Каримов пришёл в 10.30. Его не пустили.", 2),
        ("«Подписывай!» — сказал он. Я подписал.", 2),
        ("He waited... and then signed. That was all!", 2),
        ("нас забрали\nтелефоны отняли\nпомогите", 3),
    ],
)
def test_abbreviations_and_quotes_do_not_end_a_sentence(text: str, count: int) -> None:
    assert len(list(sentence_ends(text))) == count


@pytest.mark.parametrize("piece", [".", ". ", "\n ", '."', "a\n", " ", "!?", "…»"])
def test_a_million_marks_take_linear_time(piece: str) -> None:
    started = time.perf_counter()
    assert list(sentence_ends(piece * (1_000_000 // len(piece))))
    # Linear takes under a second or two; quadratic would take hours.
    assert time.perf_counter() - started < 60
