"""The model card: what a model is, how well it does, and what it must not be used for."""

from collections import Counter
from collections.abc import Iterable, Sequence

from classifier.artefact import Manifest
from training.corpus import LabelledPassage
from training.evaluate import Report
from training.markdown import label_header, label_rows, show_interval, table

_USES = """\
## Uses

For ordering the reading of tips, messages, articles and transcripts by people who then decide.

## Uses to avoid

- No action for or against anybody on the score alone: a person reads the passage first.
- No use by recruiters, armies, police or migration authorities, and none against the people who write.
- No reading of a low score as "nothing happened here": the thresholds miss a stated share.
- No legal evidence: a probability is the model's, not a finding of fact.
"""

_LIMITS = """\
## Limits

The passages are synthetic, composed and read by language models after public reporting; no native
speaker or practitioner has read them yet. Real tips will differ. Probabilities are calibrated on held-out
scenarios of the same kind, and thresholds reach their recall on those; neither is promised elsewhere.
"""


def write_card(
    manifest: Manifest, report: Report, train: Sequence[LabelledPassage], test: Sequence[LabelledPassage]
) -> str:
    """Return the card as Markdown."""
    return "\n".join(
        [
            f"# Model {manifest.version}",
            "",
            "TF-IDF n-grams and one calibrated linear classifier per label and indicator.",
            "",
            _USES,
            "## Data",
            "",
            _data_line(manifest, len(train), len(test)),
            "",
            *table(("language", "train", "test", "without label"), _language_rows(train, test)),
            "",
            "## Thresholds",
            "",
            "Chosen on out-of-fold probabilities of the training part, with the recall and precision there.",
            "",
            *table(
                ("output", "threshold", "recall wanted", "recall", "precision"), _threshold_rows(manifest)
            ),
            "",
            _review_line(manifest),
            "",
            "## Figures on the test part",
            "",
            "With 95 % intervals from a bootstrap over scenarios.",
            "",
            *_figures(report),
            "",
            _LIMITS,
        ]
    )


def _data_line(manifest: Manifest, train: int, test: int) -> str:
    return (
        f"{train:,} passages to train on, {test:,} in other scenarios to test on; "
        f"corpus `{manifest.corpus_sha256[:12]}`, codebook `{manifest.codebook_sha256[:12]}`."
    )


def _review_line(manifest: Manifest) -> str:
    return (
        f"Coercion from {manifest.review:.3f} up to its threshold goes to `review`, as does a passage of "
        f"which less than {manifest.known_share:.0%} of the character n-grams are known."
    )


def _language_rows(
    train: Sequence[LabelledPassage], test: Sequence[LabelledPassage]
) -> Iterable[tuple[str, ...]]:
    trained, tested = Counter(p.lang for p in train), Counter(p.lang for p in test)
    empty = Counter(p.lang for p in (*train, *test) if not p.labels)
    for lang in sorted(trained, key=lambda lang: -trained[lang]):
        share = empty[lang] / (trained[lang] + tested[lang])
        yield lang, str(trained[lang]), str(tested[lang]), f"{share:.0%}"


def _threshold_rows(manifest: Manifest) -> Iterable[tuple[str, ...]]:
    for output, at in manifest.thresholds.items():
        yield (
            output,
            f"{at.threshold:.3f}",
            f"{at.target_recall:.2f}",
            f"{at.recall:.2f}",
            f"{at.precision:.2f}",
        )


def _figures(report: Report) -> Iterable[str]:
    yield from table(label_header("label"), label_rows(report.overall))
    yield ""
    groups = {"all": report.overall, **report.languages}
    yield from table(
        ("language", "passages", "macro average precision", "macro F1"),
        (
            (name, str(g.passages), show_interval(g.macro_average_precision), show_interval(g.macro_f1))
            for name, g in groups.items()
        ),
    )
