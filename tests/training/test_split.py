"""The split: whole scenarios, by their names alone."""

from hypothesis import given
from hypothesis import strategies as st

from tests.samples import corpus
from training.split import fold_numbers, is_test_scenario, split_corpus


def test_no_scenario_is_on_both_sides() -> None:
    train, test = split_corpus(corpus(), 0.2)
    assert len(train) + len(test) == len(corpus())
    assert not {p.group for p in train} & {p.group for p in test}
    assert 0.15 < len(test) / len(corpus()) < 0.25


@given(st.text(min_size=1), st.floats(0.01, 0.5), st.floats(0.01, 0.49))
def test_a_larger_test_part_holds_the_smaller_one(scenario: str, share: float, more: float) -> None:
    assert is_test_scenario(scenario, share + more) or not is_test_scenario(scenario, share)


def test_a_scenario_is_in_one_fold_and_folds_are_even() -> None:
    folds = fold_numbers(corpus(), 5)
    homes: dict[str, set[int]] = {}
    for passage, fold in zip(corpus(), folds.tolist(), strict=True):
        homes.setdefault(passage.group, set()).add(fold)
    assert all(len(home) == 1 for home in homes.values())
    sizes = [int((folds == fold).sum()) for fold in range(5)]
    assert min(sizes) > 0.7 * max(sizes)


def test_the_split_never_moves() -> None:
    names = ("bridge", "ferry", "market", "mine", "oasis")
    assert [is_test_scenario(name, 0.2) for name in names] == [True, False, False, False, True]
