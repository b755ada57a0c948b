"""What of a screen is ours, and what somebody else must have written."""

from time import process_time

import pytest

from bot.telegram.own_words import OwnWords
from bot.words import Words
from tests.telegram.made import AGENCY

WORDS = Words.load()


def own(language: str = "en") -> OwnWords:
    return OwnWords(WORDS, AGENCY, language, ["Ana Ruiz"])


@pytest.mark.parametrize(
    "line",
    [
        "",
        "OPCR-2026-00001-8 · Urgent",
        "Received · nobody has it (queue: Intake)",
        "Received · Ana Ruiz",
        "○ The first review is done: September 15, 2026",
        "September 14, 2026, 10:00 am · Complainant",
        "3. Photo",
        "⚑ Nobody has read this one: the program could not. Please read it.",
    ],
)
def test_ours(line: str) -> None:
    assert own().knows(line)


@pytest.mark.parametrize(
    "line",
    [
        *("Rosa Quispe", "Witness: Rosa", "April", "Julio", "Call Ana Ruiz and Rosa", "612-555-0143", "4412 77"),
        *("April 3", "plate 123", "Received · Rosa", "“he hit me”", "OPCR-2026-00001-8 Rosa", "10:30 Rosa", "1987"),
        "Urgent " * 3 + "help",
    ],
)
@pytest.mark.parametrize("language", ["en", "es"])
def test_somebody_s(line: str, language: str) -> None:
    assert not own(language).knows(line)


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_sentence_of_the_bot_is_ours_with_our_own_words_in_it(language: str) -> None:
    known = own(language)
    strange = []
    for key in sorted(WORDS.keys(language)):
        if key.startswith(("month.", "hour.")):
            continue  # people are called April; an hour stands by itself nowhere
        fields = dict.fromkeys(WORDS.fields(language, key), "7")
        said = WORDS.say(language, key, **fields)
        strange += [key for line in said.split("\n") if not known.knows(line)]
    assert strange == []


def test_a_label_says_which_of_its_parts_are_somebody_s() -> None:
    parts = own().parts("OPCR-2026-00001-8 · September 15, 2026 · Call Rosa")
    assert [text for text, ours in parts if not ours] == ["Call Rosa"]
    assert "".join(text for text, _ in parts) == "OPCR-2026-00001-8 · September 15, 2026 · Call Rosa"
    assert own().parts("Witness: Rosa") == [("Witness", True), (": ", True), ("Rosa", False)]


def test_no_line_keeps_the_program_busy() -> None:
    began = process_time()
    for each in ("by ", "on by ", "Received · ", "a, ", "Witness: ", "(", "with you. "):
        own().knows(each * (4000 // len(each)))
    assert process_time() - began < 3
