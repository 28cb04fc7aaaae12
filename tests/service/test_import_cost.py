"""A process that only scores starts without scikit-learn."""

import subprocess
import sys

from tests.conftest import ROOT, tip

SCRIPT = """
import sys
from pathlib import Path
from service.app import create_app
from service.settings import Settings
client = create_app(Settings(Path(sys.argv[1]))).test_client()
assert client.post("/v1/classify", json={"text": sys.argv[2], "explain": True}).status_code == 200
print(sorted({"sklearn", "scipy", "joblib", "training"} & set(sys.modules)))
"""


def test_an_app_that_has_classified_a_text_has_imported_nothing_that_trains() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(ROOT / "models"), tip()],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[]\n"
