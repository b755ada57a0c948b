"""The bot's own sentences: by key and language, their fields filled, a missing key being a fault of ours."""

from pathlib import Path

import pytest

from bot.words import LANGUAGES, Words

WORDS = Words.load()


def test_a_sentence_in_each_language_with_its_fields() -> None:
    assert WORDS.say("en", "status.filed", date="May 1, 2026") == "Sent on May 1, 2026"
    assert "1 de mayo" in WORDS.say("es", "status.filed", date="1 de mayo de 2026")


def test_another_language_reads_english() -> None:
    assert WORDS.say("so", "button.yes") == "Yes"


def test_a_key_that_nobody_wrote_is_a_fault() -> None:
    assert not WORDS.has("button.never")
    with pytest.raises(KeyError):
        WORDS.say("en", "button.never")


def test_a_field_that_is_missing_is_a_fault() -> None:
    with pytest.raises(KeyError):
        WORDS.say("en", "status.filed")


def test_what_a_person_wrote_is_never_taken_for_a_field() -> None:
    assert WORDS.say("en", "button.change", name="{date} %s \\n") == "Change: {date} %s \\n"


def test_fields_are_known_by_name() -> None:
    assert WORDS.fields("en", "receipt.by") == {"what", "date"}
    assert WORDS.fields("en", "button.yes") == frozenset()


def test_tables_in_tables_have_dotted_keys(tmp_path: Path) -> None:
    for language in LANGUAGES:
        (tmp_path / f"{language}.toml").write_text('[a]\nb = "one"\n[a.c]\nd = "two"\n', "utf-8")
    words = Words.load(tmp_path)
    assert words.keys("es") == {"a.b", "a.c.d"}
    assert words.say("es", "a.c.d") == "two"
