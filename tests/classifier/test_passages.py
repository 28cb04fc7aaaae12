"""Passages: offsets into the text as received, nothing lost, nothing twice."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from classifier.passages import LONGEST, Passage, split_passages

LINES = st.lists(
    st.one_of(
        st.text(max_size=60),
        st.sampled_from(["Заголовок", "A heading of five words", "Yes.", "и дальше по тексту", "", "  \t "]),
        st.integers(1, 40).map(lambda n: "Он пришёл в отдел и ждал. " * n),
    ),
    max_size=12,
)
TEXTS = st.builds(
    lambda lines, breaks: "".join(
        a + b for a, b in zip(lines, breaks * (1 + len(lines) // len(breaks)), strict=False)
    ),
    LINES,
    st.lists(st.sampled_from(["\n", "\r\n", "\n\n", "\u2028", "\r", " "]), min_size=1, max_size=5),
)


def cut(text: str) -> list[str]:
    return [passage.of(text) for passage in split_passages(text)]


@given(TEXTS)
@example("\ufeffначало\x00\n\n конец")
@example("a" * 2000)
@example(("x " * 449 + "\n") * 4)
def test_passages_hold_every_character_once_and_in_order(text: str) -> None:
    passages = split_passages(text)
    kept = "".join("".join(passage.of(text).split()) for passage in passages)
    assert kept == "".join(text.split())
    edges = [edge for passage in passages for edge in (passage.start, passage.end)]
    assert edges == sorted(edges)


@given(TEXTS)
def test_a_passage_has_no_white_space_at_its_ends_and_a_bounded_length(text: str) -> None:
    for passage in cut(text):
        assert passage
        assert passage == passage.strip()
        assert len(passage) <= 2 * LONGEST


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u2003\t\r\n"])
def test_white_space_has_no_passages(text: str) -> None:
    assert split_passages(text) == []


def test_paragraphs_are_passages() -> None:
    text = "The first paragraph says one thing.\n\nThe second says another thing.\nSo does the third one."
    assert cut(text) == [
        "The first paragraph says one thing.",
        "The second says another thing.",
        "So does the third one.",
    ]


def test_a_heading_joins_what_follows() -> None:
    assert cut("Contract or cell\n\nThey were given an hour to decide.") == [
        "Contract or cell\n\nThey were given an hour to decide."
    ]


def test_a_line_of_under_three_words_joins_what_follows_even_when_it_is_closed() -> None:
    assert cut("Помогите!\nЕго увезли вчера из общежития.") == ["Помогите!\nЕго увезли вчера из общежития."]


def test_a_last_heading_stands_alone() -> None:
    assert cut("They were given an hour to decide.\n\nTerms of use") == [
        "They were given an hour to decide.",
        "Terms of use",
    ]


def test_lines_broken_at_a_fixed_width_belong_together() -> None:
    text = "The officer put the paper on the table and\nwaited until everybody in the room had\nsigned it."
    assert cut(text) == [text]


def test_an_empty_line_parts_even_a_broken_sentence() -> None:
    above = "The officer put the paper on the table right there in front of all of them and"
    assert cut(f"{above}\n\nwaited until everybody had signed.") == [
        above,
        "waited until everybody had signed.",
    ]


def test_a_long_paragraph_is_cut_at_sentence_ends_into_even_parts() -> None:
    text = " ".join(f"Sentence number {n} tells of one more day in the barracks." for n in range(30))
    parts = cut(text)
    assert len(parts) == -(-len(text) // LONGEST)
    assert all(part.endswith("barracks.") for part in parts)
    assert max(map(len, parts)) - min(map(len, parts)) < 150


def test_a_run_without_sentence_ends_is_cut_at_white_space() -> None:
    text = "слово " * 400
    parts = cut(text)
    assert all(len(part) <= LONGEST for part in parts)
    assert all(set(part.split()) == {"слово"} for part in parts)


def test_offsets_count_code_points() -> None:
    text = "😀😀 Первый абзац с эмодзи здесь.\n\n👩‍👩‍👧 Второй абзац тоже с ними."
    assert split_passages(text)[1] == Passage(text.index("👩"), len(text))


def test_time_grows_with_length_alone() -> None:
    def seconds(text: str) -> float:
        started = time.perf_counter()
        split_passages(text)
        return time.perf_counter() - started

    short, long = "Heading\n" * 2_000, "Heading\n" * 40_000
    # Twenty times the text in far less than four hundred times the time: not quadratic.
    assert seconds(long) < 120 * max(seconds(short), 0.001)
