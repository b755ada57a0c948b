"""When: also what looks like a date and is none."""

from __future__ import annotations

import pytest

from nlp import dates


@pytest.mark.parametrize(
    "text", ["born on June 3, 1990", "court is on June 3", "every Friday", "nací el 3 de mayo", "1/2 cup"]
)
def test_what_is_not_when_it_happened(text: str) -> None:
    assert list(dates.find(text)) == []


@pytest.mark.parametrize("text", ["March 2025", "2026-03-14", "Saturday night", "anoche", "el mes pasado", "tonight"])
def test_when(text: str) -> None:
    assert (0, len(text)) in list(dates.find(text))
