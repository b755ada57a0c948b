"""Every error becomes one kind sentence, in both languages, and never its own text."""

import pytest

from bot.casework.errors import (
    BadProfile,
    BadReference,
    NotYours,
    RedressError,
    Refused,
    Stale,
    TryLater,
    Undeliverable,
    Unreadable,
)
from bot.telegram.errors import sentence
from bot.words import LANGUAGES, Words

WORDS = Words.load()
FIELDS = {name: "7" for key in WORDS.keys("en") if key.startswith("refused.") for name in WORDS.fields("en", key)}
REASONS = [key.removeprefix("refused.") for key in sorted(WORDS.keys("en")) if key.startswith("refused.")]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("fault", "key"),
    [
        (Stale(), "stale"),
        (NotYours(), "not_yours"),
        (BadReference("OPCR-2026-66666-6"), "not_yours"),
        *((Refused(reason, **FIELDS), reason) for reason in REASONS),
        (Refused("a reason that nobody wrote a sentence for"), "fault"),
        (Unreadable("date"), "fault"),
        (Undeliverable("blocked"), "fault"),
        (TryLater(after=7), "fault"),
        (BadProfile(["minneapolis_opcr.toml: badge"]), "fault"),
        (RedressError(), "fault"),
    ],
)
def test_each_error_has_its_sentence(fault: RedressError, key: str, language: str) -> None:
    said = sentence(WORDS, language, fault)
    assert said == WORDS.say(language, f"refused.{key}", **FIELDS)
    assert str(fault) not in said


def test_unknown_foreign_and_forbidden_sound_the_same() -> None:
    assert sentence(WORDS, "en", NotYours()) == sentence(WORDS, "en", BadReference("x")) == "I cannot find that."


def test_an_unknown_language_reads_english() -> None:
    assert sentence(WORDS, "so", Stale()) == sentence(WORDS, "en", Stale())
