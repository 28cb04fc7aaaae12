"""The lexicon's files: read as written, refused with file and line where they do not hold."""

from pathlib import Path

import pytest

from classifier.errors import InputError
from classifier.lexicon import Lexicon
from classifier.normalise import normalise
from tests.samples import ROOT, corpus, lexicon
from training.lexicon import Definition, read_definitions, read_lexicon, shared_entries, too_common_entries

FOLDER = ROOT / "data" / "lexicon"


def write(folder: Path, **files: str) -> Path:
    for name, content in files.items():
        (folder / f"{name}.tsv").write_text(content, encoding="utf-8")
    return folder


def test_entries_are_normalised_and_joined_over_languages(tmp_path: Path) -> None:
    folder = write(tmp_path, concepts="SIGN\tsigning\n", en="SIGN\tsign*, counter-sign\n", ru="SIGN\tЁлка*\n")
    assert read_lexicon(folder).entries == {
        "SIGN": (("counter", "sign"), ("sign*",), (normalise("Ёлка") + "*",))
    }


@pytest.mark.parametrize(
    ("files", "where"),
    [
        ({"concepts": "SIGN\tsigning", "en": "DETAIN\tdetain*"}, r"en\.tsv:1.*definition"),
        ({"concepts": "SIGN\tsigning", "en": "SIGN\ta b c d e"}, r"en\.tsv:1.*words"),
        ({"concepts": "SIGN\tsigning", "en": "SIGN\tsign*,, x"}, r"en\.tsv:1.*words"),
        ({"concepts": "SIGN\tsigning", "en": "SIGN sign"}, r"en\.tsv:1.*tab"),
        ({"concepts": "SIGN"}, r"concepts\.tsv:1.*tab"),
        ({"concepts": "SIGN\tsigning\tsometimes"}, r"concepts\.tsv:1.*everyday"),
        ({}, r"concepts\.tsv.*read"),
    ],
)
def test_what_does_not_hold_is_named(tmp_path: Path, files: dict[str, str], where: str) -> None:
    with pytest.raises(InputError, match=where):
        read_lexicon(write(tmp_path, **files))


def test_every_language_has_every_concept() -> None:
    definitions = read_definitions(FOLDER)
    assert len(definitions) >= 80
    for path in FOLDER.glob("*.tsv"):
        assert [line.split("\t")[0] for line in path.read_text().splitlines()] == list(definitions), path.name
    assert list(lexicon().entries) == sorted(definitions)


def test_an_entry_that_fires_on_harmless_passages_is_a_fault_unless_everyday() -> None:
    harmless = [p for p in corpus() if p.lang == "en" and not p.labels]
    one = Lexicon({"TIME": (("the",), ("zyzzyva",))})
    (fault,) = too_common_entries(one, {"TIME": Definition("time", everyday=False)}, harmless)
    assert fault.ids == ("TIME: the",)
    assert list(too_common_entries(one, {"TIME": Definition("time", everyday=True)}, harmless)) == []


def test_the_lexicon_has_no_fault() -> None:
    assert list(too_common_entries(lexicon(), read_definitions(FOLDER), corpus())) == []


def test_entries_under_several_concepts_are_listed() -> None:
    one = Lexicon({"A": (("x",), ("y",)), "B": (("y",),)})
    assert shared_entries(one) == {"y": ["A", "B"]}
