"""Passages grow by paragraphs, end somewhere, and have ids that fit into buttons."""

import pytest

from bot.casework import passage
from bot.casework.errors import Refused
from bot.casework.parts import Text
from bot.casework.passage import LONGEST, PassageKind, joined

WORDS = Text(en="words", es="palabras")


def test_a_paragraph_comes_after_what_is_there() -> None:
    assert joined("", "One.") == "One."
    assert joined("One.", "Two.") == "One.\n\nTwo."


def test_a_passage_that_would_never_end_is_refused() -> None:
    assert len(joined("x" * (LONGEST - 3), "y")) == LONGEST
    with pytest.raises(Refused, match="passage_long"):
        joined("x" * LONGEST, "y")


def test_an_id_that_fits_no_button_is_named(office) -> None:
    kinds = {id: PassageKind(id=id, name=WORDS, ask=WORDS) for id in ("summary", "The-End")}
    assert [where for where, _ in passage.problems(office(passages=kinds))] == ["passage.The-End"]
