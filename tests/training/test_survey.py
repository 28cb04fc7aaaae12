"""What a corpus holds is counted as it is."""

import msgspec

from tests.samples import corpus
from training.corpus import LabelledPassage
from training.survey import balance, survey


def passage(id_: str, scenario: str, lang: str = "en", *labels: str) -> LabelledPassage:
    return LabelledPassage(id_, lang, "tip", "text", labels, (), scenario=scenario)


def test_the_balance_counts_what_is_there() -> None:
    (spread,) = [spread for spread in balance(corpus()) if spread.lang == "kk"]
    mine = [p for p in corpus() if p.lang == "kk"]
    assert spread.passages == len(mine)
    assert spread.scenarios == len({p.scenario for p in mine})
    assert spread.labels[0] == sum("coercion" in p.labels for p in mine)


def test_a_contrast_group_differs_in_labels_within_a_scenario_and_language() -> None:
    alike = [passage("a", "s"), passage("b", "s")]
    across = [passage("c", "t"), passage("d", "t", "ru", "coercion")]
    contrast = [passage("e", "u"), passage("f", "u", "en", "coercion"), passage("g", "u", "en", "coercion")]
    assert survey([*alike, *across, *contrast]).contrasts == 3


def test_a_parallel_scenario_is_told_in_three_languages() -> None:
    two = [passage("a", "s"), passage("b", "s", "ru")]
    assert survey(two).parallels == 0
    assert survey([*two, passage("c", "s", "tg")]).parallels == 1


def test_the_corpus_has_the_spread_that_it_promises() -> None:
    """The counts that data/DATASHEET.md and the project's plan name."""
    wanted = {
        "en": 2400,
        "ru": 2400,
        "uk": 600,
        "uz-Latn": 500,
        "uz-Cyrl": 500,
        "tg": 600,
        "ky": 600,
        "kk": 600,
    }
    found = survey(corpus())
    counted = {b.lang: b.passages for b in found.balance}
    assert all(counted[lang] >= least for lang, least in wanted.items())
    assert counted["all"] >= 8000
    assert all(b.unlabelled >= 0.38 for b in found.balance)
    assert found.contrasts >= 1000
    assert found.parallels >= 300
    assert all(len(p.readers) >= 2 for p in corpus())


def test_counts_add_up() -> None:
    found = survey(corpus())
    assert sum(count for _, count in found.combinations) == len(corpus())
    assert sum(count for _, count, _ in found.genres) == len(corpus())
    assert found.cells == sum(p.cell is not None for p in corpus())
    assert msgspec.json.encode(found)
