"""Labels turned round on purpose are doubted before the others."""

import msgspec

from classifier.labels import Label
from tests.samples import small_corpus
from tests.training.fixtures import quick_settings
from training.corpus import LabelledPassage
from training.doubts import doubtful_labels


def turned(passage: LabelledPassage) -> LabelledPassage:
    """Return the passage with its label `legal_policy` given or taken."""
    labels = {*passage.labels} ^ {Label.LEGAL_POLICY}
    return msgspec.structs.replace(passage, labels=tuple(sorted(labels)))


def test_wrong_labels_come_up_among_the_doubts() -> None:
    passages = list(small_corpus())
    wrong = range(0, len(passages), 25)
    for at in wrong:
        passages[at] = turned(passages[at])
    doubted = {d.id for d in doubtful_labels(passages, quick_settings()) if d.label == Label.LEGAL_POLICY}
    found = sum(passages[at].id in doubted for at in wrong)
    others = len(doubted) - found
    assert found / len(wrong) > 0.5
    assert others / (len(passages) - len(wrong)) < 0.25


def test_a_doubt_says_what_was_given_and_is_strongest_first() -> None:
    passages = small_corpus()
    doubts = doubtful_labels(passages, quick_settings())
    by_id = {p.id: p for p in passages}
    assert all(d.given == (d.label in by_id[d.id].labels) for d in doubts)
    against = [d.probability if d.given else 1 - d.probability for d in doubts]
    assert against == sorted(against)
