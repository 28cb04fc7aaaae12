"""Krippendorff's alpha, against published figures and by its properties."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.samples import corpus
from training.agreement import disputed, indicator_agreement, krippendorff_alpha, label_agreement
from training.corpus import Reading


def test_alpha_is_that_of_the_published_example() -> None:
    """Krippendorff 2011, "A. Binary or dichotomous data, two observers, no missing data": 0.095."""
    one = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    other = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    units = [(bool(a), bool(b)) for a, b in zip(one, other, strict=True)]
    assert krippendorff_alpha(units) == pytest.approx(0.095, abs=5e-4)


def test_readings_without_a_partner_do_not_count() -> None:
    units = [(True, True), (False, False), (True, False)]
    assert krippendorff_alpha([*units, (True,), ()]) == krippendorff_alpha(units)


def test_where_nothing_varies_alpha_is_not_defined() -> None:
    assert krippendorff_alpha([(False, False)] * 5) is None
    assert krippendorff_alpha([]) is None


@given(st.lists(st.lists(st.booleans(), min_size=2, max_size=4), min_size=2, max_size=30))
def test_alpha_is_one_exactly_where_all_agree(units: list[list[bool]]) -> None:
    alpha = krippendorff_alpha(units)
    if alpha is not None:
        assert alpha <= 1
        assert (alpha == 1) == all(len(set(said)) == 1 for said in units)


def test_agreement_is_told_per_language_and_label() -> None:
    told = label_agreement(corpus())
    assert list(told)[-1] == "all"
    assert all(len(alphas) == 4 for alphas in told.values())


def test_passages_whose_readers_differ_are_disputed() -> None:
    agreed = msgspec.structs.replace(corpus()[0], readers=(Reading("a", (), ()), Reading("b", (), ())))
    differing = msgspec.structs.replace(agreed, readers=(*agreed.readers, Reading("c", ("coercion",), ())))
    assert disputed([agreed, differing]) == [differing]


def test_indicators_are_compared_where_every_reader_saw_coercion() -> None:
    seen = Reading("a", ("coercion",), ("threats",))
    alike = [
        msgspec.structs.replace(corpus()[0], readers=(seen, seen)),
        msgspec.structs.replace(corpus()[1], readers=(Reading("a", ("coercion",), ()),) * 2),
    ]
    apart = msgspec.structs.replace(corpus()[2], readers=(seen, Reading("b", (), ())))
    assert indicator_agreement([*alike, apart])["threats"] == 1
