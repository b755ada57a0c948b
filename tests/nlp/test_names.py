"""Names that nobody told us beforehand, and words that only look like one."""

from __future__ import annotations

import pytest

from nlp import names
from nlp.written import words


def found(text: str, language: str = "en") -> set[str]:
    return {text[start:end] for start, end, _ in names.find(text, words(text), language)}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Officer Zbrinski hit me", "Zbrinski"),
        ("officer zbrinski hit me", "zbrinski"),
        ("el sargento Zeledón vino", "Zeledón"),
        ("my cousin jaylon ran", "jaylon"),
        ("mi hija keyla llora", "keyla"),
        ("me llamo Rosa Elena Vázquez de la Cruz", "Rosa Elena Vázquez de la Cruz"),
        ("they call him Sully", "Sully"),
        ("I was with Chris, Aaliyah and Big Tone", "Big Tone"),
        ("and then Zbrinski said no", "Zbrinski"),
        ("Zbrinski said no", "Zbrinski"),
        ("Dr. J. Tremont signed", "J. Tremont"),
        ("me and marcus left", "marcus"),
        ("MY BOSS WALTER PETTWAY SAW", "WALTER PETTWAY"),
        ("Mr. Rawls left and rawls came back", "rawls"),
    ],
)
def test_a_name(text: str, name: str) -> None:
    assert name in found(text)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        *(("the officer told me to leave", "en"), ("Will you mark it in your book", "en"), ("by a rose bush", "en")),
        *(
            ("on the corner of Main and Pavilion", "en"),
            ("at Parker Elementary School", "en"),
            ("on Maple Avenue", "en"),
        ),
        *(("el policía vino a mi casa", "es"), ("en la calle Park", "es"), ("Dios los bendiga", "es")),
        *(
            ("la Iglesia Monte Sinaí", "es"),
            ("My phone died on Monday in Hartford", "en"),
            ("HE HIT ME HARD", "en"),
            ("so I've called", "en"),
        ),
    ],
)
def test_no_name(text: str, language: str) -> None:
    assert found(text, language) == set()


def test_what_is_innocent_depends_on_the_language() -> None:
    assert "will" in names.innocent("en")
    assert "will" not in names.innocent("es")
    assert names.innocent("other") == names.innocent("en") | names.innocent("es")
