"""The corpus: a line that does not hold is named by file, line and key, never quoted."""

import json
from pathlib import Path

import numpy as np
import pytest

from classifier.errors import InputError
from classifier.labels import LANGUAGES, OUTPUTS, Indicator, Label
from tests.conftest import tip
from tests.samples import corpus, field_passages
from training.corpus import corpus_digest, read_corpus, read_passages, truth

GOOD = {
    "id": "p-1",
    "lang": "en",
    "genre": "tip",
    "text": tip(),
    "labels": ["coercion"],
    "indicators": ["confinement"],
    "scenario": "market",
}


def write(path: Path, *rows: object) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows))
    return path


def test_a_good_line_is_read(tmp_path: Path) -> None:
    (passage,) = read_passages(write(tmp_path / "en.jsonl", GOOD))
    assert passage.labels == (Label.COERCION,)
    assert passage.indicators == (Indicator.CONFINEMENT,)
    assert passage.group == "market"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"text": 7}, r"Expected `str`, got `int` - at `\$\.text`"),
        ({"text": ""}, r"Expected `str` of length >= 1"),
        ({"labels": "coercion"}, r"Expected `array`"),
        ({"labels": [tip()]}, "is not a labelled passage"),
        ({"genre": tip()}, "is not a labelled passage"),
        ({tip(): 1}, "is not a labelled passage"),
        ({"lang": "de"}, "`lang` is none of en, ru"),
        ({"labels": []}, "`indicators` without the label"),
        ({"labels": ["coercion", "coercion"]}, "named twice"),
    ],
)
def test_a_bad_line_is_refused_with_its_place(tmp_path: Path, change: dict[str, object], reason: str) -> None:
    path = write(tmp_path / "en.jsonl", GOOD, GOOD | {"id": "p-2"} | change)
    with pytest.raises(InputError, match=rf"en\.jsonl:2: .*{reason}"):
        read_passages(path)


@pytest.mark.parametrize("key", ["id", "lang", "genre", "text", "labels", "indicators"])
def test_a_missing_key_is_named(tmp_path: Path, key: str) -> None:
    row = {k: v for k, v in GOOD.items() if k != key}
    with pytest.raises(InputError, match=f"missing required field `{key}`"):
        read_passages(write(tmp_path / "en.jsonl", row))


def test_invalid_utf8_and_broken_json_are_refused_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "en.jsonl"
    for bad in (b'{"id": "\xff"}', b'{"id": ', b"[1, 2"):
        path.write_bytes(json.dumps(GOOD).encode() + b"\n\n" + bad)
        with pytest.raises(InputError, match=r"en\.jsonl:3"):
            read_passages(path)


def test_an_id_that_occurs_twice_is_named(tmp_path: Path) -> None:
    write(tmp_path / "en.jsonl", GOOD)
    write(tmp_path / "ru.jsonl", GOOD)
    with pytest.raises(InputError, match="id `p-1` occurs twice"):
        read_corpus(tmp_path)


def test_a_corpus_passage_needs_a_scenario(tmp_path: Path) -> None:
    write(tmp_path / "en.jsonl", GOOD | {"scenario": None})
    with pytest.raises(InputError, match="no `scenario`"):
        read_corpus(tmp_path)


@pytest.mark.parametrize("content", ["", "\n\n"])
def test_an_empty_file_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "en.jsonl"
    path.write_text(content)
    with pytest.raises(InputError, match="holds no passages"):
        read_passages(path)


def test_a_missing_file_or_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_passages(tmp_path / "none.jsonl")
    with pytest.raises(InputError, match="no labelled passages"):
        read_corpus(tmp_path)


def test_the_digest_follows_the_content_and_not_the_order() -> None:
    passages = corpus()[:50]
    assert corpus_digest(passages) == corpus_digest(passages[::-1])
    assert corpus_digest(passages) != corpus_digest(passages[1:])


def test_truth_has_a_column_per_output() -> None:
    passages = corpus()[:50]
    target = truth(passages)
    assert target.shape == (50, len(OUTPUTS))
    assert target.dtype == np.bool_
    assert [OUTPUTS[k] for k in np.flatnonzero(target[0])] == [*passages[0].labels, *passages[0].indicators]
    assert truth([]).shape == (0, len(OUTPUTS))


def test_the_corpus_is_as_large_and_as_mixed_as_it_says() -> None:
    passages = corpus()
    assert {p.lang for p in passages} == set(LANGUAGES)
    for lang in ("en", "ru"):
        mine = [p for p in passages if p.lang == lang]
        assert len(mine) >= 400
        assert np.mean([not p.labels for p in mine]) >= 0.35
        assert {p.genre for p in mine} == {"news", "tip", "legal_qa", "recruiter"}


def test_every_passage_was_read_twice() -> None:
    for passage in corpus():
        assert [reading.reader for reading in passage.readers][:2] == ["writer", "second"]
        agreed = {frozenset(reading.labels) for reading in passage.readers}
        assert len(agreed) > 1 or frozenset(passage.labels) in agreed


def test_no_field_passage_is_in_the_corpus() -> None:
    known = {" ".join(p.text.lower().split()) for p in corpus()}
    assert not [p.id for p in field_passages() if " ".join(p.text.lower().split()) in known]
    assert not {p.id for p in corpus()} & {p.id for p in field_passages()}
