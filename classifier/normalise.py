"""One reading of a text, however it was typed; offsets into the original are kept.

Case, homoglyphs, zero-width characters, kinds of apostrophe and ё/е are read
alike. Everything but the dropping of invisible characters and the composing of
accents replaces one code point by one, so the way back to the original is short.
"""

import re
import unicodedata
from dataclasses import dataclass

# Zero-width and directional marks, soft hyphen, variation selectors: they carry no sound,
# and one of them inside a word would hide it from every n-gram.
_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
_MARKS = "\u0300-\u034e\u0350-\u036f\u0483-\u0487\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_LOOSE = re.compile(f"[{_INVISIBLE}]+|[^{_MARKS}{_INVISIBLE}][{_MARKS}{_INVISIBLE}]*[{_MARKS}]")
_HAS_LOOSE = re.compile(f"[{_INVISIBLE}{_MARKS}]")
_DROP_INVISIBLE = re.compile(f"[{_INVISIBLE}]+")

# Between letters an apostrophe is a letter (oʻzbek, п'ять, don't): U+02BC is one for `\w` too.
_APOSTROPHE = re.compile(r"(?<=\w)['’‘ʻʼ`´′](?=\w)|(?<=[oOgG])[‘ʻʼ`]")

_LATIN = "ABCEHIJKMOPSTXYaceijopsxy"
_CYRILLIC = "АВСЕНІЈКМОРЅТХУасеіјорѕху"
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_MIXED_WORD = re.compile(r"\b(?=\w*[A-Za-z])(?=\w*[\u0400-\u052f])\w+")
_LATIN_LETTER = re.compile(r"[A-Za-z]")
_CYRILLIC_LETTER = re.compile(r"[\u0400-\u052f]")

# ё is mostly typed е; İ is the one letter whose lower case is two code points; the sign
# for kelvin would become a Latin letter only after the scripts of a word were weighed.
_FOLD = str.maketrans({"ё": "е", "Ё": "Е", "İ": "I", "\u212a": "K"})


@dataclass(frozen=True, slots=True)
class Reading:
    """A normalised text and, for each of its characters, where it came from.

    ``text[i]`` was read from ``original[starts[i]:ends[i]]``.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def normalise(text: str) -> str:
    """Return ``text`` as the features read it."""
    return _unify(_LOOSE.sub(_compose, text) if _HAS_LOOSE.search(text) else text)


def normalise_with_offsets(text: str) -> Reading:
    """Return the same string as `normalise`, with the way back to the original."""
    composed: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end, piece in _pieces(text):
        composed.append(piece)
        starts.extend(start for _ in piece)
        ends.extend(end for _ in piece)
    return Reading(_unify("".join(composed)), tuple(starts), tuple(ends))


def _pieces(text: str) -> list[tuple[int, int, str]]:
    """Cut ``text`` into (start, end, composed form); plain characters stand alone."""
    pieces = []
    at = 0
    for loose in _LOOSE.finditer(text):
        pieces += [(i, i + 1, text[i]) for i in range(at, loose.start())]
        pieces.append((loose.start(), loose.end(), _compose(loose)))
        at = loose.end()
    return pieces + [(i, i + 1, text[i]) for i in range(at, len(text))]


def _compose(loose: re.Match[str]) -> str:
    """Join a letter with its accents (NFC) and drop what is invisible."""
    return unicodedata.normalize("NFC", _DROP_INVISIBLE.sub("", loose[0]))


def _unify(text: str) -> str:
    """Fold apostrophes, homoglyphs, case and ё: one code point for one."""
    text = _APOSTROPHE.sub("ʼ", text.translate(_FOLD))
    return _MIXED_WORD.sub(_one_script, text).lower()


def _one_script(word: re.Match[str]) -> str:
    """Write a word of two scripts in the one that most of its letters are in."""
    latin = len(_LATIN_LETTER.findall(word[0]))
    cyrillic = len(_CYRILLIC_LETTER.findall(word[0]))
    return word[0].translate(_TO_CYRILLIC if cyrillic >= latin else _TO_LATIN)
