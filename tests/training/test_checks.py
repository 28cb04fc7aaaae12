"""Checks of the corpus: each fault is found and named by id, and a good corpus has none."""

from collections.abc import Sequence

import msgspec
import pytest

from tests.conftest import tip
from tests.samples import corpus, field_passages
from training.checks import (
    check_corpus,
    too_few_unlabelled,
    wrong_languages,
)
from training.corpus import LabelledPassage
from training.fault import Fault
from training.personal import personal_data
from training.repeats import repeated_passages, shared_skeletons

LONG = "They took him from the market at night and drove him to the recruitment office on the hill."


def passage(id_: str, text: str, **changes: object) -> LabelledPassage:
    kept = LabelledPassage(id_, "en", "tip", text, (), (), scenario=id_)
    return msgspec.structs.replace(kept, **changes)


def faults_of(found: Sequence[Fault]) -> list[tuple[str, tuple[str, ...]]]:
    return [(fault.check, fault.ids) for fault in found]


def test_the_corpus_has_no_fault() -> None:
    assert faults_of(check_corpus(corpus(), field_passages())) == []


def test_a_passage_that_repeats_another_is_found_whatever_its_case_and_accents() -> None:
    pair = [passage("a", tip(LONG)), passage("b", tip(LONG.upper() + " Tell us.")), passage("c", "Another.")]
    assert faults_of(list(repeated_passages(pair, []))) == [("near-duplicate", ("a", "b"))]


def test_short_passages_are_compared_as_wholes() -> None:
    pair = [passage("a", "where is he"), passage("b", "Where is he?"), passage("c", "where is she")]
    assert faults_of(list(repeated_passages(pair, []))) == [("near-duplicate", ("a", "b"))]


def test_a_field_passage_in_the_corpus_is_a_leak() -> None:
    stolen = passage("stolen", field_passages()[0].text + " Indeed.")
    found = list(repeated_passages([stolen, passage("own", LONG)], field_passages()))
    assert faults_of(found) == [("leak", (field_passages()[0].id, "stolen"))]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("write to me.too@example.org", "e-mail address"),
        ("look at https://example.org/x", "link"),
        ("ask @someone_there", "handle"),
        ("passport 45 08 123456", "document number"),
        ("call +7 912 345-67-89 at once", "phone number"),
        ("звоните 8 (912) 345-67-89", "phone number"),
        ("the clerk, Fatima Nuri, said so", "name of a person"),
        ("задержан Иванов Пётр Сергеевич", "name of a person"),
        ("Петра Сергеевича Иванова увезли", "name of a person"),
        ("адвокат А. Б. Иванов", "name of a person"),
        ("судья А. Каримова", "name of a person"),
        ("Judge Smith read it out", "name of a person"),
    ],
)
def test_personal_data_is_found_by_its_kind(text: str, kind: str) -> None:
    assert kind in {fault.detail for fault in personal_data([passage("a", tip(text))])}


def test_sums_years_and_articles_are_no_personal_data() -> None:
    text = tip("Статья 337, часть 4; 2 600 000 рублей за 2025 год, 14.03.2024, до 10 лет, 24/7.")
    assert list(personal_data([passage("a", text)])) == []


def test_first_names_offices_and_heads_of_state_are_no_personal_data() -> None:
    text = tip(
        "Брат Рустам. Раиса Павловна. Путин. Рамзан Кадыров. General Staff. Block A. Moscow. Rustam. He."
    )
    assert list(personal_data([passage("a", text)])) == []


def test_a_template_filled_twice_is_found_by_its_skeleton() -> None:
    frame = "They came to the {} in the morning and said that he had to go with them to the {}."
    filled = [passage("a", frame.format("market", "office")), passage("b", frame.format("hostel", "yard"))]
    other = [passage("c", " ".join(reversed(frame.format("x", "y").split())))]
    # Words in two passages each are commoner than what fills the frame, so that it is a gap.
    words = [[f"w{at}x{n}" for n in range(9)] for at in range(20)]
    rare = [passage(f"r{at}", " ".join(line)) for at, line in enumerate([*words, *(w[::-1] for w in words)])]
    assert faults_of(list(shared_skeletons([*filled, *other, *rare]))) == [("shared skeleton", ("a", "b"))]


def test_a_language_that_looks_like_another_is_named() -> None:
    many = [msgspec.structs.replace(p, lang="uk") for p in corpus() if p.lang == "ru"][:40]
    (fault,) = wrong_languages(many)
    assert fault.check == "language"
    assert len(fault.ids) == 40


def test_a_language_with_hardly_any_unlabelled_passage_is_named() -> None:
    many = [p for p in corpus() if p.lang == "tg" and p.labels]
    assert faults_of(list(too_few_unlabelled(many))) == [("balance", ("tg",))]


def test_no_fault_repeats_the_text() -> None:
    faults = check_corpus([passage("a", tip(LONG)), passage("b", tip(LONG))], [])
    assert faults
    assert not any(LONG[:20] in str(fault) for fault in faults)
