"""The generated pages: complete, the same for the same data, and without a word of any passage."""

from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

import msgspec
import pytest

from classifier.labels import LABELS
from classifier.model import Classifier
from tests.conftest import tip
from tests.samples import corpus, field_passages, lexicon, small_corpus
from tests.training.fixtures import quick_settings
from training.corpus import Cell, LabelledPassage
from training.doubts import Doubt
from training.evaluate import evaluate, worst_scores
from training.fault import Fault
from training.figures import write_figures
from training.report import Checked, write_report
from training.survey import survey


def checked(passages: Sequence[LabelledPassage]) -> Checked:
    doubts = [Doubt(passages[0].id, LABELS[0], given=True, probability=0.01)]
    return Checked(
        passages, 3, survey(passages), [Fault("leak", ("a", "b"), "share 0.50")], doubts, lexicon()
    )


def placed(passages: Sequence[LabelledPassage]) -> list[LabelledPassage]:
    cell = Cell("state-army", "migrant", "russia", "court")
    return [msgspec.structs.replace(p, cell=cell, text=tip(p.text)) for p in passages]


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_page_on_a_corpus_is_the_same_for_the_same_passages(tmp_path: Path) -> None:
    found = checked(placed(small_corpus()))
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        write_report(tmp_path / name / "corpus.md", found)
    written = files(tmp_path / "one")
    assert written == files(tmp_path / "other")
    assert set(written) == {
        "corpus.md",
        "corpus/balance.svg",
        "corpus/coverage.svg",
        "corpus/lengths.svg",
    }
    page = written["corpus.md"].decode()
    assert "| leak | a, b | share 0.50 |" in page
    assert small_corpus()[0].id in page
    for name in written:
        if name.endswith(".svg"):
            assert f"]({name})" in page
            ET.fromstring(written[name])  # noqa: S314 - our own file


def test_no_page_holds_a_word_of_a_passage(tmp_path: Path) -> None:
    write_report(tmp_path / "corpus.md", checked(placed(small_corpus())))
    canary = tip().encode()
    assert not any(canary in content for content in files(tmp_path).values())


def test_a_corpus_whose_plan_is_unknown_has_no_coverage_picture(tmp_path: Path) -> None:
    plain = [msgspec.structs.replace(p, cell=None) for p in small_corpus()]
    write_report(tmp_path / "corpus.md", checked(plain))
    assert not (tmp_path / "corpus" / "coverage.svg").exists()
    assert "coverage" not in (tmp_path / "corpus.md").read_text()


def test_the_page_on_figures_names_every_group_and_the_worst_scores(
    tmp_path: Path, classifier: Classifier
) -> None:
    passages = field_passages()
    report = evaluate(classifier, passages, quick_settings().metrics)
    worst = worst_scores(classifier, passages, 7)
    write_figures(tmp_path / "evaluation.md", report, worst, "dev.jsonl")
    page = (tmp_path / "evaluation.md").read_text()
    assert all(f"| {name} |" in page for name in (*report.languages, *report.genres))
    assert all(f"| {w.id} |" in page for w in worst)
    ET.fromstring((tmp_path / "evaluation" / "average-precision.svg").read_bytes())  # noqa: S314


def test_the_worst_scores_are_the_furthest_from_the_labels(classifier: Classifier) -> None:
    passages = field_passages()
    worst = worst_scores(classifier, passages, 20)
    by_id = {p.id: p for p in passages}
    assert all(w.given == (w.label in by_id[w.id].labels) for w in worst)
    distances = [abs(w.given - w.probability) for w in worst]
    assert distances == sorted(distances, reverse=True)
    assert min(distances) > 0.5


def test_the_committed_page_is_of_the_committed_corpus() -> None:
    from training.corpus import corpus_digest

    page = (Path(__file__).parents[2] / "docs" / "corpus.md").read_text()
    assert f"corpus `{corpus_digest(corpus())[:12]}`" in page, "run `make pages`"


@pytest.mark.parametrize("page", ["corpus.md", "evaluation.md", "learning-curve.md"])
def test_pictures_of_committed_pages_are_there(page: str) -> None:
    import re

    docs = Path(__file__).parents[2] / "docs"
    pictures = re.findall(r"\]\(([\w/-]+\.svg)\)", (docs / page).read_text())
    assert pictures
    for picture in pictures:
        ET.parse(docs / picture)  # noqa: S314
