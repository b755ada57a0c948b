"""Numbers, addresses and links by shape or by the word before them."""

from __future__ import annotations

import pytest

from nlp import identifiers


def found(text: str) -> set[tuple[str, str]]:
    return {(kind, text[start:end]) for start, end, kind, _ in identifiers.find(text)}


@pytest.mark.parametrize(
    ("text", "find"),
    [
        ("call (860) 555-0163 now", ("phone", "(860) 555-0163")),
        ("al 8605550155.", ("phone", "8605550155")),
        ("555-0133", ("phone", "555-0133")),
        ("five five five, oh one two four", ("phone", "five five five, oh one two four")),
        ("a.b@mail.example!", ("email", "a.b@mail.example")),
        ("ana at gmail dot com", ("email", "ana at gmail dot com")),
        ("see https://x.example/a?b=1.", ("web", "https://x.example/a?b=1")),
        ("on @ana_22", ("web", "@ana_22")),
        ("my insta is ana.22", ("web", "ana.22")),
        ("badge 2214", ("badge", "2214")),
        ("la placa 2214", ("badge", "2214")),
        ("my plate BC-12345", ("plate", "BC-12345")),
        ("tablilla HKX-905", ("plate", "HKX-905")),
        ("the Honda (7KLM203)", ("plate", "7KLM203")),
        ("DOB: 03/22/1984", ("birth", "03/22/1984")),
        ("nací el 8 de diciembre de 1950", ("birth", "8 de diciembre de 1950")),
        ("June 9 1974", ("birth", "June 9 1974")),
        ("ssn 219-09-9999", ("id", "219-09-9999")),
        ("docket HHD-CR25-0198233-S", ("id", "HHD-CR25-0198233-S")),
        ("mi licencia número D4471209", ("id", "D4471209")),
        ("45 Seyms Street, Hartford, CT 06120", ("address", "45 Seyms Street, Hartford, CT 06120")),
        ("en la Calle Park 560, Apto. 2-A", ("address", "Calle Park 560, Apto. 2-A")),
        ("PO Box 1187", ("address", "PO Box 1187")),
        ("I live on Zion Street", ("address", "Zion Street")),
    ],
)
def test_what_has_a_shape_or_a_cue(text: str, find: tuple[str, str]) -> None:
    assert find in found(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "on June 3 at 11 pm",
            "2025-06-03",
            "car 412",
            "the case of 2024",
            "the 3 cops",
        ),
        *("on 6/2/2025", "two or three times", "about 300 people", "on Park Street", "the apartment and the car"),
    ],
)
def test_what_stays(text: str) -> None:
    assert found(text) == set()
