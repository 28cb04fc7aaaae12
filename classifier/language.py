"""Which language a passage is in: CLD2, and three rules where it is known to err.

CLD2 is the one small identifier that knows all eight languages; its model is in the
wheel. How it was chosen, and what it gets wrong: docs/segmentation-and-language.md.
"""

import re
from typing import Final

import pycld2

UNDETERMINED: Final = "und"

_SCANNED: Final = 2_000
_LEAST_LETTERS: Final = 3
_LEAST_LETTER_SHARE: Final = 0.7

_LATIN = re.compile(r"[A-Za-z]")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LETTER = re.compile(r"[^\W\d_]")
_SOLID = re.compile(r"\S")
_LONG_WORD = re.compile(r"\S{41}")
# CLD2 raises on control characters and on what UTF-8 cannot hold.
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

# Kyrgyz doubles long vowels and begins words with э; Kazakh does neither, and has letters
# that Kyrgyz lacks. Words with е at their start are Kazakh also when typed without them.
_KYRGYZ = re.compile(r"аа|оо|уу|өө|үү|ээ|\bэ")
_KAZAKH = re.compile(r"[әғқһұі]|\bе")

# Short Russian is taken for its neighbours, none of which has these letters.
_TAKEN_FOR_RUSSIAN: Final = frozenset({UNDETERMINED, "bg", "sr", "mk"})
_RUSSIAN = re.compile(r"[ыэё]")
_NOT_RUSSIAN = re.compile(r"[^\W\d_а-яё]")


def identify_language(text: str) -> str:
    """Return the BCP 47 tag of a passage, or `UNDETERMINED`.

    Languages that the codebook doesn't know are returned by their ISO 639 code; source
    code, digits and encoded blobs are undetermined. Only the first 2,000 characters count.
    """
    text = _UNPRINTABLE.sub(" ", text[:_SCANNED])
    if not _is_prose(text):
        return UNDETERMINED
    code, lower = _first_guess(text), text.lower()
    if code in {"ky", "kk"}:
        return _kazakh_or_kyrgyz(lower, code)
    if code in _TAKEN_FOR_RUSSIAN and _RUSSIAN.search(lower) and not _NOT_RUSSIAN.search(lower):
        return "ru"
    if code == "uz":
        return "uz-Cyrl" if len(_CYRILLIC.findall(text)) > len(_LATIN.findall(text)) else "uz-Latn"
    return code


def _is_prose(text: str) -> bool:
    """Say whether a text is mostly letters in words."""
    letters = len(_LETTER.findall(text))
    share = letters / max(1, len(_SOLID.findall(text)))
    return letters >= _LEAST_LETTERS and share >= _LEAST_LETTER_SHARE and not _LONG_WORD.search(text)


def _first_guess(text: str) -> str:
    """Return the language that CLD2 gives the largest share of the text."""
    _, _, details = pycld2.detect(text, bestEffort=True)
    return next((str(code) for _, code, _, _ in details if code != "un"), UNDETERMINED)


def _kazakh_or_kyrgyz(lower: str, code: str) -> str:
    """Return the one whose spelling a text has more of; ``code`` when neither."""
    kyrgyz, kazakh = len(_KYRGYZ.findall(lower)), len(_KAZAKH.findall(lower))
    if kyrgyz == kazakh:
        return code
    return "ky" if kyrgyz > kazakh else "kk"
