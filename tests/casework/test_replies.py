"""One reader per kind of question: what is read, and which sentence asks again."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.casework import replies
from bot.casework.agency import Choice, Text
from bot.casework.errors import Unreadable


def offered(*labels: tuple[str, str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(id=id, label=Text(en=en, es=es)) for id, en, es in labels)


FOR_WHOM = offered(
    ("me", "For myself", "Para mí"),
    ("other", "For somebody else", "Para otra persona"),
    ("saw", "I saw it", "Yo lo vi"),
    ("not_sure", "Not sure", "No estoy seguro"),
)
ANSWERS = offered(("yes", "Yes", "Sí"), ("no", "No", "No"), ("unknown", "I do not know", "No lo sé"))
SEEN = offered(
    ("seen", "Somebody saw it", "Alguien lo vio"), ("shown", "Photos, video or papers", "Fotos, video o papeles")
)
AMOUNTS = offered(("one", "1", "1"), ("few", "2 to 5", "De 2 a 5"), ("many", "6 or more", "6 o más"))


def refusal(read: object, *args: object) -> str:
    with pytest.raises(Unreadable) as error:
        read(*args)  # type: ignore[operator]
    assert error.value.sentence in replies.SENTENCES
    return error.value.sentence


def test_date_and_time_are_read_by_their_own_modules() -> None:
    assert replies.date("ayer", "es", date(2026, 11, 21))["on"] == "2026-11-20"
    assert replies.time("9 pm", "en")["at"] == "21:00"


@pytest.mark.parametrize(
    ("text", "language", "id"),
    [
        ("For myself", "en", "me"),
        ("for MYSELF.", "en", "me"),
        ("para mi", "es", "me"),
        ("para mí", "en", "me"),
        ("me", "en", "me"),
        ("not_sure", "en", "not_sure"),
        ("2", "en", "other"),
        ("2.", "es", "other"),
        ("#3", "en", "saw"),
        ("número 3", "es", "saw"),
        ("option 1", "en", "me"),
        ("i saw", "en", "saw"),
        ("not", "en", "not_sure"),
        ("para o", "es", "other"),
        ("para o", "en", "other"),
        ("yo", "en", "saw"),
        ("🙋 I saw it", "en", "saw"),
    ],
)
def test_choice(text: str, language: str, id: str) -> None:
    assert replies.choice(text, FOR_WHOM, language) == id


@pytest.mark.parametrize("text", ["", "🙂", "for", "para", "5", "0", "12", "myself", "I saw it and ran", "\0"])
def test_choice_that_fits_none_or_several(text: str) -> None:
    assert refusal(replies.choice, text, FOR_WHOM, "en") == "choice"


@pytest.mark.parametrize(
    ("text", "id"),
    [("yeah", "yes"), ("claro", "yes"), ("nope", "no"), ("No, gracias", "no"), ("no", "no"), ("No lo se", "unknown")],
)
def test_yes_and_no_among_choices(text: str, id: str) -> None:
    assert replies.choice(text, ANSWERS, "es") == id


@pytest.mark.parametrize(
    ("text", "id"), [("1", "one"), ("2", "few"), ("3", "many"), ("6", "many"), ("6 o mas", "many")]
)
def test_a_label_that_is_a_number_is_read_before_the_place_in_the_list(text: str, id: str) -> None:
    assert replies.choice(text, AMOUNTS, "en") == id


@given(st.text(max_size=40), st.sampled_from([FOR_WHOM, ANSWERS, AMOUNTS]), st.sampled_from(["en", "es", "fr"]))
def test_choice_gives_one_of_the_choices_or_refuses(text: str, choices: tuple[Choice, ...], language: str) -> None:
    try:
        chosen = replies.choice(text, choices, language)
    except Unreadable:
        return
    assert chosen in {choice.id for choice in choices}


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Photos, video or papers", ("shown",)),
        ("1", ("seen",)),
        ("2, 1", ("seen", "shown")),
        ("1 and 2", ("seen", "shown")),
        ("alguien; fotos", ("seen", "shown")),
        ("photos\nsomebody saw it\nphotos", ("seen", "shown")),
    ],
)
def test_many(text: str, ids: tuple[str, ...]) -> None:
    assert replies.many(text, SEEN, "en") == ids


def test_whoever_has_nothing_to_say_may_say_so_in_their_own_words() -> None:
    nothing = (*SEEN, Choice(id="neither", label=Text(en="Neither", es="Nada de eso"), alone=True))
    for said, language in (("ninguno", "es"), ("nada", "es"), ("No", "en"), ("none of them", "en"), ("nadie", "es")):
        assert replies.many(said, nothing, language) == ("neither",)
    assert refusal(replies.many, "nada", SEEN, "es") == "choice"


@pytest.mark.parametrize("text", ["", ",", "1, 3", "1 and my cousin"])
def test_many_does_not_drop_a_part(text: str) -> None:
    assert refusal(replies.many, text, SEEN, "en") == "choice"


@pytest.mark.parametrize("text", ["yes", "Yes.", "YEAH!", "y", "sure", "sí", "Si", "¡Claro que sí!", "así es"])
def test_yes(text: str) -> None:
    assert replies.yes_no(text, "es") is True


@pytest.mark.parametrize("text", ["no", "No!", "nope", "n", "no, thank you", "no gracias", "para nada"])
def test_no(text: str) -> None:
    assert replies.yes_no(text, "en") is False


@pytest.mark.parametrize("text", ["", "maybe", "Yes, he hit me", "no sé", "not sure", "yesterday", "si no"])
def test_neither_yes_nor_no(text: str) -> None:
    assert refusal(replies.yes_no, text, "en") == "yes_no"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("860-757-4300", "+18607574300"),
        ("(860) 757 4300", "+18607574300"),
        ("8607574300", "+18607574300"),
        ("1 860 757 4300", "+18607574300"),
        ("call 860.757.4300 x12 please", "+18607574300"),
        ("860-757-4300 or 612-673-5500", "+18607574300"),
        ("+52 55 1234 5678", "+525512345678"),
        ("８６０-７５７-４３００", "+18607574300"),
    ],
)
def test_phone(text: str, number: str) -> None:
    assert replies.phone(text) == number


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "phone"),
        ("hello", "phone"),
        ("5pm", "phone"),
        ("860-757-43O0", "phone_letters"),
        ("860 757 43OO", "phone_letters"),
        ("1-800-FLOWERS", "phone_letters"),
        ("757-4300", "phone_short"),
        ("860-757 after 5pm", "phone_short"),
        ("123-456-7890", "phone_impossible"),
        ("860 757 43001", "phone_impossible"),
    ],
)
def test_phone_says_what_is_wrong(text: str, sentence: str) -> None:
    assert refusal(replies.phone, text) == sentence


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("ana@example.org", "ana@example.org"),
        ("Ana.Maria+1@Example.ORG.", "Ana.Maria+1@example.org"),
        ("Ana <ana@mail.example.org>", "ana@mail.example.org"),
        ("mi correo es josé@correo.mx, gracias", "josé@correo.mx"),
    ],
)
def test_email(text: str, address: str) -> None:
    assert replies.email(text) == address


@pytest.mark.parametrize(
    "text", ["", "ana", "ana@gmail", "ana@gmail,com", "ana at gmail dot com", "@gmail.com", "a@b.1"]
)
def test_no_email(text: str) -> None:
    assert refusal(replies.email, text) == "email"


@pytest.mark.parametrize(
    ("text", "phone", "email", "said"),
    [
        ("860-757-4300", "+18607574300", None, None),
        ("ana@example.org.", None, "ana@example.org", None),
        ("Ana@Example.org, 8607574300", "+18607574300", "Ana@example.org", None),
        ("860-757-4300 after 5", "+18607574300", None, "860-757-4300 after 5"),
        ("860-757-4300 ext 5", "+18607574300", None, "860-757-4300 ext 5"),
        ("860-757-4300, 860-757-4301", "+18607574300", None, "860-757-4300, 860-757-4301"),
        ("correo: a@b.mx (noches)", None, "a@b.mx", "correo: a@b.mx (noches)"),
        ("ask for me at the shelter", None, None, "ask for me at the shelter"),
        ("1234 Main St Apt 12B, 06103", None, None, "1234 Main St Apt 12B, 06103"),
        ("ana8607574300@example.org", None, "ana8607574300@example.org", None),
    ],
)
def test_contact(text: str, phone: str | None, email: str | None, said: str | None) -> None:
    assert replies.contact(text) == {"phone": phone, "email": email, "said": said}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "empty"),
        ("\u200b \n", "empty"),
        ("ana@gmail", "email"),
        ("860-757-430", "phone_short"),
        ("860-757-43O0", "phone_letters"),
        ("my number: 123-456-7890", "phone_impossible"),
    ],
)
def test_contact_that_was_mistyped_is_asked_again(text: str, sentence: str) -> None:
    assert refusal(replies.contact, text) == sentence


@given(
    st.text(max_size=80)
    | st.lists(st.sampled_from(["860", "757-4300", "a@b.org", "ext", "5", "after", ",", "x"])).map(" ".join)
)
def test_contact_loses_nothing(text: str) -> None:
    try:
        read = replies.contact(text)
    except Unreadable as error:
        known = error.sentence in replies.SENTENCES
    else:
        known = read["said"] is not None or read["phone"] is not None or read["email"] is not None
    assert known


@pytest.mark.parametrize("read", [replies.place, replies.text])
def test_words_are_kept_as_they_are(read: object) -> None:
    assert read(" Calle 5 y Main\0,\nfrente al 7-Eleven ") == "Calle 5 y Main,\nfrente al 7-Eleven"  # type: ignore[operator]
    assert read("👍") == "👍"  # type: ignore[operator]


@pytest.mark.parametrize("read", [replies.place, replies.text])
@pytest.mark.parametrize("text", ["", "  \n", "\0", "\u200b\u200d", "\ud83d", "\u202e"])
def test_nothing_to_be_seen_is_asked_again(read: object, text: str) -> None:
    assert refusal(read, text) == "empty"


@pytest.mark.parametrize("piece", ["1", "1-", "a@", "a.", "860-757-430 ", "((", "@", "a1", "1,"])
def test_a_very_long_text_is_read_in_a_moment(piece: str) -> None:
    text = piece * (8_000 // len(piece))
    for read in (replies.contact, replies.phone, replies.email, replies.text):
        try:
            read(text)
        except Unreadable as error:
            known = error.sentence in replies.SENTENCES
            assert known


@pytest.mark.parametrize(
    ("text", "agreed"), [("Yes!", True), ("sí, por favor", True), ("no", False), ("", False), ("March 3", False)]
)
def test_a_plain_yes_is_known(text: str, agreed: bool) -> None:
    assert replies.agrees(text) is agreed
