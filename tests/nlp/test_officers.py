"""Who: names after ranks and titles, in any case, and ranks without a name."""

from __future__ import annotations

import pytest

from nlp import officers


@pytest.mark.parametrize(
    "text",
    [
        *("the officer", "Officer He told me", "sergeant said no", "el agente que vino", "OFFICER WAS"),
        *("the officer cursed at me", "officer swore", "officer mocked me", "OFFICER CURSED", "officer laughing at us"),
        *("un oficial insultó a mi hijo", "el agente gritaba", "los agentes golpearon", "el oficial quiso pegarme"),
    ],
)
def test_a_rank_alone_names_nobody(text: str) -> None:
    assert list(officers.find(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Det. Ocasio",
        "C/O Brandt",
        "Trooper Ann Lee",
        "sargento Núñez",
        "Lt. J. O'Hara",
        "officer reed",
        "oficial garcía",
    ],
)
def test_a_rank_with_a_name(text: str) -> None:
    assert (0, len(text)) in list(officers.find(text))
