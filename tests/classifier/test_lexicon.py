"""Concepts are found by whole words, stems and phrases, and know what is negated."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.lexicon import EMPTY, Lexicon, concept_terms, pack_lexicon, unpack_lexicon
from classifier.normalise import normalise
from tests.samples import corpus, lexicon

SMALL = Lexicon(
    {
        "DETAIN": (("detain*",), ("taken", "away")),
        "FORCE": (("forced",), ("made", "to", "sign*")),
        "NEGATION": (("not",), ("no", "one")),
        "SIGN": (("sign*",),),
    }
)


def names(text: str) -> list[str]:
    return [mention.term for mention in SMALL.mentions(text)]


def test_a_stem_matches_what_it_begins_and_a_word_only_itself() -> None:
    assert names("detained detainee detai forced enforced") == ["DETAIN", "DETAIN", "FORCE"]


def test_a_phrase_is_its_words_in_order_across_punctuation() -> None:
    assert names("taken, away") == ["DETAIN"]
    assert names("taken far away") == []
    assert names("made to signed") == ["FORCE", "SIGN"]


def test_the_longest_entry_gives_the_span() -> None:
    (mention,) = Lexicon({"A": (("one",), ("one", "two"))}).mentions("x one two")
    assert (mention.start, mention.end) == (2, 9)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("he was not forced", ["NEGATION", "!FORCE"]),
        ("no one forced him", ["NEGATION", "!FORCE"]),
        ("not at all ever forced", ["NEGATION", "FORCE"]),
        ("not. forced", ["NEGATION", "FORCE"]),
        ("forced, not asked", ["FORCE", "NEGATION"]),
    ],
)
def test_a_negation_reaches_three_words_and_no_further_than_its_clause(text: str, found: list[str]) -> None:
    assert names(text) == found


def test_terms_are_concepts_neighbours_in_order_and_pairs_once() -> None:
    terms = [term for term, _ in concept_terms(SMALL.mentions("detained detained signed detained"))]
    assert sorted(terms) == sorted(["DETAIN"] * 3 + ["SIGN", "DETAIN>SIGN", "SIGN>DETAIN", "DETAIN+SIGN"])


def test_every_term_names_the_mentions_that_make_it() -> None:
    mentions = SMALL.mentions("detained, then made to sign")
    for term, made_by in concept_terms(mentions):
        assert set(made_by) <= set(mentions)
        assert all(mention.term in term for mention in made_by)


def test_a_packed_lexicon_reads_back_the_same() -> None:
    for one in (SMALL, lexicon(), EMPTY):
        again = unpack_lexicon(pack_lexicon(one))
        assert {c: sorted(e) for c, e in again.entries.items()} == {
            c: sorted(e) for c, e in one.entries.items()
        }


@pytest.mark.parametrize("line", ["CONCEPT", "CONCEPT *", "CONCEPT a b c d e", "CONCEPT a  b"])
def test_a_line_that_is_no_entry_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="CONCEPT"):
        unpack_lexicon([line])


@given(st.text(alphabet=st.sampled_from("detain forcedsign notaken away.,!"), max_size=80))
def test_mentions_lie_in_the_text_in_its_order(text: str) -> None:
    mentions = SMALL.mentions(text)
    assert all(0 <= m.start < m.end <= len(text) for m in mentions)
    assert [m.start for m in mentions] == sorted(m.start for m in mentions)


def test_concepts_speak_every_language() -> None:
    """Detaining and signing are found in the coerced passages of each language."""
    for lang in {p.lang for p in corpus()}:
        texts = [normalise(p.text) for p in corpus() if p.lang == lang and "coercion" in p.labels]
        found = [{m.concept for m in lexicon().mentions(text)} for text in texts]
        for concept in ("SIGN", "CONTRACT", "ARMY", "DETAIN"):
            assert sum(concept in there for there in found) / len(found) > 0.02, (lang, concept)
