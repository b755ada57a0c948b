"""English, Spanish, or neither, on the short and mixed texts that people send."""

from __future__ import annotations

import pytest

from nlp.language import detect, shares


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("he hit me for no reason", "en"),
        ("cops stole my phone yesterday downtown", "en"),
        ("THEY TOOK MY SON", "en"),
        ("la policía me pegó sin razón", "es"),
        ("me pararon ayer en la calle", "es"),
        ("NO ME DIERON LA PLACA", "es"),
        ("el cop me paró en el parking", "es"),
        ("they told my abuela to shut up", "en"),
        ("la polisia me kito el carro", "es"),
        ("gym pool closed, wheelchair ramp broken, manager shrugged, 2nd month", "en"),
        ("taxista grosero, portazo, cero disculpas, silla de ruedas tirada", "es"),
        ("Policja zatrzymała mnie bez powodu na ulicy", "other"),
        ("la police m'a frappé sans raison dans la rue", "other"),
        ("o policial me bateu e não quis dizer o nome", "other"),
        ("警察打了我", "other"),
        ("الشرطة ضربتني", "other"),
        ("lapolis la te frape mwen san rezon", "other"),
        ("", "other"),
        ("🙂 123", "other"),
    ],
)
def test_detect(text: str, language: str) -> None:
    assert detect(text) == language


def test_mixed_text_has_a_share_of_both() -> None:
    found = shares("el cop me paró and he took my phone")
    assert found["en"] > 0.2
    assert found["es"] > 0.1
