"""English, Spanish, or neither, on the short and mixed texts that people send."""

from __future__ import annotations

import pytest

from nlp.language import detect, shares, told_in


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
        ("tasered 😭", "en"),
        ("tasered…", "en"),
        ("me pegaron 😡😡", "es"),
        ("Eu quero me matar, não aguento mais essa prisão", "other"),
        ("os guardas bateram no meu irmao e nao deixam ele falar com a familia", "other"),
        ("La polizia mi ha fermato per strada e mi ha rotto il telefono", "other"),
        ("politistul m-a lovit peste fata fara niciun motiv si mi-a luat telefonul", "other"),
        ("la policia em va parar al carrer i no em van dir res", "other"),
        ("De agent heeft mijn broer geslagen en wij weten niet waarom", "other"),
        ("Polis beni durdurdu ve telefonumu aldi, neden bilmiyorum", "other"),
        ("Booliisku waa i garaaceen sabab la'aan, ma garanayo magaciisa", "other"),
        ("Tub ceev xwm tau ntaus kuv thiab tsis qhia nws lub npe", "other"),
        ("", "other"),
        ("🙂 123", "other"),
    ],
)
def test_detect(text: str, language: str) -> None:
    assert detect(text) == language


@pytest.mark.parametrize("text", ["Tremaine Kowalczyk", "Nguyen, Osei, Müller", "Sgt. Wojciechowski 😡"])
def test_of_a_few_names_the_language_is_that_of_the_conversation(text: str) -> None:
    assert [told_in(text, language)[0] for language in ("en", "es")] == ["en", "es"]


def test_another_language_is_another_one_in_any_conversation() -> None:
    for text in ("Eu quero me matar, não aguento mais", "警察", "Ils m'ont frappé au visage hier soir"):
        assert [told_in(text, language)[0] for language in ("en", "es", "pt", None)] == ["other"] * 4


def test_mixed_text_has_a_share_of_both() -> None:
    found = shares("el cop me paró and he took my phone")
    assert found["en"] > 0.2
    assert found["es"] > 0.1
