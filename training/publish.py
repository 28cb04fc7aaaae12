"""Write a model folder aside, sync it, rename it, and point ``models/current`` at it."""

import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from classifier.artefact import ARRAYS, CARD, CURRENT, MANIFEST, VERSION, Manifest, file_digest, read_model
from classifier.calibration import Calibration
from classifier.errors import ModelError
from classifier.lexicon import pack_lexicon
from classifier.scoring import Block


@dataclass(frozen=True, slots=True)
class Arrays:
    """Everything of a model that goes into ``.npy`` files."""

    blocks: tuple[Block, ...]
    bias: NDArray[np.float64]
    calibration: Calibration

    def named(self) -> Mapping[str, NDArray[Any]]:
        """Return the arrays by file name, in the types of `classifier.artefact.ARRAYS`."""
        named: dict[str, Any] = {
            "bias": self.bias,
            "slope": self.calibration.slope,
            "intercept": self.calibration.intercept,
        }
        for block in self.blocks:
            named |= _pack(block.kind, sorted(block.vocabulary, key=block.vocabulary.__getitem__))
            named |= {f"{block.kind}_idf": block.idf, f"{block.kind}_weights": block.weights}
            if block.kind == "concept":
                named |= _pack("lexicon", pack_lexicon(block.lexicon))
        return {name: np.ascontiguousarray(named[name], dtype) for name, dtype in ARRAYS.items()}


def _pack(name: str, terms: Sequence[str]) -> dict[str, Any]:
    packed = [term.encode() for term in terms]
    return {
        f"{name}_terms": np.frombuffer(b"".join(packed), np.uint8),
        f"{name}_ends": np.cumsum([len(term) for term in packed]),
    }


def write_model(folder: Path, arrays: Arrays, manifest: Manifest, card: str) -> Manifest:
    """Write a model into a new folder; return the manifest with the files' checksums.

    Every file is synced to disk before the manifest, which is written last.
    """
    folder.mkdir(parents=True)
    for name, array in arrays.named().items():
        np.save(folder / f"{name}.npy", array, allow_pickle=False)
    (folder / CARD).write_text(card, encoding="utf-8")
    files = sorted(path for path in folder.iterdir())
    manifest = msgspec.structs.replace(manifest, files={path.name: file_digest(path) for path in files})
    (folder / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n")
    for path in (*files, folder / MANIFEST, folder):
        _sync(path)
    return manifest


def publish_model(models: Path, arrays: Arrays, manifest: Manifest, card: str) -> bool:
    """Publish as ``models/<version>``; False if that version is there already.

    The folder is written beside its place, read back as a service would, and renamed.
    """
    target = models / manifest.version
    if target.exists():
        read_model(models, manifest.version)
        return False
    models.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=".publishing-", dir=models))
    try:
        write_model(aside / manifest.version, arrays, manifest, card)
        read_model(aside, manifest.version)
        (aside / manifest.version).rename(target)
        _sync(models)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return True


def activate_model(models: Path, version: str) -> None:
    """Point ``models/current`` at a version, after reading it in full.

    Raises:
        ModelError: the version is missing or damaged; the pointer stays as it was.
    """
    read_model(models, version)
    handle, aside = tempfile.mkstemp(prefix=".current-", dir=models)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(version + "\n")
        file.flush()
        os.fsync(file.fileno())
    Path(aside).chmod(0o644)
    Path(aside).replace(models / CURRENT)
    _sync(models)


def name_version(day: str, digest: str) -> str:
    """Return a version name from an ISO date and a digest.

    Raises:
        ModelError: they don't make a version name.
    """
    version = f"{day}-{digest[:6]}"
    if not VERSION.fullmatch(version):
        raise ModelError("not a version name", hint="such as `2026-12-01-3f9a1c`")
    return version


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
