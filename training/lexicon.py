"""The lexicon as people write it: one file of definitions, one file of entries a language."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from classifier.errors import InputError
from classifier.labels import LANGUAGES
from classifier.lexicon import LONGEST_ENTRY, STEM, Entry, Lexicon
from classifier.normalise import normalise
from training.corpus import LabelledPassage
from training.fault import Fault

DEFINITIONS: Final = "concepts.tsv"
EVERYDAY: Final = "everyday"

MOST_HARMLESS: Final = 0.05
"""An entry that more harmless passages of a language have says little, unless its concept is everyday."""


@dataclass(frozen=True, slots=True)
class Definition:
    """What a concept means; an everyday one occurs in harmless texts as a matter of course."""

    meaning: str
    everyday: bool


def read_definitions(folder: Path) -> dict[str, Definition]:
    """Return each concept's definition, from ``concepts.tsv``.

    Raises:
        InputError: the file cannot be read or a line is not ``CONCEPT<tab>definition``, with
            ``<tab>everyday`` behind it or not.
    """
    definitions = {}
    for number, concept, text in _read_lines(folder / DEFINITIONS):
        meaning, tab, mark = text.partition("\t")
        if tab and mark != EVERYDAY:
            raise InputError(
                f"a third field other than `{EVERYDAY}`", where=f"{folder / DEFINITIONS}:{number}"
            )
        definitions[concept] = Definition(meaning, everyday=bool(tab))
    return definitions


def read_lexicon(folder: Path) -> Lexicon:
    """Return the entries of every ``<lang>.tsv`` together, normalised as texts are.

    Raises:
        InputError: a file cannot be read, a concept has no definition, or an entry does not hold.
    """
    definitions = read_definitions(folder)
    entries: dict[str, set[Entry]] = {}
    for path in sorted(folder.glob("*.tsv")):
        if path.name == DEFINITIONS:
            continue
        for number, concept, listed in _read_lines(path):
            where = f"{path}:{number}"
            if concept not in definitions:
                raise InputError("a concept without a definition", where=where, hint=f"see {DEFINITIONS}")
            entries.setdefault(concept, set()).update(_parse_entry(part, where) for part in listed.split(","))
    return Lexicon({concept: tuple(sorted(found)) for concept, found in sorted(entries.items())})


def too_common_entries(
    lexicon: Lexicon, definitions: Mapping[str, Definition], passages: Sequence[LabelledPassage]
) -> Iterator[Fault]:
    """Yield entries that fire on too many unlabelled passages of a language.

    A word of one language that means something else in another shows itself here.
    """
    alone = Lexicon(
        {
            f"{concept}: {' '.join(entry)}": (entry,)
            for concept, entries in lexicon.entries.items()
            for entry in entries
            if not definitions[concept].everyday
        }
    )
    for lang in LANGUAGES:
        texts = [normalise(p.text) for p in passages if p.lang == lang and not p.labels]
        fired = Counter(name for text in texts for name in {m.concept for m in alone.mentions(text)})
        for name, count in fired.most_common():
            if count > MOST_HARMLESS * len(texts):
                yield Fault(
                    "lexicon", (name,), f"fires on {count / len(texts):.0%} of unlabelled {lang} passages"
                )


def shared_entries(lexicon: Lexicon) -> dict[str, list[str]]:
    """Return the entries that stand under several concepts, with these."""
    holders: dict[str, list[str]] = {}
    for concept, entries in lexicon.entries.items():
        for entry in entries:
            holders.setdefault(" ".join(entry), []).append(concept)
    return {entry: concepts for entry, concepts in sorted(holders.items()) if len(concepts) > 1}


def _read_lines(path: Path) -> Iterator[tuple[int, str, str]]:
    """Yield (line number, what stands before the tab, what stands behind it)."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("cannot be read", where=str(path)) from error
    for number, line in enumerate(lines, 1):
        concept, tab, rest = line.partition("\t")
        if not (concept and tab and rest.strip()):
            raise InputError("is not `CONCEPT<tab>text`", where=f"{path}:{number}")
        yield number, concept, rest


def _parse_entry(text: str, where: str) -> Entry:
    """Return the words of an entry; a hyphen parts words, as it does in a text."""
    words = tuple(normalise(word) for word in text.replace("-", " ").split())
    if not 1 <= len(words) <= LONGEST_ENTRY or not all(word.strip(STEM) for word in words):
        raise InputError(f"an entry is one to {LONGEST_ENTRY} words, each with or without `*`", where=where)
    return words
