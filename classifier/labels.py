"""The labels and indicators of the codebook, in the order of every array."""

from enum import StrEnum


class Label(StrEnum):
    """What a passage says; it takes every label that fits, or none."""

    COERCION = "coercion"
    VOLUNTARY_ENLISTMENT = "voluntary_enlistment"
    LEGAL_POLICY = "legal_policy"
    DEPORTATION_RISK = "deportation_risk"


class Indicator(StrEnum):
    """By what means somebody was coerced; only where ``Label.COERCION`` holds."""

    PHYSICAL_VIOLENCE = "physical_violence"
    THREATS = "threats"
    CONFINEMENT = "confinement"
    DECEPTION = "deception"
    DOCUMENT_SEIZURE = "document_seizure"
    LEGAL_LEVERAGE = "legal_leverage"
    ECONOMIC_LEVERAGE = "economic_leverage"
    VULNERABILITY = "vulnerability"


LABELS: tuple[Label, ...] = tuple(Label)
INDICATORS: tuple[Indicator, ...] = tuple(Indicator)

OUTPUTS: tuple[Label | Indicator, ...] = LABELS + INDICATORS
"""The columns of every margin and probability array: labels, then indicators."""

LANGUAGES: tuple[str, ...] = ("en", "ru", "uk", "uz-Latn", "uz-Cyrl", "tg", "ky", "kk")
"""The BCP 47 tags that the codebook and the corpus are written for."""
