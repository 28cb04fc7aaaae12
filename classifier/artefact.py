"""A model folder: what lies in it, and reading it without trusting it.

A folder holds ``manifest.json`` (a `Manifest`), one ``.npy`` file per array of
`ARRAYS`, and ``MODEL_CARD.md``. Nothing in it is executable: arrays are read with
``allow_pickle=False``, the manifest by a strict decoder. A folder whose protocol,
checksums, types or shapes don't hold is refused; nothing is ever repaired.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from classifier.calibration import Calibration
from classifier.errors import ModelError
from classifier.features import Analyser
from classifier.labels import OUTPUTS
from classifier.lexicon import EMPTY, Lexicon, unpack_lexicon
from classifier.scoring import Block

PROTOCOL: Final = 2
MANIFEST: Final = "manifest.json"
CARD: Final = "MODEL_CARD.md"
CURRENT: Final = "current"
BLOCKS: Final[tuple[Analyser, ...]] = ("concept", "word", "char_wb")
LONGEST_NGRAM: Final = 9

VERSION = re.compile(r"\d{4}-\d{2}-\d{2}-[0-9a-f]{6}")
"""The day of training and six digits of the digest of what was trained."""

ARRAYS: Final[Mapping[str, str]] = {
    "bias": "<f8",  # (outputs,): margin of a text without known terms
    "slope": "<f8",  # (outputs,): calibration
    "intercept": "<f8",  # (outputs,): calibration
    "lexicon_terms": "|u1",  # (bytes,): "CONCEPT entry", one after the other, UTF-8, ascending
    "lexicon_ends": "<i4",  # (entries,): where in `lexicon_terms` each ends
    **{
        f"{block}_{part}": dtype
        for block in BLOCKS
        for part, dtype in {
            "terms": "|u1",  # (bytes,): the terms one after the other, UTF-8, ascending
            "ends": "<i4",  # (n,): where in `terms` each term ends
            "idf": "<f4",  # (n,)
            "weights": "<f4",  # (n, outputs)
        }.items()
    },
}
"""Every array of a model folder, file name without ending, and its type."""


class NgramRange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Shortest and longest n-gram of a block."""

    low: int
    high: int


class Threshold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a label is flagged, and what that cost on held-out scenarios."""

    threshold: float
    target_recall: float
    recall: float
    precision: float


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a model is, how it was made, and what its files must be.

    Attributes:
        protocol: number of this format.
        version: name of the folder.
        codebook_sha256: digest of the codebook that the readers followed.
        corpus_sha256: digest of the labelled passages.
        settings: the training settings, as read.
        outputs: columns of every array, in order.
        blocks: n-gram range per block.
        thresholds: per output.
        review: coercion at or above this, and below its threshold, goes to review.
        known_share: below this share of known terms a passage goes to review.
        languages: BCP 47 tags that the corpus covers.
        metrics: figures with intervals per label and language, on the test part.
        libraries: versions that trained it.
        unicode: version of the Unicode tables that lower-cased its terms.
        files: SHA-256 of every other file in the folder.
    """

    protocol: int
    version: str
    codebook_sha256: str
    corpus_sha256: str
    settings: dict[str, Any]
    outputs: tuple[str, ...]
    blocks: dict[str, NgramRange]
    thresholds: dict[str, Threshold]
    review: float
    known_share: float
    languages: tuple[str, ...]
    metrics: dict[str, Any]
    libraries: dict[str, str]
    unicode: str
    files: dict[str, str]


@dataclass(frozen=True, slots=True)
class Model:
    """A model as read: the manifest and the arrays, checked against each other."""

    manifest: Manifest
    blocks: tuple[Block, ...]
    bias: NDArray[np.float64]
    calibration: Calibration


def current_version(models: Path) -> str:
    """Return the version that ``models/current`` names.

    Raises:
        ModelError: there is no such file, or it doesn't name a version.
    """
    pointer = models / CURRENT
    try:
        version = pointer.read_text(encoding="ascii", errors="replace").strip()
    except OSError as error:
        raise ModelError("no current model", where=str(pointer), hint="`duress train` makes one") from error
    if not VERSION.fullmatch(version):
        raise ModelError("does not name a model version, such as `2026-12-01-3f9a1c`", where=str(pointer))
    return version


def published_versions(models: Path) -> list[str]:
    """Return the versions that have a folder in ``models``, oldest day first."""
    if not models.is_dir():
        return []
    return sorted(path.name for path in models.iterdir() if path.is_dir() and VERSION.fullmatch(path.name))


def read_model(models: Path, version: str | None = None) -> Model:
    """Read ``models/<version>``, by default the current one.

    Raises:
        ModelError: the folder is missing, damaged or of another protocol.
    """
    version = current_version(models) if version is None else version
    if not VERSION.fullmatch(version):
        raise ModelError("not a model version, such as `2026-12-01-3f9a1c`")
    folder = models / version
    if not folder.is_dir():
        raise ModelError("no such model", where=str(folder), hint="`duress models list` shows what is there")
    manifest = _read_manifest(folder)
    if manifest.version != version:
        raise ModelError("names another version", where=str(folder / MANIFEST))
    _check_files(folder, manifest)
    arrays = {name: _read_array(folder / f"{name}.npy", dtype) for name, dtype in ARRAYS.items()}
    return _assemble(folder, manifest, arrays)


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file, as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read_manifest(folder: Path) -> Manifest:
    """Decode the manifest; the protocol is looked at before anything else."""
    path = folder / MANIFEST
    try:
        raw = path.read_bytes()
        protocol = msgspec.json.decode(raw).get("protocol")
    except (OSError, msgspec.DecodeError, AttributeError) as error:
        raise ModelError("cannot be read as a manifest", where=str(path)) from error
    if protocol != PROTOCOL:
        raise ModelError(f"is of another protocol than {PROTOCOL}, the one read here", where=str(path))
    try:
        manifest = msgspec.json.decode(raw, type=Manifest)
    except msgspec.DecodeError as error:
        raise ModelError(f"does not hold: {error}", where=str(path)) from error
    _check_manifest(manifest, str(path))
    return manifest


def _check_manifest(manifest: Manifest, where: str) -> None:
    """Refuse a manifest that contradicts the codebook or leaves out a part."""
    if manifest.outputs != tuple(OUTPUTS):
        raise ModelError("`outputs` are not the labels and indicators known here", where=where)
    if set(manifest.thresholds) != set(OUTPUTS):
        raise ModelError("`thresholds` don't cover every label and indicator", where=where)
    numbers = [t.threshold for t in manifest.thresholds.values()] + [manifest.review, manifest.known_share]
    if not all(0.0 <= number <= 1.0 for number in numbers):
        raise ModelError("a threshold is not between 0 and 1", where=where)
    if set(manifest.blocks) != set(BLOCKS):
        raise ModelError(f"`blocks` are not {' and '.join(BLOCKS)}", where=where)
    if not all(1 <= block.low <= block.high <= LONGEST_NGRAM for block in manifest.blocks.values()):
        raise ModelError(f"an n-gram range is not within 1 to {LONGEST_NGRAM}", where=where)


def _check_files(folder: Path, manifest: Manifest) -> None:
    """Compare the folder with the checksums, file by file, none more and none less."""
    expected = {f"{name}.npy" for name in ARRAYS} | {CARD}
    if set(manifest.files) != expected:
        raise ModelError("`files` are not those of this protocol", where=str(folder / MANIFEST))
    for name, digest in manifest.files.items():
        path = folder / name
        if not path.is_file():
            raise ModelError("file is missing", where=str(path))
        if file_digest(path) != digest:
            raise ModelError("file is damaged: its SHA-256 is not the manifest's", where=str(path))


def _read_array(path: Path, dtype: str) -> NDArray[Any]:
    """Map an array from disk, refusing objects and unexpected types."""
    try:
        array: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise ModelError("is not a plain array", where=str(path)) from error
    if not isinstance(array, np.ndarray) or array.dtype.str != dtype:
        raise ModelError(f"is not an array of type `{dtype}`", where=str(path))
    if dtype.startswith("<f") and not np.isfinite(array).all():
        raise ModelError("has a number that is not finite", where=str(path))
    return array


def _assemble(folder: Path, manifest: Manifest, arrays: Mapping[str, NDArray[Any]]) -> Model:
    """Build the parts, refusing arrays whose shapes contradict each other."""
    outputs = len(OUTPUTS)
    for name in ("bias", "slope", "intercept"):
        _check_shape(folder, name, arrays[name], (outputs,))
    lexicon = _read_lexicon(folder, arrays)
    blocks = []
    for kind in BLOCKS:
        terms = _unpack_terms(folder, kind, arrays)
        n = len(terms)
        _check_shape(folder, f"{kind}_idf", arrays[f"{kind}_idf"], (n,))
        _check_shape(folder, f"{kind}_weights", arrays[f"{kind}_weights"], (n, outputs))
        size = manifest.blocks[kind]
        blocks.append(
            Block(
                kind=kind,
                low=size.low,
                high=size.high,
                vocabulary=terms,
                idf=arrays[f"{kind}_idf"],
                weights=arrays[f"{kind}_weights"],
                lexicon=lexicon if kind == "concept" else EMPTY,
            )
        )
    calibration = Calibration(np.array(arrays["slope"]), np.array(arrays["intercept"]))
    return Model(manifest, tuple(blocks), np.array(arrays["bias"]), calibration)


def _read_lexicon(folder: Path, arrays: Mapping[str, NDArray[Any]]) -> Lexicon:
    try:
        return unpack_lexicon(_unpack_terms(folder, "lexicon", arrays))
    except ValueError as error:
        raise ModelError("is not a lexicon", where=str(folder / "lexicon_terms.npy")) from error


def _check_shape(folder: Path, name: str, array: NDArray[Any], shape: tuple[int, ...]) -> None:
    if array.shape != shape:
        raise ModelError("shape does not fit the other arrays", where=str(folder / f"{name}.npy"))


def _unpack_terms(folder: Path, kind: str, arrays: Mapping[str, NDArray[Any]]) -> dict[str, int]:
    """Return term to row from the packed bytes."""
    where = str(folder / f"{kind}_terms.npy")
    _check_shape(folder, f"{kind}_ends", arrays[f"{kind}_ends"], (arrays[f"{kind}_ends"].size,))
    packed = arrays[f"{kind}_terms"].tobytes()
    ends = arrays[f"{kind}_ends"].tolist()
    starts = [0, *ends[:-1]]
    if any(end <= start for start, end in zip(starts, ends, strict=True)) or (ends or [0])[-1] != len(packed):
        raise ModelError("terms don't end where `ends` says", where=where)
    try:
        terms = [packed[start:end].decode() for start, end in zip(starts, ends, strict=True)]
    except UnicodeDecodeError as error:
        raise ModelError("a term is not UTF-8", where=where) from error
    vocabulary = {term: row for row, term in enumerate(terms)}
    if len(vocabulary) != len(terms):
        raise ModelError("a term occurs twice", where=where)
    return vocabulary
