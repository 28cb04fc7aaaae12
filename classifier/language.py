"""Which language a passage is in: two identifiers whose models come with their wheels.

CLD2 is quick and sure of most passages; where it is not, its shares are averaged with
the probabilities of py3langid. Kazakh and Kyrgyz, which both mistake for each other, are
told apart by spelling. How the parts were chosen: docs/segmentation-and-language.md.
"""

import re
from functools import cache
from typing import Final

import pycld2
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from classifier.labels import LANGUAGES

UNDETERMINED: Final = "und"

LEAST_CONFIDENCE: Final = 0.3
"""Below this mean confidence the language is not told."""

_SURE: Final = 0.9
_PRIOR: Final = 2.0
_EXPECTED: Final = frozenset(tag.partition("-")[0] for tag in LANGUAGES)
_SCANNED: Final = 2_000
_LEAST_LETTERS: Final = 3
_LEAST_LETTER_SHARE: Final = 0.7

_LATIN = re.compile(r"[A-Za-z]")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LETTER = re.compile(r"[^\W\d_]")
_SOLID = re.compile(r"\S")
_LONG_WORD = re.compile(r"\S{41}")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

# Kyrgyz doubles long vowels and begins words with э; Kazakh does neither, and has letters
# that Kyrgyz lacks. Words with е at their start are Kazakh also when typed without them.
_KYRGYZ = re.compile(r"аа|оо|уу|өө|үү|ээ|\bэ")
_KAZAKH = re.compile(r"[әғқһұі]|\bе")


def identify_language(text: str) -> str:
    """Return the BCP 47 tag of a passage, or `UNDETERMINED`.

    Languages that the codebook doesn't know are returned by their ISO 639 code; code,
    digits and encoded blobs are undetermined. Only the first 2,000 characters count.
    """
    text = _UNPRINTABLE.sub(" ", text[:_SCANNED])
    if not _is_prose(text):
        return UNDETERMINED
    code, confidence = _best_guess(text)
    if confidence < LEAST_CONFIDENCE:
        return UNDETERMINED
    if code in {"ky", "kk"}:
        return _kazakh_or_kyrgyz(text, code)
    if code == "uz":
        return "uz-Cyrl" if len(_CYRILLIC.findall(text)) > len(_LATIN.findall(text)) else "uz-Latn"
    return code


def _is_prose(text: str) -> bool:
    """Say whether a text is mostly letters in words."""
    letters = len(_LETTER.findall(text))
    share = letters / max(1, len(_SOLID.findall(text)))
    return letters >= _LEAST_LETTERS and share >= _LEAST_LETTER_SHARE and not _LONG_WORD.search(text)


def _best_guess(text: str) -> tuple[str, float]:
    """Return the likeliest language and how sure the identifiers are together."""
    reliable, _, details = pycld2.detect(text, bestEffort=True)
    shares = {code: percent / 100 for _, code, percent, _ in details if code != "un" and percent}
    first = max(shares, key=lambda code: shares[code], default="")
    if reliable and first in _EXPECTED and shares[first] >= _SURE:
        return first, shares[first]
    scores = {code: float(p) for code, p in _langid().rank(text)[:8]}
    if shares:
        weight = 0.5 if reliable else 0.25
        scores = {code: 0.5 * p for code, p in scores.items()}
        for code, share in shares.items():
            scores[code] = scores.get(code, 0.0) + weight * share
    return max(scores.items(), key=lambda item: item[1] * (_PRIOR if item[0] in _EXPECTED else 1.0))


@cache
def _langid() -> LanguageIdentifier:
    """Return py3langid's identifier, read once a process."""
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _kazakh_or_kyrgyz(text: str, code: str) -> str:
    lower = text.lower()
    kyrgyz, kazakh = len(_KYRGYZ.findall(lower)), len(_KAZAKH.findall(lower))
    if kyrgyz == kazakh:
        return code
    return "ky" if kyrgyz > kazakh else "kk"
