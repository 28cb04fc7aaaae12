"""Build the wheel, install it into an environment of its own, and let it screen a text.

Run by `make wheel`. The new environment sees the packages of the one that runs this, so
that nothing is downloaded; the project itself comes from the wheel alone.
"""

import json
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WANTED = ("classifier/", "service/openapi.json", "training/settings.toml", "share/duress/models/current")
UNWANTED = ("tests/", "data/passages", "bench/", ".pkl", ".joblib")


def main() -> None:
    """Build, look inside, install, screen."""
    with tempfile.TemporaryDirectory() as scratch:
        wheel = build_wheel(Path(scratch))
        check_contents(wheel)
        finding = screen_with(wheel, Path(scratch))
    print(f"wheel: {wheel.name} installs and screens ({finding['decision']})")


def build_wheel(folder: Path) -> Path:
    """Return the wheel built from the working tree."""
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    (wheel,) = folder.glob("*.whl")
    return wheel


def check_contents(wheel: Path) -> None:
    """Fail when the wheel lacks a part or carries what is not wanted."""
    names = zipfile.ZipFile(wheel).namelist()
    missing = [part for part in WANTED if not any(part in name for name in names)]
    extra = [name for name in names if any(part in name for part in UNWANTED)]
    if missing or extra:
        sys.exit(f"wheel: missing {missing}, unwanted {extra[:5]}")


def screen_with(wheel: Path, scratch: Path) -> dict[str, object]:
    """Return what the installed wheel says of one text, far from the working tree."""
    venv = scratch / "venv"
    run(sys.executable, "-m", "venv", venv)
    packages = next((venv / "lib").glob("python*")) / "site-packages"
    run(venv / "bin" / "python", "-m", "pip", "install", "-q", "--no-deps", "--no-index", wheel)
    # The dependencies alone: path files, such as an editable install's, are not followed from here.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    text = json.dumps({"id": "w-1", "text": "They beat him until he signed the army contract."})
    found = run(venv / "bin" / "duress", "screen", "-", "-o", "-", cwd=scratch, text=text)
    return dict(json.loads(found))


def run(*command: object, cwd: Path = ROOT, text: str | None = None) -> str:
    """Return what a command prints; stop with its errors when it fails."""
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, input=text, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{command[0]} failed with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    main()
