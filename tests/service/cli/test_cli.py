"""The ``duress`` command as a person runs it: what it prints, writes and exits with."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import msgspec
import pytest

from classifier.artefact import current_version
from classifier.labels import LABELS, LANGUAGES
from tests.conftest import CANARY, ROOT, tip
from tests.samples import small_corpus
from tests.service.conftest import VERSION
from tests.service.shapes import assert_finding

DURESS = Path(sys.executable).parent / "duress"
VERBS = ("screen", "serve", "train", "evaluate", "labels", "models")
OLDER, NEWER = "2025-12-31-aaaaaa", "2026-01-02-bbbbbb"


def environment(models: Path = ROOT / "models", **more: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "DURESS_MODELS": str(models)} | more


def run(
    *args: object, stdin: bytes = b"", env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command; no word of a tip may reach its standard error."""
    done = subprocess.run(
        [DURESS, *map(str, args)], input=stdin, capture_output=True, env=env or environment(), check=False
    )
    stderr = done.stderr.decode()
    assert CANARY not in stderr
    assert "Traceback" not in stderr
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), stderr)


def assert_refused(done: subprocess.CompletedProcess[str], reason: str) -> None:
    """Check for exit code 2 and one line that says why."""
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("error: ")
    assert reason in line


def read_lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def tips(tmp_path: Path) -> Path:
    """Return a file of two tips."""
    path = tmp_path / "tips.jsonl"
    path.write_text("".join(json.dumps({"id": f"t-{at}", "text": tip()}) + "\n" for at in (1, 2)))
    return path


@pytest.fixture
def three_models(own_models: Path) -> Path:
    """Return a folder with three copies of the small model under three names, the second current."""
    for version in (OLDER, NEWER):
        shutil.copytree(own_models / VERSION, own_models / version)
        manifest = own_models / version / "manifest.json"
        manifest.write_text(manifest.read_text().replace(VERSION, version))
    return own_models


@pytest.mark.parametrize("verb", [(), *((verb,) for verb in VERBS)], ids=["duress", *VERBS])
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_says_what_a_verb_does(verb: tuple[str, ...], option: str) -> None:
    done = run(*verb, option, env={})
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Usage: {' '.join(('duress', *verb))} ")


def test_help_lists_every_verb() -> None:
    lines = run("--help").stdout.splitlines()
    assert [line.split()[0] for line in lines[lines.index("Commands:") + 1 :]] == list(VERBS)


@pytest.mark.parametrize("verb", ["list", "show", "activate", "rollback"])
def test_help_of_models_says_what_its_verbs_do(verb: str) -> None:
    assert run("models", verb, "--help").stdout.startswith(f"Usage: duress models {verb} ")


@pytest.mark.parametrize("args", [(), ("models",)])
def test_without_a_verb_the_help_is_shown_as_it_is(args: tuple[str, ...]) -> None:
    done = run(*args)
    assert (done.stdout + done.stderr).startswith("Usage: duress")
    assert "\nOptions:\n" in done.stdout + done.stderr


def test_the_version_is_told() -> None:
    assert run("--version").stdout.startswith("duress, version ")


@pytest.mark.parametrize("explain", [False, True])
@pytest.mark.parametrize("with_text", [False, True])
def test_screening_the_examples_prints_a_table_and_writes_findings(
    tmp_path: Path, explain: bool, with_text: bool
) -> None:
    output = tmp_path / "out" / "findings.jsonl"
    options = ["--explain"] * explain + ["--include-text"] * with_text
    done = run("screen", "examples", "-o", output, *options)
    assert done.returncode == 0
    article = (ROOT / "examples" / "article.txt").read_text(encoding="utf-8")
    texts = {"examples/article.txt": article} | {
        str(row["id"]): str(row["text"]) for row in read_lines(ROOT / "examples" / "tips.jsonl")
    }
    findings = read_lines(output)
    assert [finding["id"] for finding in findings] == list(texts)
    for finding in findings:
        assert_finding(finding, texts[str(finding["id"])], explain=explain, with_text=with_text)
    assert done.stdout.splitlines()[0].split()[:2] == ["decision", "coercion"]
    assert all(id_ in done.stdout for id_ in texts)
    assert f"{len(texts)} documents" in done.stderr
    assert f"written: {output}" in done.stderr
    assert list(output.parent.iterdir()) == [output]


def test_text_is_in_the_table_only_when_asked_for(tips: Path) -> None:
    output = tips.with_name("findings.jsonl")
    assert CANARY not in run("screen", tips).stdout
    assert CANARY not in run("screen", tips, "--include-text", "-o", output).stdout
    assert CANARY in run("screen", tips, "--show-text").stdout


@pytest.mark.parametrize("top", [0, 1])
def test_the_table_is_as_long_as_asked_for(tips: Path, top: int) -> None:
    assert len(run("screen", tips, "--top", top).stdout.splitlines()) == 2 * top


def test_columns_may_be_named(tmp_path: Path) -> None:
    (tmp_path / "tips.csv").write_text(f'nr;say\n7;"{tip()}"\n')
    output = tmp_path / "findings.jsonl"
    done = run("screen", tmp_path / "tips.csv", "--text-column", "say", "--id-column", "nr", "-o", output)
    assert done.returncode == 0
    assert [finding["id"] for finding in read_lines(output)] == ["7"]


def test_bad_rows_are_kept_beside_the_output_and_told_by_exit_code(tmp_path: Path, tips: Path) -> None:
    good = tips.read_text()
    tips.write_text(good + f'{{"text": "{CANARY}\n["{CANARY}"]\n')
    output, rejects = tmp_path / "findings.jsonl", tmp_path / "findings.rejects.jsonl"
    done = run("screen", tips, "-o", output)
    assert done.returncode == 3
    assert len(read_lines(output)) == 2
    assert [(row["source"], row["line"]) for row in read_lines(rejects)] == [(str(tips), 3), (str(tips), 4)]
    assert "2 rejected" in done.stderr
    assert f"rejected {tips}:3: is not a JSON object" in done.stderr
    tips.write_text(good)
    assert run("screen", tips, "-o", output).returncode == 0
    assert not rejects.exists()


def test_a_text_over_the_limit_is_rejected(tips: Path) -> None:
    done = run("screen", tips, "--max-chars", len(tip()) - 1)
    assert_refused(done, f"text is {len(tip())} characters long")
    assert run("screen", tips, "--max-chars", len(tip())).returncode == 0


def test_findings_may_be_piped(tips: Path) -> None:
    done = run("screen", "-", "-o", "-", stdin=tips.read_bytes())
    assert done.returncode == 0
    findings = [json.loads(line) for line in done.stdout.splitlines()]
    assert [finding["id"] for finding in findings] == ["t-1", "t-2"]
    for finding in findings:
        assert_finding(finding, tip())


@pytest.mark.parametrize("rows", [2, 2_000])
def test_a_reader_that_has_gone_is_no_error(tips: Path, rows: int) -> None:
    """Few findings break the pipe when the process ends, many while it runs."""
    tips.write_text(tips.read_text() * (rows // 2))
    process = subprocess.Popen(
        [DURESS, "screen", tips, "-o", "-"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    )
    process.stdout.close()
    stderr = process.stderr.read().decode()
    process.stderr.close()
    assert process.wait() == 0
    assert "Error" not in stderr


BAD_FILES = {
    "missing.csv": (None, "no such file or folder"),
    "tips.xml": (tip().encode(), "has an unknown ending"),
    "no-text.csv": (f"id,words\n1,{CANARY}\n".encode(), "no column with text"),
    "cr.csv": (f"id,words\r1,{CANARY}\r".encode(), "no column with text"),
    "empty.txt": (b"", "text is empty"),
    "empty.jsonl": (b"", "there is no document in the input"),
    "bad.jsonl": (f'{{"text": "{CANARY}\n["{CANARY}"]\n'.encode() * 100, "none of 200 rows could be read"),
    "bad.csv": (f"id,text\n1,\n2,{CANARY},{CANARY}\n".encode(), "none of 2 rows could be read"),
    "bad.txt": (CANARY.encode() + b"\xff", "is not valid UTF-8"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_without_a_document_is_refused_and_leaves_no_output(tmp_path: Path, name: str) -> None:
    content, reason = BAD_FILES[name]
    if content is not None:
        (tmp_path / name).write_bytes(content)
    done = run("screen", tmp_path / name, "-o", tmp_path / "out" / "findings.jsonl")
    assert_refused(done, reason)
    assert name in done.stderr or "no document" in reason
    assert not (tmp_path / "out" / "findings.jsonl").exists()
    assert {path.name for path in (tmp_path / "out").glob("*")} <= {"findings.rejects.jsonl"}


@pytest.mark.parametrize("name", ["tips.jsonl/findings.jsonl", "."])
def test_an_output_that_cannot_be_written_is_refused(tmp_path: Path, tips: Path, name: str) -> None:
    assert_refused(run("screen", tips, "-o", tmp_path / name), "cannot be written")
    assert list(tmp_path.iterdir()) == [tips]


def test_the_output_may_not_be_an_input(tips: Path) -> None:
    before = tips.read_bytes()
    run("screen", tips, "-o", tips)
    assert tips.read_bytes() == before


@pytest.mark.parametrize(
    "command",
    [
        ("screen", "examples"),
        ("evaluate", "data/field/dev.jsonl"),
        ("serve", "--port", "0"),
        ("models", "show"),
    ],
    ids=lambda command: command[0],
)
@pytest.mark.parametrize("folder", ["missing", "damaged"])
def test_without_a_good_model_a_command_says_so(
    tmp_path: Path, damaged_models: Path, command: tuple[str, ...], folder: str
) -> None:
    models = {"missing": tmp_path / "none", "damaged": damaged_models}[folder]
    reason = {"missing": "no current model", "damaged": "file is damaged"}[folder]
    assert_refused(run(*command, env=environment(models)), reason)


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        (("screen",), "Missing argument"),
        (("screen", "examples", "--frobnicate"), "No such option"),
        (("screen", "examples", "--top", "many"), "not a valid integer"),
        (("screen", "examples", "--max-chars", "0"), "--max-chars"),
        (("serve", "--port", "70000"), "--port"),
        (("serve", "--workers", "0"), "--workers"),
        (("dance",), "No such command"),
        (("models", "dance"), "No such command"),
        (("models", "activate", "../models"), "not a model version"),
        (("models", "activate", "2020-01-01-000000"), "no such model"),
        (("evaluate", "data/field/dev.jsonl", "--model", "2020-01-01-000000"), "no such model"),
        (("evaluate", "missing.jsonl"), "missing.jsonl"),
    ],
)
def test_wrong_usage_is_one_line(args: tuple[str, ...], reason: str) -> None:
    assert_refused(run(*args), reason)


@pytest.mark.parametrize(
    "verb", [("screen", "examples"), ("serve",), ("models", "list")], ids=lambda verb: verb[0]
)
@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("DURESS_MODEL", CANARY, "DURESS_MODEL: unknown setting"),
        ("DURESS_MAX_DOCUMENTS", CANARY, "DURESS_MAX_DOCUMENTS: is not a whole number"),
    ],
)
def test_a_bad_setting_is_one_line(verb: tuple[str, ...], key: str, value: str, reason: str) -> None:
    assert_refused(run(*verb, env=environment(**{key: value})), reason)


def test_ctrl_c_stops_without_an_output(tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = subprocess.Popen(
        [DURESS, "screen", "-", "-o", out / "findings.jsonl"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    process.stdin.write(json.dumps({"text": tip()}).encode() + b"\n")
    process.stdin.flush()
    while not (out.is_dir() and list(out.iterdir())) and process.poll() is None:
        time.sleep(0.02)  # until its output is open it may still be importing
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate()
    assert (process.returncode, stdout) == (130, b"")
    assert stderr.decode().split() == ["stopped"]
    assert list(out.iterdir()) == []


def test_evaluation_prints_every_group_and_writes_the_figures(tmp_path: Path, own_models: Path) -> None:
    output, page = tmp_path / "figures.json", tmp_path / "page.md"
    done = run(
        "evaluate", "data/field/dev.jsonl", "-o", output, "--report", page, "--worst", 5,
        env=environment(own_models),
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    report = json.loads(output.read_bytes())
    rows = read_lines(ROOT / "data" / "field" / "dev.jsonl")
    assert set(report["languages"]) == {row["lang"] for row in rows} <= set(LANGUAGES)
    assert set(report["genres"]) == {row["genre"] for row in rows}
    assert report["model"] == VERSION
    assert f"model {VERSION}" in done.stdout
    groups = {"all passages": report["overall"], **report["languages"], **report["genres"]}
    for name, group in groups.items():
        assert list(group["labels"]) == list(LABELS)
        assert f"{name}: {group['passages']} passages" in done.stdout
    assert "…" not in done.stdout
    assert "## The 5 scores furthest off" in page.read_text()
    assert (tmp_path / "page" / "average-precision.svg").stat().st_size


@pytest.mark.parametrize(
    "content",
    [
        f'{{"text": "{CANARY}'.encode(),
        f'["{CANARY}"]\n'.encode(),
        json.dumps({"id": "x", "text": tip()}).encode(),
        json.dumps({"id": "x", "lang": "en", "text": tip(), "labels": [CANARY], "indicators": []}).encode(),
        json.dumps(
            {"id": "x", "lang": "en", "text": tip(), "labels": [], "indicators": [], CANARY: 1}
        ).encode(),
        CANARY.encode() + b"\xff",
        b"",
    ],
    ids=["cut short", "an array", "no labels", "a wrong label", "an unknown key", "invalid UTF-8", "empty"],
)
def test_evaluation_of_a_bad_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.jsonl").write_bytes(content)
    done = run("evaluate", tmp_path / "bad.jsonl", "-o", tmp_path / "figures.json")
    assert_refused(done, "bad.jsonl")
    assert not (tmp_path / "figures.json").exists()


def test_models_are_listed_with_the_current_one_marked(three_models: Path) -> None:
    (three_models / NEWER / "bias.npy").write_bytes(b"")
    done = run("models", "list", env=environment(three_models))
    assert done.returncode == 0
    older, current, newer = done.stdout.splitlines()
    assert (older, current) == (f"  {OLDER}", f"* {VERSION}")
    assert newer.startswith(f"  {NEWER}  damaged: ")


def test_without_a_model_there_is_nothing_to_list(tmp_path: Path) -> None:
    assert_refused(run("models", "list", env=environment(tmp_path)), "no published model")


def test_a_pointer_to_nothing_is_no_hindrance_to_list_and_activate(three_models: Path) -> None:
    (three_models / "current").unlink()
    assert run("models", "list", env=environment(three_models)).stdout.split() == [OLDER, VERSION, NEWER]
    assert run("models", "activate", OLDER, env=environment(three_models)).returncode == 0
    assert current_version(three_models) == OLDER


@pytest.mark.parametrize("version", [(), (VERSION,)], ids=["current", "named"])
def test_the_card_of_a_model_is_shown(own_models: Path, version: tuple[str, ...]) -> None:
    done = run("models", "show", *version, env=environment(own_models))
    assert (done.returncode, done.stdout.strip()) == (0, "# A small model")


def test_a_model_is_activated_and_rolled_back(three_models: Path) -> None:
    env = environment(three_models)
    assert run("models", "activate", NEWER, env=env).stdout == f"current: {NEWER}\n"
    assert current_version(three_models) == NEWER
    assert run("models", "rollback", env=env).stdout == f"current: {VERSION}\n"
    assert run("models", "rollback", env=env).stdout == f"current: {OLDER}\n"
    assert_refused(run("models", "rollback", env=env), "no older version")
    assert current_version(three_models) == OLDER


def test_a_damaged_model_is_not_activated(three_models: Path) -> None:
    (three_models / NEWER / "bias.npy").write_bytes(b"")
    assert_refused(run("models", "activate", NEWER, env=environment(three_models)), "damaged")
    assert current_version(three_models) == VERSION


def test_rolling_back_from_a_version_that_has_gone_is_refused(three_models: Path) -> None:
    shutil.rmtree(three_models / VERSION)
    assert_refused(run("models", "rollback", env=environment(three_models)), VERSION)


@pytest.fixture
def small_data(tmp_path: Path) -> Path:
    """A data folder of a part of the corpus; it has no fault but a balance of its own."""
    (tmp_path / "data" / "passages").mkdir(parents=True)
    (tmp_path / "data" / "field").mkdir()
    rows = [msgspec.json.encode(p) for p in small_corpus()]
    (tmp_path / "data" / "passages" / "mixed.jsonl").write_bytes(b"\n".join(rows))
    shutil.copy(ROOT / "data" / "field" / "dev.jsonl", tmp_path / "data" / "field")
    shutil.copytree(ROOT / "data" / "lexicon", tmp_path / "data" / "lexicon")
    return tmp_path / "data"


def test_labels_are_counted_checked_and_reported(small_data: Path, tmp_path: Path) -> None:
    page = tmp_path / "corpus.md"
    done = run("labels", "check", small_data, "--report", page)
    assert done.stdout.splitlines()[0].split()[:2] == ["language", "passages"]
    assert not [line for line in done.stdout.splitlines() if line.startswith(("near-", "leak", "shared"))]
    last = done.stderr.splitlines()[-1]
    assert last.startswith(f"{len(small_corpus()):,} passages, 312 kept apart: ")
    assert last.endswith(" doubtful labels")
    assert page.read_text().startswith("# The corpus, checked")
    assert (tmp_path / "corpus" / "balance.svg").stat().st_size


def test_a_report_that_cannot_be_written_is_refused(small_data: Path) -> None:
    nowhere = small_data / "passages" / "mixed.jsonl" / "corpus.md"
    assert_refused(run("labels", "check", small_data, "--report", nowhere), "report cannot be written")


def test_faults_of_labels_are_named_by_id_and_exit_code(tmp_path: Path) -> None:
    (tmp_path / "passages").mkdir()
    row = {"lang": "en", "genre": "tip", "labels": [], "indicators": [], "scenario": "s", "text": tip()}
    lines = [json.dumps(row | {"id": id_}) for id_ in ("first", "second")]
    (tmp_path / "passages" / "en.jsonl").write_text("\n".join(lines))
    shutil.copytree(ROOT / "data" / "lexicon", tmp_path / "lexicon")
    done = run("labels", "check", tmp_path)
    assert done.returncode == 1
    assert "near-duplicate: first, second: " in done.stdout
    assert CANARY not in done.stdout


def test_labels_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    assert_refused(run("labels", "check", tmp_path), "no labelled passages")
