"""Checks that keep the labelled passages honest: repeats, leakage, personal data, language, balance."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from classifier.labels import LANGUAGES
from classifier.language import identify_language
from training.corpus import LabelledPassage
from training.fault import Fault
from training.personal import personal_data
from training.repeats import repeated_passages, shared_skeletons
from training.survey import balance

LEAST_UNLABELLED: Final = 0.38
WRONG_LANGUAGE_SHARE: Final = 0.03


def check_corpus(
    passages: Sequence[LabelledPassage],
    field: Sequence[LabelledPassage],
    say: Callable[[str], None] = lambda _step: None,
) -> list[Fault]:
    """Return every fault of a corpus.

    Args:
        passages: what is trained and tested on.
        field: what must never be trained on.
        say: told of each step, for progress.
    """
    steps: dict[str, Callable[[], Iterator[Fault]]] = {
        "near-duplicates and leaks": lambda: repeated_passages(passages, field),
        "sentence skeletons": lambda: shared_skeletons(passages),
        "personal data": lambda: personal_data(passages),
        "languages": lambda: wrong_languages(passages),
        "balance": lambda: too_few_unlabelled(passages),
    }
    faults: list[Fault] = []
    for name, step in steps.items():
        say(f"looking for {name}")
        faults += step()
    return faults


def wrong_languages(passages: Sequence[LabelledPassage]) -> Iterator[Fault]:
    """Yield a language of which more passages than the identifier's own errors look like another."""
    for lang in LANGUAGES:
        mine = [p for p in passages if p.lang == lang]
        wrong = [p.id for p in mine if identify_language(p.text) != lang]
        if len(wrong) > max(3, WRONG_LANGUAGE_SHARE * len(mine)):
            yield Fault("language", tuple(wrong), f"{len(wrong)} of {len(mine)} do not look like {lang}")


def too_few_unlabelled(passages: Sequence[LabelledPassage]) -> Iterator[Fault]:
    """Yield a language in which too few passages carry no label."""
    for spread in balance(passages):
        if spread.unlabelled < LEAST_UNLABELLED:
            yield Fault("balance", (spread.lang,), f"only {spread.unlabelled:.1%} carry no label")
