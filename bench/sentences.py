"""Compare sentence splitters on passages whose sentence starts were marked by hand.

    python bench/sentences.py [bench/sentences]

Prints Markdown: precision, recall and F1 of boundaries per language, for ordinary passages
and for composed hard ones (ids beginning with "hard"), and seconds for half a megabyte.
A library that is not installed is skipped: `pip install sentencex pysbd choppa-srx` first.
"""

import importlib
import json
import re
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from classifier.labels import LANGUAGES
from classifier.sentences import sentence_ends

Splitter = Callable[[str], Iterable[int]]
"""Takes a text, gives the offsets at which sentences start; 0 and the end don't matter."""

PLAIN = re.compile(r"[.!?…]+\s+(?=\S)")


@dataclass(frozen=True)
class Passage:
    """A marked passage; ``starts`` never holds 0."""

    hard: bool
    text: str
    starts: frozenset[int]


def read_passages(folder: Path, lang: str) -> list[Passage]:
    """Read the marked passages of one language."""
    rows = [json.loads(line) for line in (folder / f"{lang}.jsonl").read_text().splitlines()]
    return [Passage(r["id"].startswith("hard"), r["text"], frozenset(r["starts"]) - {0}) for r in rows]


def build_plain(_lang: str) -> Splitter:
    """The least that one would write: marks, a space, and no lower-case letter."""
    return lambda text: (m.end() for m in PLAIN.finditer(text) if not text[m.end()].islower())


def build_ours(_lang: str) -> Splitter:
    """The rule that ships."""
    return sentence_ends


def build_sentencex(lang: str) -> Splitter:
    """Any language code, with a general rule for those it has none for."""
    find = importlib.import_module("sentencex").get_sentence_boundaries
    return lambda text: (found["start_index"] for found in find(lang.partition("-")[0], text))


def build_pysbd(lang: str) -> Splitter:
    """Knows en, ru and kk of the eight; the others get the nearest of these."""
    code = lang if lang in {"en", "ru", "kk"} else "en" if lang == "uz-Latn" else "ru"
    segmenter = importlib.import_module("pysbd").Segmenter(language=code, clean=False, char_span=True)
    return lambda text: (span.start for span in segmenter.segment(text))


def build_choppa(lang: str) -> Splitter:
    """LanguageTool's rules; knows en, ru and uk of the eight."""
    choppa = importlib.import_module("choppa")
    document = choppa.SrxDocument(ruleset=choppa.DEFAULT_SRX_RULESET)
    code = lang if lang in {"en", "ru", "uk"} else "en" if lang == "uz-Latn" else "ru"

    def split(text: str) -> Iterable[int]:
        at = 0
        for piece in choppa.SrxTextIterator(document, f"{code}_one", text):
            yield at
            at += len(piece)

    return split


CANDIDATES: dict[str, Callable[[str], Splitter]] = {
    "plain": build_plain,
    "ours": build_ours,
    "sentencex": build_sentencex,
    "pysbd": build_pysbd,
    "choppa-srx": build_choppa,
}


def measure(work: Iterable[tuple[Splitter, Passage]]) -> str:
    """Return precision / recall / F1 in percent."""
    right = wrong = missed = 0
    for split, passage in work:
        found = {start for start in split(passage.text) if 0 < start < len(passage.text)}
        right += len(passage.starts & found)
        wrong += len(found - passage.starts)
        missed += len(passage.starts - found)
    f1 = 200 * right / max(1, 2 * right + wrong + missed)
    return (
        f"{100 * right / max(1, right + wrong):.0f} / {100 * right / max(1, right + missed):.0f} / {f1:.1f}"
    )


def seconds_for_half_a_megabyte(split: Splitter, passages: list[Passage]) -> float:
    """Return the time for one paragraph of 500,000 characters."""
    once = " ".join(passage.text for passage in passages)
    text = (f"{once} " * (500_000 // len(once) + 1))[:500_000]
    started = time.perf_counter()
    list(split(text))
    return time.perf_counter() - started


def main() -> None:
    """Print the table."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "sentences"
    gold = {lang: read_passages(folder, lang) for lang in LANGUAGES}
    print(f"| | {' | '.join(LANGUAGES)} | hard, all | 0.5 MB, s |")
    print("| --- " * (len(LANGUAGES) + 3) + "|")
    for name, build in CANDIDATES.items():
        try:
            splitters = {lang: build(lang) for lang in LANGUAGES}
        except ImportError:
            print(f"<!-- {name} is not installed -->")
            continue
        work = {lang: [(splitters[lang], p) for p in gold[lang]] for lang in LANGUAGES}
        cells = [measure(pair for pair in work[lang] if not pair[1].hard) for lang in LANGUAGES]
        hard = measure(pair for lang in LANGUAGES for pair in work[lang] if pair[1].hard)
        slow = name == "pysbd"  # did not end in two minutes
        took = "over 120" if slow else f"{seconds_for_half_a_megabyte(splitters['ru'], gold['ru']):.2f}"
        print(f"| {name} | {' | '.join(cells)} | {hard} | {took} |", flush=True)


if __name__ == "__main__":
    main()
