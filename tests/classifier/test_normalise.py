"""Normalisation: one reading of a text, and the way back to the original."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.normalise import normalise, normalise_with_offsets

PIECES = st.lists(
    st.one_of(
        st.text(max_size=8),
        st.sampled_from(
            [
                "й",
                "и\u0306",
                "ё",
                "Е\u0308",
                "конт\u200bракт",
                "пасп\u00adорт",
                "oʻzbek",
                "o'zbek",
                "İ",
                "Σ",
                "K",
            ]
        ),
        st.sampled_from(
            ["кoнтракт", "pаssport", "\ufeff", "п’ять", "👩\u200d👧", "\ufe0f", "\u0301", "ß", "ﬁ", "Ǆ"]
        ),
    ),
    max_size=12,
).map("".join)


@given(PIECES)
def test_both_ways_of_reading_give_the_same_string(text: str) -> None:
    assert normalise_with_offsets(text).text == normalise(text)


@given(PIECES)
def test_offsets_run_through_the_original_in_order(text: str) -> None:
    reading = normalise_with_offsets(text)
    assert len(reading.starts) == len(reading.ends) == len(reading.text)
    assert list(reading.starts) == sorted(reading.starts)
    spans = zip(reading.starts, reading.ends, strict=True)
    assert all(0 <= start < end <= len(text) for start, end in spans)


@given(PIECES)
def test_reading_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("КОНТРАКТ", "контракт"),
        ("всё", "все"),
        ("все\u0308", "все"),
        ("и\u0306", "й"),
        ("кон\u200bтракт", "контракт"),
        ("кон\u00adтракт\ufeff", "контракт"),
        ("кoнтpaкт", "контракт"),
        ("pаsspоrt", "passport"),
        ("o'zbek", "oʻzbek".replace("ʻ", "ʼ")),
        ("oʻzbek", "oʼzbek"),
        ("o‘zbek", "oʼzbek"),
        ("п’ять", "пʼять"),
        ("toʻgʻ", "toʼgʼ"),
        ("don't", "donʼt"),
        ("'quoted'", "'quoted'"),
        ("İstanbul", "istanbul"),
    ],
)
def test_ways_of_typing_are_read_alike(typed: str, read: str) -> None:
    assert normalise(typed) == unicodedata.normalize("NFC", read)


def test_offsets_lead_back_past_dropped_and_joined_characters() -> None:
    text = "\ufeffкон\u200bтракт и\u0306"
    reading = normalise_with_offsets(text)
    assert reading.text == "контракт й"
    assert text[reading.starts[0] : reading.ends[7]] == "кон\u200bтракт"
    assert text[reading.starts[9] : reading.ends[9]] == "и\u0306"


def test_a_word_in_one_script_is_left_alone() -> None:
    assert normalise("военкомат и passport") == "военкомат и passport"
